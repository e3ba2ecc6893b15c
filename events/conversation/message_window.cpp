#include "events/conversation/message_window.hpp"

#include "events/base/holds.hpp"

namespace parley {

std::uint64_t message_hash(const message_id& message) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : message.str()) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return hash;
}

bool message_known(const conversation_state& state, const message_id& message) {
  return holds(std::span<const std::uint64_t>(state.recent_messages), message_hash(message));
}

void remember_message(conversation_state& state, const message_id& message) {
  auto& seen = state.recent_messages;
  if (seen.size() < recent_messages_max) {
    seen.push_back(message_hash(message));
    return;
  }
  seen[state.recent_next] = message_hash(message);
  state.recent_next = (state.recent_next + 1) % static_cast<std::uint32_t>(recent_messages_max);
}

}  // namespace parley

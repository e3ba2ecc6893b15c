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

namespace {

template <class Messages>
auto find_by_hash(Messages& sent, std::uint64_t hash) {
  return std::find_if(sent.begin(), sent.end(),
                      [hash](const sent_message& one) { return one.message == hash; });
}

}  // namespace

const sent_message* find_sent(const conversation_state& state, const message_id& message) {
  const auto found = find_by_hash(state.sent, message_hash(message));
  return found == state.sent.end() ? nullptr : &*found;
}

void remember_sent(conversation_state& state, const message_id& message) {
  if (state.sent.size() == sent_messages_max) {
    state.sent.erase(state.sent.begin());
  }
  state.sent.push_back({message_hash(message), false, delivery::delivered});
}

void remember_delivery(conversation_state& state, const message_id& message, delivery outcome) {
  const auto found = find_by_hash(state.sent, message_hash(message));
  if (found != state.sent.end()) {
    found->reported = true;
    found->last = outcome;
  }
}

}  // namespace parley

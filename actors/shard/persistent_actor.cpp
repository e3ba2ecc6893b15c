#include "actors/shard/persistent_actor.hpp"

#include "events/base/holds.hpp"
#include "events/codec/table.hpp"

namespace parley {
namespace {

std::uint32_t print_of(const command_id& id) {
  return static_cast<std::uint32_t>(std::hash<command_id>{}(id) >> 16U);
}

// The offset whose low half is `low` and that is the nearest at or below `newest`.
offset widen(std::uint32_t low, offset newest) {
  const std::uint64_t high = newest.value & ~std::uint64_t{0xffffffff};
  const std::uint64_t candidate = high | low;
  return offset(candidate <= newest.value ? candidate : candidate - (std::uint64_t{1} << 32U));
}

void fetch(const void* begin, std::size_t bytes) {
  constexpr std::size_t line_bytes = 64;
  for (std::size_t at = 0; at < bytes; at += line_bytes) {
    __builtin_prefetch(static_cast<const char*>(begin) + at);
  }
}

struct actor_snapshot {
  std::uint64_t last_commit = 0;
  std::vector<std::uint32_t> commands;
  std::vector<std::uint8_t> state;
};
BOOST_DESCRIBE_STRUCT(actor_snapshot, (), (last_commit, commands, state))

}  // namespace

void recent_commands::add(const command_id& id, offset at) {
  const auto low = static_cast<std::uint32_t>(at.value);
  if (prints_.size() < count_max) {
    prints_.push_back(print_of(id));
    offsets_.push_back(low);
    return;
  }
  prints_[oldest_] = print_of(id);
  offsets_[oldest_] = low;
  oldest_ = (oldest_ + 1) % count_max;
}

std::vector<offset> recent_commands::find(const command_id& id, offset newest) const {
  const std::uint32_t print = print_of(id);
  if (!holds(std::span(prints_), print)) {
    return {};
  }
  std::vector<offset> found;
  for (std::size_t i = prints_.size(); i > 0; --i) {
    const std::size_t at = (oldest_ + i - 1) % prints_.size();
    if (prints_[at] == print) {
      found.push_back(widen(offsets_[at], newest));
    }
  }
  return found;
}

std::vector<std::uint32_t> recent_commands::words() const {
  std::vector<std::uint32_t> words;
  words.reserve(prints_.size() * 2);
  for (std::size_t i = 0; i < prints_.size(); ++i) {
    const std::size_t at = (oldest_ + i) % prints_.size();
    words.push_back(prints_[at]);
    words.push_back(offsets_[at]);
  }
  return words;
}

void recent_commands::restore(std::span<const std::uint32_t> words) {
  prints_.clear();
  offsets_.clear();
  oldest_ = 0;
  for (std::size_t i = 0; i + 1 < words.size() && prints_.size() < count_max; i += 2) {
    prints_.push_back(words[i]);
    offsets_.push_back(words[i + 1]);
  }
}

void prefetch(const persistent_actor& actor) { fetch(&actor, sizeof actor); }

void prefetch_memories(const persistent_actor& actor) {
  fetch(actor.commands.prints().data(), actor.commands.prints().size_bytes());
  if (const auto* conversation = state_as<conversation_state>(actor.state)) {
    const std::span seen(conversation->recent_messages);
    fetch(seen.data(), seen.size_bytes());
  }
}

std::vector<std::uint8_t> encode_actor(const persistent_actor& actor) {
  return codec::encode(
      actor_snapshot{actor.last_commit.value, actor.commands.words(), encode_state(actor.state)});
}

bool decode_actor(std::span<const std::uint8_t> bytes, persistent_actor& actor) {
  actor_snapshot content;
  if (!codec::decode(bytes.data(), bytes.size(), content)) {
    return false;
  }
  auto state = decode_state(actor.stream.kind, content.state);
  if (!state.ok()) {
    return false;
  }
  actor.state = std::move(*state);
  actor.last_commit = offset(content.last_commit);
  actor.commands.restore(content.commands);
  return true;
}

}  // namespace parley

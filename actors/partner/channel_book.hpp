#pragma once
// Which channel a conversation is on, remembered: it never changes once it is opened, so what was
// once read stays true. Limits: the last 65,536 to 131,072 conversations; others are read again.

#include <optional>
#include <unordered_map>

#include "actors/node/port.hpp"

namespace parley::partner {

/// Not thread-safe.
class channel_book {
 public:
  std::optional<channel_kind> find(const stream_id& conversation);
  void note(const stream_id& conversation, const channel_kind& channel);

 private:
  // Two generations: when the young one is full it becomes the old one, whose entries are
  // forgotten.
  std::unordered_map<stream_id, channel_kind> young_;
  std::unordered_map<stream_id, channel_kind> old_;
};

/// From an entity that was read; nothing: it is not a conversation that was opened.
std::optional<channel_kind> channel_of(const any_state& state);
/// If the commit opens a conversation: its channel.
std::optional<channel_kind> channel_of(const store::commit_view& commit);

}  // namespace parley::partner

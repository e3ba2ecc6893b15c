#pragma once
// One live entity: its state ahead of the log, how far that is durable, and the ids of the commands
// it answered. It is the unit of isolation (state, order, life cycle); its shard is the unit of
// scheduling, so a million of them cost their state and no mailbox. Lives on its shard's thread.

#include <cstdint>
#include <span>
#include <vector>

#include "events/entities.hpp"

namespace parley {

/// running ⇄ appending → passivating → gone. Loading and replaying happen inside one turn of the
/// shard, so they are never seen from outside.
enum class actor_phase : std::uint8_t { running, appending, passivating };

/// The last commands of a stream, newest last: a short print of the id, and where the commit is. A
/// print that matches is confirmed by reading the commit, so a wrong match costs a read, no error.
class recent_commands {
 public:
  static constexpr std::size_t count_max = 256;

  void add(const command_id& id, offset at);
  /// Offsets of commits (first event) whose command may be `id`, newest first; usually none.
  std::vector<offset> find(const command_id& id, offset newest) const;

  std::span<const std::uint32_t> prints() const { return prints_; }

  /// Two words a command, oldest first: the print, and the low half of the offset.
  std::vector<std::uint32_t> words() const;
  void restore(std::span<const std::uint32_t> words);

 private:
  // Two rings once they are full, so that a search reads prints alone.
  std::vector<std::uint32_t> prints_;
  std::vector<std::uint32_t> offsets_;  // the low halves
  std::size_t oldest_ = 0;
};

/// Where a commit waits until it is durable.
struct pending_place {
  std::uint64_t batch = 0;  ///< its number
  std::uint32_t index = 0;
};

struct persistent_actor {
  stream_id stream;
  any_state state;      ///< after every decided event, durable or not
  version decided;      ///< of `state`
  version durable;      ///< of the last acknowledged event
  version snapshotted;  ///< of the last snapshot handed over
  offset last_commit;   ///< of the last event of the stream's last durable commit
  recent_commands commands;
  actor_phase phase = actor_phase::running;
  pending_place last_pending;         ///< of its last decided event, durable or not
  std::uint32_t waiting_readers = 0;  ///< commands wait while a read waits for a durable state
  time_ms last_used;

  bool clean() const { return decided == durable; }
};

/// Has the processor fetch what the next command or acknowledgement of `actor` touches first.
void prefetch(const persistent_actor& actor);
/// Then what that leads to: the entity's short memories. Waits unless `actor` is there already.
void prefetch_memories(const persistent_actor& actor);

/// What a stored snapshot holds: the entity's state and its recent commands.
std::vector<std::uint8_t> encode_actor(const persistent_actor& actor);
/// False: the bytes are not a snapshot of that kind of entity; the actor is untouched.
[[nodiscard]] bool decode_actor(std::span<const std::uint8_t> bytes, persistent_actor& actor);

}  // namespace parley

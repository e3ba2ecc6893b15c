#pragma once
// The limits and intervals of one shard. Every queue and cache of a shard is bounded here.

#include <cstddef>
#include <cstdint>

#include "events/base/ids.hpp"
#include "events/base/time.hpp"

namespace parley {

struct shard_options {
  partition_id partition;
  std::uint32_t snapshot_every_events = 100;
  /// The same while the shard stands by, where an entity is loaded just for that; a multiple, as
  /// what is between two of them is read from the log on a move.
  std::uint32_t standby_snapshot_every_events = 1000;
  /// How many of these are made each time the shard has read to the log's end.
  std::size_t standby_snapshots_max = 8;
  /// Commands accepted and not yet answered; beyond it clients get OVERLOADED.
  std::size_t in_flight_max = 16384;
  /// Bytes gathered for the next append; beyond it clients get OVERLOADED. One command more may fit
  /// in, and what reactions add.
  std::size_t append_bytes_max = std::size_t{8} << 20U;
  /// A batch leaves at this size even while others are under way: it is folded, answered and its
  /// memory used again before it has left the processor's cache.
  std::size_t batch_commits_max = 128;
  /// Batches under way at once. The journal makes one write of those that wait for it.
  std::size_t appends_in_flight_max = 16;
  /// Entities kept in memory; beyond it the longest idle are passivated.
  std::size_t live_entities_max = 50000;
  /// Of these, timers, milestones and cases: a million of them are armed, and few are asked for.
  std::size_t live_promises_max = 8192;
  duration_ms passivate_after_ms{300000};
  /// An entity that leaves with no more events than this since its snapshot needs no new one.
  std::uint32_t unsnapshotted_events_max = 8;
  /// How often the views' changed rows are written, at most.
  duration_ms checkpoint_every_ms{2000};
  std::uint64_t checkpoint_every_events = 50000;
  /// The replica is told of fewer commits than this only with the next tick, or when somebody waits
  /// for them: telling it wakes two threads, which costs more than one commit.
  std::size_t update_commits_min = 64;
  /// Updates handed to the replica and not yet applied; beyond it appends wait.
  std::size_t replica_backlog_max = 64;
  std::size_t timers_per_tick_max = 2000;
  std::size_t replay_commits_per_step = 4096;
  std::size_t pending_reads_max = 4096;
};

}  // namespace parley

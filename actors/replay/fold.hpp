#pragma once
// The past, rebuilt: the floor of a partition folded from its log, up to a position or a time.
// Reads only; what it gives is bit for bit what the running shard had after the same event.

#include <functional>
#include <limits>
#include <optional>

#include "events/base/recorded.hpp"
#include "events/views/floor.hpp"
#include "store/journal.hpp"

namespace parley {

/// Where a fold ends: after the last commit that is wholly within both bounds.
struct fold_until {
  offset at{std::numeric_limits<std::uint64_t>::max()};
  time_ms recorded_at{std::numeric_limits<std::int64_t>::max()};
};

/// What a fold went through.
struct fold_count {
  std::uint64_t commits = 0;
  std::uint64_t events = 0;
  offset last;
  time_ms recorded_at;  ///< of the last commit
};

/// Called for each event before (`folded` false) and after it is folded, with the commands it led
/// to (after only).
using fold_watcher = std::function<void(const recorded_event&, const floor&, bool folded,
                                        const std::vector<reaction_command>&)>;
/// Called every few thousand commits; false stops the fold.
using fold_progress = std::function<bool(const fold_count&)>;

result<fold_count> fold_floor(const store::journal& journal, partition_id partition,
                              const fold_until& until, floor& into, const fold_watcher& watch = {},
                              const fold_progress& progress = {});

}  // namespace parley

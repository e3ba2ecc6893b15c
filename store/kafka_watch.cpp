// What follows the log is watched from outside: a stall is no error that anybody would report.

#include "store/kafka_watch.hpp"

#include <algorithm>

#include "store/kafka_journal.hpp"

namespace parley::store::kafka {
namespace {

constexpr duration_ms ask_limit{2'000};
constexpr int patience_max = 256;

}  // namespace

bool stall_watch::look(std::int64_t next, std::optional<std::int64_t> end) {
  if (next != wanted_) {
    wanted_ = next;
    seen_ = 0;
    patience_ = stall_looks;
  }
  if (!end) {
    return false;
  }
  seen_ = next < *end ? seen_ + 1 : 0;
  if (seen_ < patience_) {
    return false;
  }
  seen_ = 0;
  patience_ = std::min(2 * patience_, patience_max);
  return true;
}

void kafka_journal::run_watcher() {
  const auto look_ms = std::max<std::int64_t>(options_.stall_timeout.value / stall_looks, 1);
  std::vector<stall_watch> watches(partitions_.size());
  std::uint64_t takes_before = 0;
  while (!stopping_.load()) {
    pause(look_ms);
    if (stopping_.load()) {
      return;
    }
    const auto ends =
        ask_ends(sender()->client(), options_.topic, facts_.partition_count, ask_limit);
    // Who writes the copy, or waits for better times, stands still for a reason that is known.
    const auto takes = takes_.load();
    const bool reads = std::exchange(takes_before, takes) != takes && !restart_.load();
    for (std::size_t p = 0; p < ends.size() && !stopping_.load(); ++p) {
      watch(partition_id(static_cast<std::uint16_t>(p)), reads ? ends[p] : std::nullopt,
            watches[p]);
    }
  }
}

void kafka_journal::watch(partition_id partition, std::optional<std::int64_t> end,
                          stall_watch& with) {
  auto& state = at(partition);
  {
    const std::lock_guard lock(state.mutex);
    if (end) {
      state.high.store(std::max(state.high.load(), *end));
    }
    if (state.refused || !with.look(state.next.load(), end)) {
      return;
    }
    state.stalls.fetch_add(1);
    // What waits for its answer is not waited for any longer: its shard takes the partition anew.
    if (!state.waiting.empty() && !state.failed) {
      state.failed = rejection{errc::unavailable, "the log goes on and was not read on", {}};
    }
  }
  restart_.store(true);
  wake_follower();
}

std::uint64_t kafka_journal::stalls(partition_id partition) const {
  return at(partition).stalls.load();
}

void kafka_journal::stop_fetching(partition_id partition) {
  const std::lock_guard lock(consumer_mutex_);
  consumer_->stop_fetching(partition);
}

}  // namespace parley::store::kafka

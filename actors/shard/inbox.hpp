#pragma once
// Commands on their way to a shard. Any thread adds; the shard takes all there are at once. Only
// the first command of a batch wakes the shard, so under load a wake-up serves many commands.

#include <atomic>
#include <mutex>
#include <vector>

#include "actors/node/port.hpp"

namespace parley {

class inbox {
 public:
  explicit inbox(std::size_t count_max) : count_max_(count_max) {}

  enum class outcome : std::uint8_t { added, added_first, full };
  /// `added_first`: the caller wakes the shard. `full`: `request` is untouched.
  outcome add(command_request& request);
  /// All that are there, in the order they came, into `out` (cleared first).
  void take(std::vector<command_request>& out);

 private:
  const std::size_t count_max_;
  std::mutex mutex_;
  std::vector<command_request> waiting_;
};

}  // namespace parley

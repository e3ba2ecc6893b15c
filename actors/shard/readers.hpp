#pragma once
// Reads that wait for a position: each is answered once, when the views are there or its time is
// up. Lives on the shard's thread.

#include <functional>
#include <map>

#include "events/base/ids.hpp"
#include "events/base/time.hpp"

namespace parley {

class readers {
 public:
  explicit readers(std::size_t count_max) : count_max_(count_max) {}

  /// `ready(true)`: the position is reached; `ready(false)`: the deadline passed. False (and not
  /// kept) if too many wait already.
  [[nodiscard]] bool wait(offset at_least, time_ms deadline, std::function<void(bool)> ready);
  void reached(offset at);
  void expire(time_ms now);
  /// Answers all with "not reached".
  void cancel();
  std::size_t size() const { return waiting_.size(); }

 private:
  struct entry {
    time_ms deadline;
    std::function<void(bool)> ready;
  };
  std::size_t count_max_;
  std::multimap<offset, entry> waiting_;
};

}  // namespace parley

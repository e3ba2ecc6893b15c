#include "actors/shard/readers.hpp"

#include <utility>

namespace parley {

bool readers::wait(offset at_least, time_ms deadline, std::function<void(bool)> ready) {
  if (waiting_.size() >= count_max_) {
    return false;
  }
  waiting_.emplace(at_least, entry{deadline, std::move(ready)});
  return true;
}

void readers::reached(offset at) {
  while (!waiting_.empty() && waiting_.begin()->first <= at) {
    const auto node = waiting_.extract(waiting_.begin());
    node.mapped().ready(true);
  }
}

void readers::expire(time_ms now) {
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    if (it->second.deadline > now) {
      ++it;
      continue;
    }
    const auto expired = std::move(it->second);
    it = waiting_.erase(it);
    expired.ready(false);
  }
}

void readers::cancel() {
  const auto all = std::exchange(waiting_, {});
  for (const auto& [at, waiting] : all) {
    waiting.ready(false);
  }
}

}  // namespace parley

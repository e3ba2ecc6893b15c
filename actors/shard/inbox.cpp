#include "actors/shard/inbox.hpp"

namespace parley {

inbox::outcome inbox::add(command_request& request) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= count_max_) {
    return outcome::full;
  }
  waiting_.push_back(std::move(request));
  return waiting_.size() == 1 ? outcome::added_first : outcome::added;
}

void inbox::take(std::vector<command_request>& out) {
  out.clear();
  const std::lock_guard lock(mutex_);
  out.swap(waiting_);
}

}  // namespace parley

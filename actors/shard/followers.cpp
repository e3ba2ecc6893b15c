#include "actors/shard/followers.hpp"

namespace parley {

std::uint64_t followers::add(std::function<void(offset)> advanced) {
  const std::lock_guard lock(mutex_);
  all_.emplace(++last_token_, std::move(advanced));
  return last_token_;
}

void followers::remove(std::uint64_t token) {
  const std::lock_guard lock(mutex_);
  all_.erase(token);
}

// Called with the lock held: a follower only notes the offset and posts to its own executor.
void followers::advanced(offset at) {
  const std::lock_guard lock(mutex_);
  for (const auto& [token, call] : all_) {
    call(at);
  }
}

}  // namespace parley

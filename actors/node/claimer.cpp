#include "actors/node/claimer.hpp"

#include <algorithm>
#include <chrono>

namespace parley {

claimer::claimer(store::journal& journal, claimed told, admission admit)
    : journal_(journal),
      told_(std::move(told)),
      admit_(std::move(admit)),
      thread_([this] { run(); }) {}

claimer::~claimer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void claimer::claim(partition_id partition, bool surely) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({partition, surely});
  }
  changed_.notify_all();
}

void claimer::forget(partition_id partition) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return busy_ != partition; });
  std::erase_if(waiting_, [&](const wish& one) { return one.partition == partition; });
}

void claimer::run() {
  constexpr auto pause = std::chrono::seconds(1);
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (ending_) {
      return;
    }
    const wish next = waiting_.front();
    waiting_.pop_front();
    busy_ = next.partition;
    lock.unlock();
    const bool through = try_one(next);
    lock.lock();
    busy_.reset();
    if (!through) {
      waiting_.push_back({next.partition, false});
    }
    changed_.notify_all();
    const bool others =
        std::any_of(waiting_.begin(), waiting_.end(), [](const wish& one) { return one.surely; });
    if (!through && !others) {
      // So that each of them is tried once a second.
      changed_.wait_for(lock, pause / waiting_.size(), [this] {
        return ending_ || std::any_of(waiting_.begin(), waiting_.end(),
                                      [](const wish& one) { return one.surely; });
      });
    }
  }
}

bool claimer::try_one(const wish& which) {
  const status may = admit_ ? admit_(which.partition, which.surely) : status(done{});
  if (!may.ok() && may.error().code == errc::wrong_state) {
    return true;
  }
  const auto owned =
      may.ok() ? journal_.claim(which.partition) : result<store::ownership>(may.error());
  told_(which.partition, owned);
  return owned.ok();
}

}  // namespace parley

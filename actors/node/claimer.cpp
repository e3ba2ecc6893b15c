#include "actors/node/claimer.hpp"

#include <chrono>

namespace parley {

claimer::claimer(store::journal& journal, claimed told)
    : journal_(journal), told_(std::move(told)), thread_([this] { run(); }) {}

claimer::~claimer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void claimer::claim(partition_id partition) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(partition);
  }
  changed_.notify_one();
}

void claimer::run() {
  constexpr auto pause = std::chrono::seconds(1);
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (ending_) {
      return;
    }
    const partition_id partition = waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    const auto owned = journal_.claim(partition);
    told_(partition, owned);
    lock.lock();
    if (!owned.ok()) {
      waiting_.push_back(partition);
      changed_.wait_for(lock, pause, [this] { return ending_; });
    }
  }
}

}  // namespace parley

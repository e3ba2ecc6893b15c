#include "actors/node/ticker.hpp"

#include <chrono>

namespace parley {

ticker::ticker(duration_ms every, std::function<void()> beat)
    : every_(every), beat_(std::move(beat)), thread_([this] { run(); }) {}

ticker::~ticker() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void ticker::run() {
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, std::chrono::milliseconds(every_.value),
                            [this] { return ending_; })) {
    lock.unlock();
    beat_();
    lock.lock();
  }
}

}  // namespace parley

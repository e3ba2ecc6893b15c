#pragma once
// A gate that lets a bounded number of requests be out at once. Thread-safe.

#include <condition_variable>
#include <mutex>

namespace parley::bench {

class window {
 public:
  explicit window(std::size_t size) : free_(size), size_(size) {}
  void enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return free_ > 0; });
    --free_;
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    ++free_;
    changed_.notify_one();
  }
  void wait_until_empty() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return free_ == size_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t free_;
  const std::size_t size_;
};

}  // namespace parley::bench

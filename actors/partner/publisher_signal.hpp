#pragma once
// Wakes a publisher's thread: the log grew, or the sink answered. Internal to publisher*.cpp.

#include "actors/partner/publisher.hpp"

namespace parley::partner {

struct publisher::signal {
  void raise() {
    {
      const std::lock_guard hold(mutex_);
      raised_ = true;
    }
    wake_.notify_one();
  }
  void wait(duration_ms limit) {
    std::unique_lock hold(mutex_);
    wake_.wait_for(hold, std::chrono::milliseconds(limit.value), [this] { return raised_; });
    raised_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool raised_ = false;
};

}  // namespace parley::partner

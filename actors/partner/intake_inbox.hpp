#pragma once
// What others' threads tell the intake, run on its own thread. Outlives the intake: answers that
// come late find it closed. Internal to intake*.cpp.

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "actors/partner/intake.hpp"

namespace parley::partner {

struct intake::inbox {
  explicit inbox(store::record_source& source) : source_(source) {}

  void post(std::function<void()> task) {
    const std::lock_guard hold(mutex_);
    if (closed_) {
      return;
    }
    if (tasks_.empty()) {
      source_.wake();
    }
    tasks_.push_back(std::move(task));
  }
  std::vector<std::function<void()>> take() {
    const std::lock_guard hold(mutex_);
    return std::exchange(tasks_, {});
  }
  void close() {
    const std::lock_guard hold(mutex_);
    closed_ = true;
    tasks_.clear();
  }

 private:
  store::record_source& source_;
  std::mutex mutex_;
  std::vector<std::function<void()>> tasks_;
  bool closed_ = false;
};

}  // namespace parley::partner

#pragma once
// The node's heartbeat: calls back at a steady interval from its own thread. The only source of
// clock ticks; due times themselves are data of the views.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "events/base/time.hpp"

namespace parley {

class ticker {
 public:
  ticker(duration_ms every, std::function<void()> beat);
  ~ticker();
  ticker(const ticker&) = delete;
  ticker& operator=(const ticker&) = delete;

 private:
  void run();

  const duration_ms every_;
  const std::function<void()> beat_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace parley

#pragma once
// Promises at scale: a million armed milestones through real cases, a restart after SIGKILL with
// all of them, and how late they fire at a steady rate, loaded from the disk. Each step is a
// process of its own, so that memory and start are its own.

#include <functional>

#include "tools/bench/workload.hpp"

namespace parley::bench {

struct timers_options {
  workload_options work;
  std::uint32_t timers = 1000000;
  std::uint32_t milestones_each = 4;  ///< of a case
  double fires_per_second = 5000;
  double seconds = 10;  ///< how long they fire
  /// Told what is done so far, every second or so.
  std::function<void(const std::string&)> progress;
};

struct arming_result {
  std::uint64_t timers = 0;
  std::uint64_t events = 0;  ///< of the cases, too
  double seconds = 0;        ///< until the last one was durable and in the views
  double timers_per_second = 0;
  double cpu_us_per_timer = 0;
  std::int64_t resident_mib = 0;       ///< at the end
  std::int64_t resident_peak_mib = 0;  ///< at any moment
};

struct restart_result {
  std::uint64_t timers = 0;  ///< that the views hold then
  double seconds = 0;        ///< from opening the directory until the shards run
  std::int64_t resident_mib = 0;
  std::int64_t resident_peak_mib = 0;
};

struct firing_result {
  std::uint64_t timers = 0;          ///< that were due
  std::uint64_t due_while_down = 0;  ///< of them, before the server was ready: not in the times
  std::uint64_t lost = 0;
  std::uint64_t twice = 0;
  std::uint64_t early = 0;
  /// From the target to the moment at which the event is durable and its reader has it.
  double p50_us = 0;
  double p99_us = 0;
  double p999_us = 0;
  double max_us = 0;
  double cpu_us_per_fire = 0;
  std::int64_t resident_mib = 0;
  std::int64_t resident_peak_mib = 0;
};

struct timers_result {
  arming_result arming;
  restart_result restart;
  firing_result firing;
};

/// Must run before the process has threads.
result<timers_result> run_timers(const timers_options& options);

}  // namespace parley::bench

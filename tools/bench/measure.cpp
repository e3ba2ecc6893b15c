#include "tools/bench/measure.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <limits>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace parley::bench {

std::int64_t now_ns() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(since).count();
}

void latencies::add(std::int64_t nanoseconds) {
  constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
  values_.push_back(static_cast<std::uint32_t>(std::clamp<std::int64_t>(nanoseconds, 0, most)));
  sorted_ = false;
}

void latencies::merge(const latencies& other) {
  values_.insert(values_.end(), other.values_.begin(), other.values_.end());
  sorted_ = false;
}

double latencies::percentile_us(double share) {
  if (values_.empty()) {
    return 0;
  }
  if (!sorted_) {
    std::sort(values_.begin(), values_.end());
    sorted_ = true;
  }
  const auto index = static_cast<std::size_t>(share * static_cast<double>(values_.size()));
  return static_cast<double>(values_[std::min(index, values_.size() - 1)]) / 1000.0;
}

std::int64_t cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& t) {
    return static_cast<std::int64_t>(t.tv_sec) * 1000000 + t.tv_usec;
  };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

std::int64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t pages = 0;
  std::int64_t resident = 0;
  statm >> pages >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

std::int64_t resident_peak_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "VmHWM:") {
      std::int64_t kib = 0;
      status >> kib;
      return kib << 10U;
    }
  }
  return 0;
}

}  // namespace parley::bench

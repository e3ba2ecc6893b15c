#pragma once
// What every benchmark measures the same way: latencies with exact percentiles, CPU time and memory
// of this process.

#include <cstdint>
#include <vector>

namespace parley::bench {

/// Nanoseconds of a monotonic clock.
std::int64_t now_ns();

/// All latencies of one thread; merged and sorted at the end, so percentiles are exact. 4 bytes
/// each: up to 4.29 s.
class latencies {
 public:
  void add(std::int64_t nanoseconds);
  void merge(const latencies& other);
  std::size_t count() const { return values_.size(); }
  /// In microseconds. Sorts on first use.
  double percentile_us(double share);

 private:
  std::vector<std::uint32_t> values_;
  bool sorted_ = false;
};

/// User and system time of this process, microseconds.
std::int64_t cpu_us();
std::int64_t resident_bytes();
/// The most it ever was in this process.
std::int64_t resident_peak_bytes();

}  // namespace parley::bench

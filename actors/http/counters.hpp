#pragma once
// What the gateway counts about itself. Written from every thread, read by /metrics.

#include <array>
#include <atomic>

#include "actors/http/router.hpp"
#include "events/base/result.hpp"

namespace parley::http {

inline constexpr std::size_t outcome_count = 22;  ///< "OK" and the error catalogue

/// Latencies in µs; the last bucket has no bound.
class latency_histogram {
 public:
  static constexpr std::array<std::uint64_t, 14> bounds_us{
      100,    250,    500,     1'000,   2'500,   5'000,     10'000,
      25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 5'000'000};
  void add(std::uint64_t us);
  std::uint64_t bucket(std::size_t index) const { return buckets_.at(index).load(); }
  std::uint64_t sum_us() const { return sum_us_.load(); }

 private:
  std::array<std::atomic<std::uint64_t>, bounds_us.size() + 1> buckets_{};
  std::atomic<std::uint64_t> sum_us_{0};
};

struct gateway_counters {
  std::atomic<std::int64_t> connections{0};
  std::atomic<std::int64_t> subscribers{0};
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> turned_away{0};  ///< over the limit of connections
  std::atomic<std::uint64_t> events_sent{0};
  std::atomic<std::uint64_t> forwarded{0};  ///< to the node that serves the partition
  std::array<std::array<std::atomic<std::uint64_t>, outcome_count>, operation_count> requests{};
  latency_histogram commands;
  latency_histogram queries;
};

/// 0 for "OK", else 1 + the code's number.
std::size_t outcome_of(const char* code);
const char* outcome_name(std::size_t outcome);
bool is_command(operation what);

}  // namespace parley::http

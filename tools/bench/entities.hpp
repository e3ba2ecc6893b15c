#pragma once
// Durable writes through the real engine: closed-loop callers, each with one message out, each to a
// random conversation; the answer comes when the event is durable.

#include "tools/bench/workload.hpp"

namespace parley::bench {

struct entities_options {
  workload_options work;
  std::uint32_t in_flight = 64;
  double warm_up_seconds = 2;
  double seconds = 5;
};

struct entities_result {
  std::uint64_t events = 0;
  double events_per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
  double p999_us = 0;
  double max_us = 0;
  double cpu_us_per_event = 0;  ///< of this process, callers included
  std::int64_t resident_mib = 0;
  std::uint64_t failures = 0;
};

result<entities_result> run_entities(const entities_options& options);

/// A bare 230-byte append + fdatasync by one thread on the same file system: p50 in microseconds.
double bare_append_p50_us(const std::string& directory, double seconds);

}  // namespace parley::bench

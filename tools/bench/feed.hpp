#pragma once
// From durable to visible: how long an event takes to reach a subscriber of the SSE feed, at a
// steady rate of messages, through a real gateway and a real socket in one process.

#include "tools/bench/workload.hpp"

namespace parley::bench {

struct feed_options {
  workload_options work;
  double events_per_second = 5000;
  double seconds = 5;
};

struct feed_result {
  std::uint64_t events = 0;  ///< seen by the subscriber
  double p50_us = 0;         ///< from the answer (durable) to the subscriber
  double p99_us = 0;
  double max_us = 0;
};

result<feed_result> run_feed(const feed_options& options);

}  // namespace parley::bench

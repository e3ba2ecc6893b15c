#pragma once
// What conversations cost in memory: live ones of the common job, and passivated ones, which should
// cost index entries only.

#include "tools/bench/workload.hpp"

namespace parley::bench {

struct memory_result {
  std::uint64_t conversations = 0;
  std::uint64_t live = 0;  ///< entities in memory when it was measured
  std::int64_t resident_bytes = 0;
  std::int64_t cached_bytes = 0;           ///< of that, in the store's bounded caches
  double heap_bytes_per_conversation = 0;  ///< growth of the heap, caches not counted
  double disk_bytes_per_conversation = 0;
};

/// Opens the conversations, writes `messages_each` to each, ends their sessions if asked to, and
/// measures when all are idle. With a small `options.live_entities_max` it waits until no more than
/// that are live.
result<memory_result> measure_memory(const workload_options& options, std::uint32_t messages_each,
                                     bool end_sessions);

}  // namespace parley::bench

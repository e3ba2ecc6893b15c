#include "events/views/rows.hpp"

#include <algorithm>

namespace parley {
namespace {

constexpr std::size_t bucket_count = 20;
constexpr std::int64_t first_bound_ms = 100;

}  // namespace

void add_wait(wait_histogram& to, duration_ms wait) {
  to.buckets.resize(bucket_count);
  const std::int64_t length_ms = std::max<std::int64_t>(wait.value, 0);
  std::size_t bucket = 0;
  while (bucket + 1 < bucket_count && length_ms > first_bound_ms << bucket) {
    ++bucket;
  }
  ++to.buckets[bucket];
  ++to.count;
  to.sum_ms += static_cast<std::uint64_t>(length_ms);
}

bool is_looking(const conversation_row& row) {
  return row.routing && row.attempt.empty() && row.offer.empty() && row.withdrawn.empty() &&
         !awaits_partner(row.request);
}

conversation_place place_of(const conversation_row& row) {
  if (row.routing) {
    return !row.owner.empty()   ? conversation_place::transferring
           : !row.offer.empty() ? conversation_place::offered
                                : conversation_place::waiting;
  }
  return !row.owner.empty() ? conversation_place::active
         : !row.bot.empty() ? conversation_place::bot
                            : conversation_place::open;
}

}  // namespace parley

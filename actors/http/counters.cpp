#include "actors/http/counters.hpp"

#include <string_view>

namespace parley::http {

void latency_histogram::add(std::uint64_t us) {
  std::size_t index = 0;
  while (index < bounds_us.size() && us > bounds_us.at(index)) {
    ++index;
  }
  buckets_.at(index).fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(us, std::memory_order_relaxed);
}

const char* outcome_name(std::size_t outcome) {
  return outcome == 0 ? "OK" : to_string(static_cast<errc>(outcome - 1));
}

std::size_t outcome_of(const char* code) {
  for (std::size_t i = 0; i < outcome_count; ++i) {
    if (std::string_view(code) == outcome_name(i)) {
      return i;
    }
  }
  return 1;
}

bool is_command(operation what) {
  const http_method method = method_of(what);
  return method == http_method::post || method == http_method::put || method == http_method::remove;
}

}  // namespace parley::http

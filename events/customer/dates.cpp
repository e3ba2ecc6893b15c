#include "events/customer/dates.hpp"

#include "events/base/assert.hpp"
#include "events/hours/civil.hpp"

namespace parley {

bool is_date(std::string_view text) { return hours::parse_date(text).has_value(); }

std::string add_days(std::string_view date, std::int64_t days) {
  const auto from = hours::parse_date(date);
  PARLEY_ASSERT(from, "days are added to a date");
  return hours::format_date(hours::day_number(static_cast<std::int32_t>(from->value + days)));
}

std::string local_date(const hours_source* source, const hours_id& set, time_ms at) {
  const hours_in_force* found = source == nullptr ? nullptr : source->find(set);
  const std::int64_t offset_s = found == nullptr ? 0 : found->compiled->offset_s(at);
  const std::int64_t local_ms = at.value + offset_s * 1000;
  return hours::format_date(hours::day_number(
      static_cast<std::int32_t>(hours::floor_div(local_ms, hours::day_length_ms))));
}

time_ms start_of_date(const hours_source* source, const hours_id& set, std::string_view date) {
  constexpr std::int64_t minute_ms = 60'000;
  constexpr std::int64_t offset_max = std::int64_t{16} * 60;  // no zone is further from UTC
  const auto day = hours::parse_date(date);
  PARLEY_ASSERT(day, "a date begins");
  const std::int64_t midnight = day->value * hours::day_length_ms;
  std::int64_t before = -offset_max;
  std::int64_t from = offset_max;
  while (from - before > 1) {
    const std::int64_t middle = before + (from - before) / 2;
    const bool shown = local_date(source, set, time_ms(midnight + middle * minute_ms)) >= date;
    (shown ? from : before) = middle;
  }
  return time_ms(midnight + from * minute_ms);
}

}  // namespace parley

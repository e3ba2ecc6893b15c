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

}  // namespace parley

#pragma once
// Dates of the proleptic Gregorian calendar as day numbers, with no clock and no zone.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/base/strong.hpp"
#include "events/hours/definitions.hpp"

namespace parley::hours {

/// Days since 1970-01-01, which was a Thursday.
using day_number = number<struct day_number_tag, std::int32_t>;

struct civil_date {
  std::int32_t year = 1970;
  std::int32_t month = 1;  ///< 1–12
  std::int32_t day = 1;    ///< 1–31
  auto operator<=>(const civil_date&) const = default;
};

inline constexpr std::int64_t day_length_ms = 86'400'000;

/// Rounds towards minus infinity. `by` > 0.
constexpr std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

constexpr bool is_leap(std::int32_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
std::int32_t days_in_month(std::int32_t year, std::int32_t month);

/// A day beyond the month's end counts on into the next month.
day_number to_day(const civil_date& date);
civil_date to_date(day_number day);
weekday weekday_of(day_number day);

/// Exactly `2025-02-28`, and a date that exists. Years 1800 to 2599.
std::optional<day_number> parse_date(std::string_view text);
std::string format_date(day_number day);

}  // namespace parley::hours

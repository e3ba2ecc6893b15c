#pragma once
// Hours, holidays and instants as people write them in one line: the notation of vector files and
// of the tools.
//
//   hours     `Mon-Fri 09:00-12:00,13:00-17:00; Sat 10:00-14:00`, `24x7`, `none`
//   holidays  `2025-07-04 all | 2020-12-24 FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24 12:00-24:00`
//   instant   `2025-06-02T16:59:30.250-04:00`, `2025-06-02T20:59:30Z`

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/base/result.hpp"
#include "events/hours/definitions.hpp"

namespace parley::hours {

/// BAD_REQUEST if the text cannot be read; an interval's order is not checked here.
result<std::vector<weekly_interval>> parse_weekly(std::string_view text);
/// A holiday's name is its text.
result<std::vector<holiday_definition>> parse_holidays(std::string_view text);

struct local_instant {
  time_ms at;
  std::int32_t offset_s = 0;
  bool operator==(const local_instant&) const = default;
};
/// An instant must tell its offset: without one it would be ambiguous.
std::optional<local_instant> parse_instant(std::string_view text);
std::string format_instant(const local_instant& instant);

/// `09:00`, `09:00:30`, `09:00:00.001`, `24:00`.
std::optional<day_ms> parse_day_time(std::string_view text);
std::string format_day_time(day_ms time);

}  // namespace parley::hours

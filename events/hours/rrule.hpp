#pragma once
// An RFC 5545 recurrence rule of dates, read into its parts. Rules about times of day are refused:
// the time is the holiday's own.

#include <optional>
#include <string_view>
#include <vector>

#include "events/base/result.hpp"
#include "events/hours/civil.hpp"

namespace parley::hours {

enum class frequency : std::uint8_t { daily = 0, weekly = 1, monthly = 2, yearly = 3 };

struct nth_weekday {
  std::int32_t nth = 0;  ///< 0: each; 2: the second; -1: the last
  weekday day = weekday::monday;
  bool operator==(const nth_weekday&) const = default;
};

struct rrule {
  frequency freq = frequency::yearly;
  std::int32_t interval = 1;
  std::optional<day_number> until;  ///< inclusive
  std::optional<std::int32_t> count;
  std::vector<std::int32_t> months;
  std::vector<std::int32_t> month_days;  ///< 1–31 or -31 – -1
  std::vector<nth_weekday> days;
  std::vector<std::int32_t> year_days;
  std::vector<std::int32_t> week_numbers;
  std::vector<std::int32_t> positions;  ///< BYSETPOS
  weekday week_start = weekday::monday;
};

/// INVALID_DEFINITION if the text is not such a rule. UNTIL's time of day, if any, is ignored.
result<rrule> parse_rrule(std::string_view text);

/// The rule as canonical text, with another interval and without COUNT if asked: the form in which
/// it is handed to a library.
std::string format_rrule(const rrule& rule);

}  // namespace parley::hours

#pragma once
// Holidays from and to iCalendar files (RFC 5545), read and written by libical. Text in, text out:
// no file, clock or zone database is touched.
//
// A holiday is wall-clock time, so a time with a TZID is taken as the clock on the wall shows it,
// and a time in UTC, which means one instant for all offices, is not taken.
// Limits: VEVENTs only; RECURRENCE-ID, and several days or nights with an RRULE, are not taken.

#include <string>
#include <string_view>
#include <vector>

#include "events/base/result.hpp"
#include "events/hours/definitions.hpp"

namespace parley::hours {

struct named_holiday {
  holiday_id holiday;
  holiday_definition definition;
  bool operator==(const named_holiday&) const = default;
};

struct ical_holidays {
  std::vector<named_holiday> holidays;
  std::vector<std::string> left_out;  ///< `<summary>: why`
};

/// BAD_REQUEST if the text is no iCalendar stream. What cannot be a holiday is left out and told.
/// Ids are made of UIDs; several days are several holidays or a daily rule.
result<ical_holidays> read_ical(std::string_view text);

/// `first` of each is its DTSTART, so that any reader counts INTERVAL as Parley does.
/// INVALID_DEFINITION if one cannot be read.
result<std::string> write_ical(const std::vector<named_holiday>& holidays);

}  // namespace parley::hours

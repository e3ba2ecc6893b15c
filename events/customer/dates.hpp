#pragma once
// Local dates as texts, `2026-03-31`: in order as texts, too.

#include <optional>
#include <string>
#include <string_view>

#include "events/hours/hours_source.hpp"

namespace parley {

/// True for a date of the Gregorian calendar in that form.
bool is_date(std::string_view text);
/// The date `days` later. `date` must be one.
std::string add_days(std::string_view date, std::int64_t days);
/// What the clock of those hours shows; UTC if there are none.
std::string local_date(const hours_source* source, const hours_id& hours, time_ms at);
/// The instant, to the minute, at which that clock begins to show the date. `date` must be one.
time_ms start_of_date(const hours_source* source, const hours_id& hours, std::string_view date);

}  // namespace parley

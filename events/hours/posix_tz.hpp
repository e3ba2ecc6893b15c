#pragma once
// The POSIX TZ text at the end of a TZif file: what a zone does for ever after its last listed
// transition. With the extensions of RFC 8536: hours from -167 to 167, daylight time all year.

#include <optional>
#include <string_view>
#include <vector>

#include "events/hours/zone_rules.hpp"

namespace parley::hours {

/// When in a year clocks change, in local time before the change.
struct yearly_change {
  enum class form : std::uint8_t {
    julian = 0,       ///< day 1–365, 29 February never counted
    day_of_year = 1,  ///< day 0–365
    nth_weekday = 2,  ///< `nth` 1–5 (5: the last) of `weekday` (0: Sunday) in `month`
  };
  form kind = form::nth_weekday;
  std::int32_t day = 0;
  std::int32_t month = 1;
  std::int32_t nth = 1;
  std::int32_t weekday = 0;
  std::int32_t at_s = 7200;
};

struct posix_tz {
  std::int32_t standard_offset_s = 0;  ///< east of Greenwich is positive, unlike in the text
  bool has_daylight = false;
  std::int32_t daylight_offset_s = 0;
  yearly_change to_daylight;
  yearly_change to_standard;
};

/// Empty if the text is not of that form.
std::optional<posix_tz> parse_posix_tz(std::string_view text);

/// Both changes of a year, earlier first. `tz` has daylight time.
std::vector<zone_transition> changes_of_year(const posix_tz& tz, std::int32_t year);

}  // namespace parley::hours

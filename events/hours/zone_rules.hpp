#pragma once
// A time zone's rules as one release of the IANA database tells them: data, handed in and stored in
// the log. The program's own zone files never reach a calculation.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <boost/describe.hpp>

namespace parley {

/// From `at_s` (seconds since 1970 UTC) on, local time is UTC + `offset_s`.
struct zone_transition {
  std::int64_t at_s = 0;
  std::int32_t offset_s = 0;
  bool operator==(const zone_transition&) const = default;
};
BOOST_DESCRIBE_STRUCT(zone_transition, (), (at_s, offset_s))

struct zone_rules {
  std::string zone;                          ///< `Europe/Berlin`
  std::string release;                       ///< of the database: `2026f`
  std::int32_t first_offset_s = 0;           ///< before the first transition
  std::vector<zone_transition> transitions;  ///< ascending; each but the last changes the offset
  std::string footer;  ///< the POSIX TZ text that goes on for ever after the last; may be empty
  bool operator==(const zone_rules&) const = default;
};
BOOST_DESCRIBE_STRUCT(zone_rules, (), (zone, release, first_offset_s, transitions, footer))

/// A fixed offset, for `UTC` and tests.
inline zone_rules fixed_zone(std::string zone, std::int32_t offset_s) {
  zone_rules rules;
  rules.zone = std::move(zone);
  rules.first_offset_s = offset_s;
  return rules;
}

}  // namespace parley

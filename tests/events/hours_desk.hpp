#pragma once
// What tests of business hours share: zones of a release, and sets written in one line.

#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "events/hours/calendar.hpp"
#include "events/hours/notation.hpp"
#include "events/hours/tzif.hpp"

namespace parley::desk {

inline zone_rules zone(const std::string& name, const std::string& release = "2026f") {
  std::ifstream file("tests/data/tz/" + release + "/" + name, std::ios::binary);
  REQUIRE_MESSAGE(file.good(), name);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto rules = parse_tzif(name, release, std::vector<std::uint8_t>(text.begin(), text.end()));
  REQUIRE(rules.ok());
  return std::move(*rules);
}

inline hours_definition weekly(const std::string& text) {
  hours_definition hours;
  auto intervals = hours::parse_weekly(text);
  REQUIRE(intervals.ok());
  hours.weekly = std::move(*intervals);
  return hours;
}

inline std::vector<holiday_definition> closed(const std::string& text) {
  auto holidays = hours::parse_holidays(text);
  REQUIRE(holidays.ok());
  return std::move(*holidays);
}

inline calendar open(const zone_rules& rules, const hours_definition& hours,
                     const std::string& holidays = "") {
  auto made = calendar::compile(hours, closed(holidays), rules);
  REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : made.error().message));
  return std::move(*made);
}

inline time_ms at(const std::string& text) {
  const auto instant = hours::parse_instant(text);
  REQUIRE_MESSAGE(instant.has_value(), text);
  return instant->at;
}

inline duration_ms minutes(std::int64_t count) { return duration_ms(count * 60'000); }

/// The instant in the calendar's zone, or `none`.
inline std::string shown(const calendar& by, std::optional<time_ms> instant) {
  return instant ? hours::format_instant({*instant, by.offset_s(*instant)}) : "none";
}

}  // namespace parley::desk

#pragma once
// What can happen to a tenant's business hours. Events of the tenant's stream; each carries the
// full new value.

#include "events/hours/book.hpp"

namespace parley {

/// The rules of a zone that no set named before.
struct hours_zone_recorded {
  zone_rules rules;
  bool operator==(const hours_zone_recorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_zone_recorded, (), (rules))

/// A new set, or a new version of one. What was computed with older versions stays as it is.
struct hours_defined {
  hours_id hours;
  std::uint32_t version = 1;
  hours_definition definition;
  bool operator==(const hours_defined&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_defined, (), (hours, version, definition))

struct hours_activated {
  hours_id hours;
  bool operator==(const hours_activated&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_activated, (), (hours))

struct hours_deactivated {
  hours_id hours;
  bool operator==(const hours_deactivated&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_deactivated, (), (hours))

struct default_hours_changed {
  hours_id hours;
  hours_id before;
  bool operator==(const default_hours_changed&) const = default;
};
BOOST_DESCRIBE_STRUCT(default_hours_changed, (), (hours, before))

/// A new holiday, or a new version of one: every set that links it has its next version with it.
struct holiday_defined {
  holiday_id holiday;
  std::uint32_t version = 1;
  holiday_definition definition;
  std::string first;
  bool operator==(const holiday_defined&) const = default;
};
BOOST_DESCRIBE_STRUCT(holiday_defined, (), (holiday, version, definition, first))

struct holiday_removed {
  holiday_id holiday;
  bool operator==(const holiday_removed&) const = default;
};
BOOST_DESCRIBE_STRUCT(holiday_removed, (), (holiday))

struct hours_claimed {
  hours_use use;
  bool operator==(const hours_claimed&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_claimed, (), (use))

struct hours_released {
  hours_use use;
  bool operator==(const hours_released&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_released, (), (use))

/// The tenant judged a release. `zones` are the rules, of this release, of every zone it uses; none
/// if it stays with those it has.
struct tz_release_loaded {
  std::string release;
  tz_policy policy = tz_policy::accepted;
  std::vector<zone_rules> zones;
  bool operator==(const tz_release_loaded&) const = default;
};
BOOST_DESCRIBE_STRUCT(tz_release_loaded, (), (release, policy, zones))

struct hours_administered {
  hours_administration administration;
  bool operator==(const hours_administered&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_administered, (), (administration))

/// New, or as it is now: every set of the region has its next version with it.
struct holiday_region_defined {
  holiday_region region;
  bool operator==(const holiday_region_defined&) const = default;
};
BOOST_DESCRIBE_STRUCT(holiday_region_defined, (), (region))

}  // namespace parley

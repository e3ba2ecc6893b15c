#pragma once
// A tenant's business hours as its log tells them: sets, holidays, zone rules, who uses what. Part
// of the tenant's state, so that every decision of the tenant's entities sees them, and so that one
// place judges what concerns several sets.

#include <optional>
#include <string_view>

#include "events/hours/definitions.hpp"
#include "events/hours/zone_rules.hpp"

namespace parley {

struct hours_set {
  hours_id hours;
  hours_definition definition;
  std::uint32_t version = 1;  ///< grows with every change of the set or of a holiday it links
  bool active = true;         ///< an inactive set is not chosen any more, but goes on computing
  bool operator==(const hours_set&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_set, (), (hours, definition, version, active))

struct tenant_holiday {
  holiday_id holiday;
  holiday_definition definition;
  std::string first;  ///< the first date that fits, from which INTERVAL counts
  std::uint32_t version = 1;
  bool operator==(const tenant_holiday&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_holiday, (), (holiday, definition, first, version))

/// Something that keeps a set from being switched off while it uses it: an entitlement process.
struct hours_use {
  hours_id hours;
  std::string kind;  ///< `process`
  std::string user;  ///< its id
  std::string name;  ///< as people call it
  bool operator==(const hours_use&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_use, (), (hours, kind, user, name))

/// What a tenant does with a release of the time zone database.
enum class tz_policy : std::uint8_t {
  accepted = 0,       ///< computes with it, and open deadlines are planned again
  grandfathered = 1,  ///< computes with it; what was promised stays as promised
  pinned = 2,         ///< goes on with the rules it has
};
BOOST_DESCRIBE_ENUM(tz_policy, accepted, grandfathered, pinned)

struct tenant_hours {
  std::vector<hours_set> sets;           ///< sorted by id
  std::vector<tenant_holiday> holidays;  ///< sorted by id
  hours_id default_hours;                ///< empty: the built-in set
  std::vector<zone_rules> zones;         ///< sorted by name; of every zone that a set names
  std::vector<hours_use> uses;
  std::string tz_release;  ///< the one loaded last; empty: zones came with their sets
  tz_policy policy = tz_policy::accepted;
  hours_administration administration;
  std::vector<holiday_region> regions;  ///< sorted by region
  bool operator==(const tenant_hours&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_hours, (),
                      (sets, holidays, default_hours, zones, uses, tz_release, policy,
                       administration, regions))

/// Every tenant has it until it defines a set of this id: open around the clock, UTC, version 1.
inline constexpr std::string_view built_in_hours = "default";

/// The set of that id; empty means the tenant's default. Inactive ones as well.
std::optional<hours_set> find_hours(const tenant_hours& in, const hours_id& hours);
/// The id that `hours` stands for: itself, or the tenant's default if it is empty.
hours_id resolve_hours(const tenant_hours& in, const hours_id& hours);

const hours_set* find_set(const tenant_hours& in, const hours_id& hours);
const tenant_holiday* find_holiday(const tenant_hours& in, const holiday_id& holiday);
const holiday_region* find_region(const tenant_hours& in, std::string_view region);
/// The set's own links and those of its region, sorted, each once.
std::vector<holiday_id> linked_holidays(const tenant_hours& in, const hours_definition& definition);
const zone_rules* find_zone(const tenant_hours& in, std::string_view zone);

/// With what a result was computed: written beside it. Definitions of that version and the zone's
/// rules of that release give the same result for ever.
struct hours_stamp {
  hours_id hours;
  std::uint32_t version = 0;
  std::string tz_release;  ///< empty for UTC without rules
  bool operator==(const hours_stamp&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_stamp, (), (hours, version, tz_release))

}  // namespace parley

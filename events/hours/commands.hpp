#pragma once
// What a tenant can be asked to do with its business hours. Commands of the tenant's stream. There
// is no command that deletes a set.

#include "events/hours/book.hpp"

namespace parley {

/// Creates the set or replaces its definition; the same definition again changes nothing. `rules`
/// are the zone's and come from the gateway, not from clients; those of a zone that the tenant
/// knows already are not replaced by them.
struct define_hours {
  hours_id hours;
  hours_definition definition;
  zone_rules rules;
};
BOOST_DESCRIBE_STRUCT(define_hours, (), (hours, definition, rules))

struct activate_hours {
  hours_id hours;
};
BOOST_DESCRIBE_STRUCT(activate_hours, (), (hours))

/// WRONG_STATE with the list of what uses the set, or if it is the default.
struct deactivate_hours {
  hours_id hours;
};
BOOST_DESCRIBE_STRUCT(deactivate_hours, (), (hours))

struct make_default_hours {
  hours_id hours;
};
BOOST_DESCRIBE_STRUCT(make_default_hours, (), (hours))

/// Always refused. It is a command so that every way to ask gets the same answer.
struct delete_hours {
  hours_id hours;
};
BOOST_DESCRIBE_STRUCT(delete_hours, (), (hours))

struct define_holiday {
  holiday_id holiday;
  holiday_definition definition;
};
BOOST_DESCRIBE_STRUCT(define_holiday, (), (holiday, definition))

/// WRONG_STATE with the list of sets that link it.
struct remove_holiday {
  holiday_id holiday;
};
BOOST_DESCRIBE_STRUCT(remove_holiday, (), (holiday))

/// Before something starts to use a set. WRONG_STATE if the set is inactive; the same claim again
/// changes nothing.
struct claim_hours {
  hours_use use;
};
BOOST_DESCRIBE_STRUCT(claim_hours, (), (use))

/// Not claimed is no error.
struct release_hours {
  hours_use use;
};
BOOST_DESCRIBE_STRUCT(release_hours, (), (use))

/// `zones` come from the gateway: the rules of the tenant's zones in that release.
struct load_tz_release {
  std::string release;
  tz_policy policy = tz_policy::accepted;
  std::vector<zone_rules> zones;
};
BOOST_DESCRIBE_STRUCT(load_tz_release, (), (release, policy, zones))

/// Who may do what. By administrators only, whatever they give to others.
struct administer_hours {
  hours_administration administration;
};
BOOST_DESCRIBE_STRUCT(administer_hours, (), (administration))

/// Adds or replaces a region's list of holidays, which are defined before. Sets of the region link
/// them from then on, those left out that a set does without.
struct define_holiday_region {
  holiday_region region;
};
BOOST_DESCRIBE_STRUCT(define_holiday_region, (), (region))

}  // namespace parley

#include <algorithm>

#include "events/hours/decisions.hpp"

namespace parley::hours {
namespace {

// The place of a set, made if missing: only the built-in one changes without having been defined.
hours_set& set_of(tenant_hours& to, const hours_id& hours) {
  const auto at =
      std::lower_bound(to.sets.begin(), to.sets.end(), hours,
                       [](const hours_set& s, const hours_id& id) { return s.hours < id; });
  if (at != to.sets.end() && at->hours == hours) {
    return *at;
  }
  hours_set made = find_hours(to, hours).value_or(hours_set{hours, {}, 1, true});
  return *to.sets.insert(at, std::move(made));
}

void put_zone(tenant_hours& to, const zone_rules& rules) {
  const auto at =
      std::lower_bound(to.zones.begin(), to.zones.end(), rules.zone,
                       [](const zone_rules& z, const std::string& name) { return z.zone < name; });
  if (at != to.zones.end() && at->zone == rules.zone) {
    *at = rules;
  } else {
    to.zones.insert(at, rules);
  }
}

}  // namespace

void apply(tenant_hours& to, const hours_zone_recorded& what) { put_zone(to, what.rules); }

void apply(tenant_hours& to, const hours_defined& what) {
  hours_set& set = set_of(to, what.hours);
  set.definition = what.definition;
  set.version = what.version;
}

void apply(tenant_hours& to, const hours_activated& what) { set_of(to, what.hours).active = true; }

void apply(tenant_hours& to, const hours_deactivated& what) {
  set_of(to, what.hours).active = false;
}

void apply(tenant_hours& to, const default_hours_changed& what) { to.default_hours = what.hours; }

void apply(tenant_hours& to, const holiday_defined& what) {
  const auto at = std::lower_bound(
      to.holidays.begin(), to.holidays.end(), what.holiday,
      [](const tenant_holiday& h, const holiday_id& id) { return h.holiday < id; });
  const tenant_holiday now{what.holiday, what.definition, what.first, what.version};
  if (at != to.holidays.end() && at->holiday == what.holiday) {
    *at = now;
  } else {
    to.holidays.insert(at, now);
  }
  for (hours_set& set : to.sets) {
    const auto links = linked_holidays(to, set.definition);
    set.version += std::binary_search(links.begin(), links.end(), what.holiday) ? 1U : 0U;
  }
}

void apply(tenant_hours& to, const holiday_removed& what) {
  std::erase_if(to.holidays, [&](const tenant_holiday& h) { return h.holiday == what.holiday; });
}

void apply(tenant_hours& to, const hours_administered& what) {
  to.administration = what.administration;
}

void apply(tenant_hours& to, const holiday_region_defined& what) {
  const auto at = std::lower_bound(
      to.regions.begin(), to.regions.end(), what.region,
      [](const holiday_region& a, const holiday_region& b) { return a.region < b.region; });
  if (at != to.regions.end() && at->region == what.region.region) {
    *at = what.region;
  } else {
    to.regions.insert(at, what.region);
  }
  for (hours_set& set : to.sets) {
    set.version += set.definition.region == what.region.region ? 1U : 0U;
  }
}

void apply(tenant_hours& to, const hours_claimed& what) { to.uses.push_back(what.use); }

void apply(tenant_hours& to, const hours_released& what) { std::erase(to.uses, what.use); }

void apply(tenant_hours& to, const tz_release_loaded& what) {
  to.tz_release = what.release;
  to.policy = what.policy;
  for (const zone_rules& rules : what.zones) {
    put_zone(to, rules);
  }
}

}  // namespace parley::hours

#include "events/hours/book.hpp"

#include <algorithm>

namespace parley {
namespace {

hours_set make_built_in() {
  hours_set set;
  set.hours = hours_id(std::string(built_in_hours));
  set.definition.name = built_in_hours;
  for (std::uint8_t day = 0; day < 7; ++day) {
    set.definition.weekly.push_back({static_cast<weekday>(day), day_ms(0), day_end});
  }
  return set;
}

}  // namespace

const hours_set* find_set(const tenant_hours& in, const hours_id& hours) {
  const auto at =
      std::lower_bound(in.sets.begin(), in.sets.end(), hours,
                       [](const hours_set& s, const hours_id& id) { return s.hours < id; });
  return at != in.sets.end() && at->hours == hours ? &*at : nullptr;
}

const tenant_holiday* find_holiday(const tenant_hours& in, const holiday_id& holiday) {
  const auto at = std::lower_bound(
      in.holidays.begin(), in.holidays.end(), holiday,
      [](const tenant_holiday& h, const holiday_id& id) { return h.holiday < id; });
  return at != in.holidays.end() && at->holiday == holiday ? &*at : nullptr;
}

const holiday_region* find_region(const tenant_hours& in, std::string_view region) {
  const auto at = std::lower_bound(
      in.regions.begin(), in.regions.end(), region,
      [](const holiday_region& r, std::string_view name) { return r.region < name; });
  return at != in.regions.end() && at->region == region ? &*at : nullptr;
}

std::vector<holiday_id> linked_holidays(const tenant_hours& in,
                                        const hours_definition& definition) {
  std::vector<holiday_id> linked = definition.holidays;
  if (const holiday_region* region = find_region(in, definition.region)) {
    const auto& without = definition.unlinked;
    for (const holiday_id& each : region->holidays) {
      if (std::find(without.begin(), without.end(), each) == without.end()) {
        linked.push_back(each);
      }
    }
  }
  std::sort(linked.begin(), linked.end());
  linked.erase(std::unique(linked.begin(), linked.end()), linked.end());
  return linked;
}

const zone_rules* find_zone(const tenant_hours& in, std::string_view zone) {
  const auto at =
      std::lower_bound(in.zones.begin(), in.zones.end(), zone,
                       [](const zone_rules& z, std::string_view name) { return z.zone < name; });
  return at != in.zones.end() && at->zone == zone ? &*at : nullptr;
}

hours_id resolve_hours(const tenant_hours& in, const hours_id& hours) {
  if (!hours.empty()) {
    return hours;
  }
  return in.default_hours.empty() ? hours_id(std::string(built_in_hours)) : in.default_hours;
}

std::optional<hours_set> find_hours(const tenant_hours& in, const hours_id& hours) {
  const hours_id wanted = resolve_hours(in, hours);
  if (const hours_set* stored = find_set(in, wanted)) {
    return *stored;
  }
  return wanted.str() == built_in_hours ? std::optional(make_built_in()) : std::nullopt;
}

}  // namespace parley

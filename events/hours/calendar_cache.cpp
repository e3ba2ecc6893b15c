#include "events/hours/calendar_cache.hpp"

#include "events/base/assert.hpp"

namespace parley {

result<calendar> compile_calendar(const tenant_hours& in, const hours_definition& definition) {
  std::vector<holiday_definition> holidays;
  for (const holiday_id& id : linked_holidays(in, definition)) {
    if (const tenant_holiday* holiday = find_holiday(in, id)) {
      holidays.push_back(holiday->definition);
    }
  }
  const zone_rules* zone = find_zone(in, definition.zone);
  return calendar::compile(definition, holidays,
                           zone == nullptr ? fixed_zone(definition.zone, 0) : *zone);
}

const calendar_cache::entry* calendar_cache::find(const tenant_hours& in, const hours_id& hours) {
  const hours_id wanted = resolve_hours(in, hours);
  const hours_set* stored = find_set(in, wanted);
  if (stored == nullptr && wanted.str() != built_in_hours) {
    return nullptr;
  }
  const auto known = entries_.find(wanted);
  const zone_rules* zone = stored == nullptr ? nullptr : find_zone(in, stored->definition.zone);
  const std::uint32_t version = stored == nullptr ? 1 : stored->version;
  if (known != entries_.end() && known->second.stamp.version == version &&
      known->second.stamp.tz_release == (zone == nullptr ? std::string_view() : zone->release)) {
    return &known->second;
  }
  const auto set = find_hours(in, wanted);
  auto compiled = compile_calendar(in, set->definition);
  PARLEY_ASSERT(compiled.ok(), "a stored set of hours cannot be compiled");
  entry& made = entries_[wanted];
  made = {{wanted, version, zone == nullptr ? std::string() : zone->release},
          std::make_shared<calendar>(std::move(*compiled))};
  return &made;
}

}  // namespace parley

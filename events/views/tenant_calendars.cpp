#include "events/views/tenant_calendars.hpp"

namespace parley {

const hours_in_force* tenant_calendars::find(const hours_id& hours) const {
  const calendar_cache::entry* entry = compiled_.find(tenant_.hours, hours);
  if (entry == nullptr) {
    return nullptr;
  }
  hours_in_force& found = found_[entry->stamp.hours];
  found = {entry->stamp.hours, entry->stamp.version, entry->stamp.tz_release, entry->hours.get()};
  return &found;
}

}  // namespace parley

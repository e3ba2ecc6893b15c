#pragma once
// A tenant's business hours in the form in which decisions see them.

#include <map>

#include "events/hours/calendar_cache.hpp"
#include "events/hours/hours_source.hpp"
#include "events/tenant/state.hpp"

namespace parley {

class tenant_calendars : public hours_source {
 public:
  explicit tenant_calendars(const tenant_state& tenant) : tenant_(tenant) {}
  const hours_in_force* find(const hours_id& hours) const override;

 private:
  const tenant_state& tenant_;
  // Memories of pure results; the floor belongs to one thread.
  mutable calendar_cache compiled_;
  mutable std::map<hours_id, hours_in_force> found_;
};

}  // namespace parley

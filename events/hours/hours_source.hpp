#pragma once
// The sets of hours that a decision may calculate with. Whoever holds a tenant's hours (the floor,
// a test, a tool that folds a log) gives them in this form, so that a rule knows neither where sets
// are stored nor when they are compiled.

#include "events/hours/calendar.hpp"
#include "events/hours/ids.hpp"

namespace parley {

/// One set as it is in force at the moment of a decision.
struct hours_in_force {
  hours_id hours;
  std::uint32_t version = 0;  ///< of the set's definition, as the log counts it
  std::string tz_release;     ///< of the zone database that the calendar was compiled from
  const calendar* compiled = nullptr;
};

class hours_source {
 public:
  hours_source() = default;
  hours_source(const hours_source&) = delete;
  hours_source& operator=(const hours_source&) = delete;
  virtual ~hours_source() = default;

  /// The set, also one that is switched off; an empty id is the tenant's default set. Null: there
  /// is none. Valid until the source changes.
  virtual const hours_in_force* find(const hours_id& hours) const = 0;
};

}  // namespace parley

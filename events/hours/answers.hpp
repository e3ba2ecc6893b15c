#pragma once
// What queries about business hours answer.

#include "events/base/result.hpp"
#include "events/hours/book.hpp"

namespace parley {

struct zone_release {
  std::string zone;
  std::string release;
  bool operator==(const zone_release&) const = default;
};
BOOST_DESCRIBE_STRUCT(zone_release, (), (zone, release))

/// Holidays that a set has from its region.
struct linked_holidays_of {
  hours_id hours;
  std::vector<holiday_id> holidays;
  bool operator==(const linked_holidays_of&) const = default;
};
BOOST_DESCRIBE_STRUCT(linked_holidays_of, (), (hours, holidays))

struct hours_answer {
  std::string position;
  hours_id default_hours;
  std::vector<hours_set> sets;
  std::vector<tenant_holiday> holidays;
  std::vector<hours_use> uses;
  std::vector<zone_release> zones;
  std::string tz_release;  ///< judged last
  tz_policy policy = tz_policy::accepted;
  hours_administration administration;
  std::vector<holiday_region> regions;
  std::vector<linked_holidays_of> linked;
};
BOOST_DESCRIBE_STRUCT(hours_answer, (),
                      (position, default_hours, sets, holidays, uses, zones, tz_release, policy,
                       administration, regions, linked))

/// Of one calculation; which fields mean something depends on the function.
struct hours_result {
  std::string position;
  hours_stamp computed_with;
  time_ms at;         ///< of add, subtract, next_open, next_close
  std::string local;  ///< the same in the set's zone
  bool none = false;  ///< next_open and next_close: not within 100 years
  duration_ms open_ms{0};
  std::int64_t days = 0;
  bool open = false;
};
BOOST_DESCRIBE_STRUCT(hours_result, (),
                      (position, computed_with, at, local, none, open_ms, days, open))

/// All sets and holidays of a tenant, the built-in set among them.
hours_answer list_hours(const tenant_hours& in);

/// One question: `function` and its arguments as texts of a request. BAD_REQUEST if they cannot be
/// read, NOT_FOUND for an unknown set, WRONG_STATE (NO_BUSINESS_TIME) if no answer is reached.
struct hours_question {
  hours_id hours;
  std::string
      function;      ///< add, subtract, difference, working_days, is_open, next_open, next_close
  std::string from;  ///< an instant
  std::string to;    ///< an instant, of difference and working_days
  std::string amount_ms;
};
result<hours_result> answer_hours(const tenant_hours& in, const hours_question& question);

}  // namespace parley

#pragma once
// What a tenant defines about its business hours: sets, holidays, exceptions. Plain values, stored
// in the log as they are given. All times of day and dates are wall clock: they mean whatever the
// clock of the set's zone shows, so one holiday closes each office on its own day.

#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "events/base/time.hpp"
#include "events/hours/ids.hpp"

namespace parley {

/// A time of day in milliseconds since the day's 00:00; 86,400,000 is its end, 24:00.
using day_ms = number<struct day_time_tag, std::int32_t>;
inline constexpr day_ms day_end{86'400'000};

enum class weekday : std::uint8_t {
  monday = 0,
  tuesday = 1,
  wednesday = 2,
  thursday = 3,
  friday = 4,
  saturday = 5,
  sunday = 6
};
BOOST_DESCRIBE_ENUM(weekday, monday, tuesday, wednesday, thursday, friday, saturday, sunday)

/// Open in [from, to) on that weekday. Overlapping and touching intervals act as their union; over
/// midnight is two intervals.
struct weekly_interval {
  weekday day = weekday::monday;
  day_ms from_ms{0};
  day_ms to_ms = day_end;
  bool operator==(const weekly_interval&) const = default;
};
BOOST_DESCRIBE_STRUCT(weekly_interval, (), (day, from_ms, to_ms))

/// Which dates, and which part of each: [from, to).
struct dated_interval {
  std::string date;  ///< `2025-12-25`: the date, or where the recurrence is looked for from
  std::string rule;  ///< RFC 5545 RRULE of dates, `FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25`; empty:
                     ///< the date alone. INTERVAL counts from the first date that fits the rule
  std::vector<std::string> except;  ///< dates of the recurrence that are left out
  day_ms from_ms{0};
  day_ms to_ms = day_end;
  bool operator==(const dated_interval&) const = default;
};
BOOST_DESCRIBE_STRUCT(dated_interval, (), (date, rule, except, from_ms, to_ms))

/// Who linked or made something: a person, or the region's list of holidays.
enum class hours_origin : std::uint8_t { user = 0, region = 1 };
BOOST_DESCRIBE_ENUM(hours_origin, user, region)

/// Business time stands still while a linked holiday covers the instant.
struct holiday_definition {
  std::string name;
  std::string description;
  dated_interval when;
  hours_origin origin = hours_origin::user;
  bool operator==(const holiday_definition&) const = default;
};
BOOST_DESCRIBE_STRUCT(holiday_definition, (), (name, description, when, origin))

enum class exception_effect : std::uint8_t { opens = 0, closes = 1 };
BOOST_DESCRIBE_ENUM(exception_effect, opens, closes)

/// A set's own deviation. Being the most particular, an exception that opens wins over weekly
/// hours, holidays and exceptions that close.
struct hours_exception {
  std::string name;
  exception_effect effect = exception_effect::opens;
  dated_interval when;
  bool operator==(const hours_exception&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_exception, (), (name, effect, when))

struct hours_definition {
  std::string name;
  std::string zone;                     ///< IANA name, kept as given; empty: UTC
  std::vector<weekly_interval> weekly;  ///< empty: never open
  std::vector<holiday_id> holidays;
  std::vector<hours_exception> exceptions;
  std::string region{};                ///< its holidays are linked by themselves; empty: none
  std::vector<holiday_id> unlinked{};  ///< those of them that this set does without
  bool operator==(const hours_definition&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_definition, (),
                      (name, zone, weekly, holidays, exceptions, region, unlinked))

/// The holidays of a place.
struct holiday_region {
  std::string region;
  std::string name;
  std::vector<holiday_id> holidays;
  bool operator==(const holiday_region&) const = default;
};
BOOST_DESCRIBE_STRUCT(holiday_region, (), (region, name, holidays))

enum class hours_profile : std::uint8_t {
  administrator = 0,
  supervisor = 1,
  agent = 2,
  partner = 3,
  customer = 4
};
BOOST_DESCRIBE_ENUM(hours_profile, administrator, supervisor, agent, partner, customer)

/// What people of a profile may do with business hours. Nobody may be given `remove`. `custom`: the
/// name of a profile of the tenant's own, which tokens carry; it goes before the role's.
struct hours_right {
  hours_profile profile = hours_profile::administrator;
  bool create = false;
  bool read = false;
  bool update = false;
  bool remove = false;
  std::string custom{};
  bool operator==(const hours_right&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_right, (), (profile, create, read, update, remove, custom))

/// A profile that is not listed has its defaults: administrators all, customers nothing, others
/// read.
struct hours_administration {
  std::vector<hours_right> rights;
  bool drop_unlinked = false;  ///< a holiday goes with its last link
  bool operator==(const hours_administration&) const = default;
};
BOOST_DESCRIBE_STRUCT(hours_administration, (), (rights, drop_unlinked))

}  // namespace parley

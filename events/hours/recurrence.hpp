#pragma once
// The dates of a dated_interval, compiled. Rules of the usual shapes (every N days; weekdays every
// N weeks; days or n-th weekdays of months, every N months or years) are answered in closed form
// from the period's number; all others come from libical and are kept once listed. COUNT is turned
// into the UNTIL that it amounts to.
//
// INTERVAL counts from the first date that fits the rule at all, not from the date entered: day 10
// every 3 months from 15 January is 10 February, 10 May … Weeks start on Monday unless WKST says
// otherwise. A date that a month does not have is skipped, never moved.

#include <memory>

#include "events/hours/rrule.hpp"

namespace parley::hours {

class ical_recurrence;

class recurrence {
 public:
  /// INVALID_DEFINITION if a date or the rule cannot be read, or if the rule never happens.
  static result<recurrence> compile(const dated_interval& when);
  recurrence(recurrence&&) noexcept;
  recurrence& operator=(recurrence&&) noexcept;
  ~recurrence();

  /// The first date of all, from which intervals count; it may be an excepted one.
  day_number first() const { return first_; }
  /// Appends the dates of [from, to), ascending.
  void dates(day_number from, day_number to, std::vector<day_number>& out) const;

 private:
  enum class form : std::uint8_t { once = 0, daily = 1, weekly = 2, months = 3, listed = 4 };
  struct listing;

  recurrence();
  void settle(day_number entered);
  status find_first(day_number entered);
  void count_out();
  status list_from(day_number entered);
  bool fits_day(const civil_date& date, day_number day) const;
  bool fits_month(std::int32_t year, std::int32_t month, std::int32_t interval) const;
  bool is_excepted(day_number day) const;
  void closed_form(day_number from, day_number to, std::int32_t interval,
                   std::vector<day_number>& out) const;
  void weekly(day_number from, day_number to, std::int32_t interval,
              std::vector<day_number>& out) const;
  void by_month(day_number from, day_number to, std::int32_t interval,
                std::vector<day_number>& out) const;
  void listed(day_number from, day_number to, std::vector<day_number>& out) const;

  form form_ = form::once;
  rrule rule_;
  day_number first_;
  std::vector<day_number> except_;
  std::unique_ptr<listing> listing_;
};

}  // namespace parley::hours

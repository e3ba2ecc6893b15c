#pragma once
// The dates of an RFC 5545 rule by libical, for rules that have no closed form here (BYSETPOS,
// BYWEEKNO, BYYEARDAY …). The only place of the domain that knows libical.
//
// It is pure: a rule and a date go in, dates come out. Dates have no zone, RSCALE (which would ask
// ICU's data) never reaches it, and the library reads no clock, file or environment for this.
// Limits: libical ends in 2582, and 3.0.16 loses the first date of some weekly rules whose WKST is
// neither Monday nor the first date's day; those have a closed form.

#include <memory>
#include <optional>
#include <string>

#include "events/hours/civil.hpp"

namespace parley::hours {

class ical_recurrence {
 public:
  /// `rule` as format_rrule writes it. Empty if libical refuses it.
  static std::optional<ical_recurrence> open(const std::string& rule, day_number start);
  ical_recurrence(ical_recurrence&&) noexcept;
  ical_recurrence& operator=(ical_recurrence&&) noexcept;
  ~ical_recurrence();

  /// The dates from the start on, ascending, one a call. Empty: there are no more.
  std::optional<day_number> next();

 private:
  struct iterator;
  explicit ical_recurrence(std::unique_ptr<iterator> it);
  std::unique_ptr<iterator> iterator_;
};

}  // namespace parley::hours

#pragma once
// Business time: a set of hours, its holidays and its zone's rules, compiled for calculation.
//
// Everything is defined by one test. `is_open(t)`: let (date, time) be what the zone's clock shows
// at t; open if an exception that opens covers (date, time), or if a weekly interval does and no
// holiday and no exception that closes. So a wall-clock time that is skipped when clocks go forward
// has no instant and counts nothing, and one that is repeated counts each time it really passes.
//
// A value: the same inputs give the same answers on any machine. Years are expanded when first
// asked for and kept, so a calendar belongs to one thread at a time.
//
// Limits: milliseconds; searches end 100 years from where they start.

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "events/base/result.hpp"
#include "events/hours/definitions.hpp"
#include "events/hours/zone_rules.hpp"

namespace parley {

/// Open in [from, to); never empty.
struct open_span {
  time_ms from;
  time_ms to;
  bool operator==(const open_span&) const = default;
};

/// A holiday or exception that covers part of a local date.
struct applied_exception {
  std::string name;
  std::string date;
  day_ms from_ms{0};
  day_ms to_ms = day_end;
  exception_effect effect = exception_effect::closes;
  bool operator==(const applied_exception&) const = default;
};

class calendar {
 public:
  /// `holidays` are those that the definition links, in any order. INVALID_DEFINITION if a date,
  /// interval, rule or the zone's footer cannot be read.
  static result<calendar> compile(const hours_definition& hours,
                                  std::span<const holiday_definition> holidays,
                                  const zone_rules& zone);
  calendar(calendar&&) noexcept;
  calendar& operator=(calendar&&) noexcept;
  ~calendar();

  /// The earliest u >= from with `amount` of open time in [from, u), so exactly at close it is the
  /// close and not the next opening; 0 gives `from`; less than 0 subtracts. Empty if there is not
  /// so much open time within 100 years.
  std::optional<time_ms> add(time_ms from, duration_ms amount) const;
  /// The latest u <= from with `amount` of open time in [u, from).
  std::optional<time_ms> subtract(time_ms from, duration_ms amount) const;
  /// Open time in [from, to); negative if `to` is the earlier. Additive, exactly.
  duration_ms difference(time_ms from, time_ms to) const;
  /// How many local dates have an open instant in [from, to); negative if `to` is the earlier.
  std::int64_t working_days(time_ms from, time_ms to) const;

  bool is_open(time_ms at) const;
  /// The earliest open instant >= at: `at` itself while open. Empty if none within 100 years.
  std::optional<time_ms> next_open(time_ms at) const;
  /// The earliest closed instant >= at: `at` itself while closed. Empty if none within 100 years.
  std::optional<time_ms> next_close(time_ms at) const;

  /// The open spans within [from, to), in order, joined where they touch: what a certificate lists.
  std::vector<open_span> spans(time_ms from, time_ms to) const;
  /// The holidays and exceptions on the local dates of [from, to), in order.
  std::vector<applied_exception> exceptions(time_ms from, time_ms to) const;

  /// Local time minus UTC at that instant, in seconds.
  std::int32_t offset_s(time_ms at) const;

 private:
  struct tables;
  explicit calendar(std::unique_ptr<tables> t);
  std::unique_ptr<tables> tables_;
};

}  // namespace parley

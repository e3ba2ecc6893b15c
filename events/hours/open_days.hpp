#pragma once
// Which wall-clock times of which dates are open: weekly intervals, holidays and exceptions put
// together, with no zone yet.

#include <array>
#include <span>

#include "events/hours/calendar.hpp"
#include "events/hours/recurrence.hpp"

namespace parley::hours {

/// Wall-clock time [from, to) of one date; never empty.
struct day_part {
  day_ms from;
  day_ms to;
  bool operator==(const day_part&) const = default;
};
using day_parts = std::vector<day_part>;  ///< ascending, neither overlapping nor touching

class open_days {
 public:
  static result<open_days> compile(const hours_definition& hours,
                                   std::span<const holiday_definition> holidays);

  /// No date is ever open.
  bool never() const;

  /// Calls `each(day, parts)` for every day of [from, to), ascending.
  template <class Each>
  void walk(day_number from, day_number to, Each&& each) const;

  /// The holidays and exceptions on [from, to), by date, then as they were given.
  std::vector<applied_exception> exceptions(day_number from, day_number to) const;

 private:
  struct deviation {
    recurrence when;
    day_part part;
    exception_effect effect = exception_effect::closes;
    std::string name;
  };
  struct occurrence {
    day_number day;
    std::uint32_t deviation = 0;
  };

  status add(const std::string& name, exception_effect effect, const dated_interval& when);
  std::vector<occurrence> occurrences(day_number from, day_number to) const;
  /// What of the day's weekly hours remains, and what comes to them.
  day_parts deviate(day_number day, std::span<const occurrence> on_it) const;

  std::array<day_parts, 7> weekly_;
  std::vector<deviation> deviations_;
};

template <class Each>
void open_days::walk(day_number from, day_number to, Each&& each) const {
  const std::vector<occurrence> all = occurrences(from, to);
  std::size_t next = 0;
  auto name = static_cast<std::size_t>(weekday_of(from));
  for (day_number day = from; day < to; day = day.next()) {
    const std::size_t begin = next;
    while (next < all.size() && all[next].day == day) {
      ++next;
    }
    if (begin == next) {
      each(day, weekly_[name]);
    } else {
      each(day, deviate(day, std::span(all).subspan(begin, next - begin)));
    }
    name = name == 6 ? 0 : name + 1;
  }
}

}  // namespace parley::hours

#pragma once
// Open time on the UTC line: for blocks of 24 days, the open spans and running sums, made when
// first asked for and kept. Every question is a search in the sums, so its cost does not grow with
// the distance once the blocks between are there.
//
// A block of working weeks takes some 300 bytes; ten years of them less than 50 KiB.
// Limits: nothing is open before 1800 or after 2599, and no search starts beyond.

#include "events/hours/open_days.hpp"
#include "events/hours/zone_clock.hpp"

namespace parley::hours {

class open_table {
 public:
  open_table(open_days days, zone_clock clock);

  /// Open time from some fixed instant up to `at`; only differences mean something.
  std::int64_t sum(time_ms at);
  /// The earliest u in (from, until] with sum(u) == sum(from) + amount; amount > 0.
  std::optional<time_ms> earliest(time_ms from, std::int64_t amount, time_ms until);
  /// The latest u in [until, from) with sum(u) == sum(from) - amount; amount > 0.
  std::optional<time_ms> latest(time_ms from, std::int64_t amount, time_ms until);

  /// The part of the span around `at` that begins there, else the first span after it. A span never
  /// goes over a local midnight, a change of the offset or a block's end: the next may touch it.
  /// Empty if none begins before `until`.
  std::optional<open_span> span_from(time_ms at, time_ms until);

  /// How many dates have an open instant in [from, to).
  std::int64_t dates(time_ms from, time_ms to);

  const open_days& days() const { return days_; }
  const zone_clock& clock() const { return clock_; }
  day_number local_day(time_ms at) const;

 private:
  // `first`: the date has no open instant before this span.
  struct span {
    std::uint32_t from_ms : 31;  ///< since the block's start
    std::uint32_t first : 1;
    std::uint32_t before_ms;  ///< open time in the block before it
  };
  struct block {
    std::int64_t before_ms = 0;  ///< open time in all kept blocks before it
    std::int64_t dates_before = 0;
    std::uint32_t open_ms = 0;
    std::uint32_t dates = 0;
    std::vector<span> spans;
    std::int64_t end_ms(std::size_t i) const {
      return (i + 1 < spans.size() ? spans[i + 1].before_ms : open_ms) - spans[i].before_ms +
             std::int64_t{spans[i].from_ms};
    }
  };
  class builder;

  const block& at_number(std::int64_t number);
  void prepend(std::int64_t number);
  block build(std::int64_t number) const;
  static std::int64_t open_before(const block& in, std::int64_t offset_ms);
  std::int64_t dates_begun_before(time_ms at);

  open_days days_;
  zone_clock clock_;
  std::int64_t first_number_ = 0;
  std::vector<block> blocks_;
};

}  // namespace parley::hours

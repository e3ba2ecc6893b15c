#include "events/hours/open_table.hpp"

#include <algorithm>
#include <array>

#include "events/base/assert.hpp"

namespace parley::hours {
namespace {

// The longest block whose milliseconds fit 31 bits.
constexpr std::int64_t block_ms = 24 * day_length_ms;
constexpr std::int64_t second_ms = 1000;
// A local date's instants lie less than three days apart, even where a date came twice.
constexpr std::int64_t date_reach_ms = 3 * day_length_ms;
constexpr time_ms earliest_time{-62'091 * day_length_ms};  // 1800-01-01
constexpr time_ms latest_time{230'100 * day_length_ms};    // in 2599
// Blocks are made in strides when a question goes back, so that the kept ones are moved rarely.
constexpr std::int64_t stride_blocks = 16;

std::int64_t clamped(time_ms at) { return std::clamp(at, earliest_time, latest_time).value; }
std::int64_t number_of(std::int64_t at_ms) { return floor_div(at_ms, block_ms); }

}  // namespace

// Walks the stretches of constant offset that a block touches, date by date, and emits the open
// parts in the order of real time.
class open_table::builder {
 public:
  builder(const open_days& days, const zone_clock& clock, std::int64_t number)
      : days_(days), clock_(clock), start_ms_(number * block_ms), end_ms_(start_ms_ + block_ms) {}

  block build() {
    std::int64_t from_ms = start_ms_ - date_reach_ms;
    while (from_ms < end_ms_) {
      const std::int64_t from_s = floor_div(from_ms, second_ms);
      const auto change = clock_.next_change(from_s);
      const std::int64_t to_ms = change ? std::min(end_ms_, change->at_s * second_ms) : end_ms_;
      stretch(from_ms, to_ms, clock_.offset_s(from_s) * second_ms);
      from_ms = to_ms;
    }
    made_.spans.shrink_to_fit();
    return std::move(made_);
  }

 private:
  void stretch(std::int64_t from_ms, std::int64_t to_ms, std::int64_t offset_ms) {
    const auto day_of = [](std::int64_t local_ms) {
      return day_number(static_cast<std::int32_t>(floor_div(local_ms, day_length_ms)));
    };
    const day_number first = day_of(from_ms + offset_ms);
    const day_number last = day_of(to_ms + offset_ms - 1);
    days_.walk(first, last.next(), [&](day_number day, const day_parts& parts) {
      const std::int64_t midnight_ms = day.value * day_length_ms - offset_ms;
      for (const day_part& part : parts) {
        emit(day, std::max(from_ms, midnight_ms + part.from.value),
             std::min(to_ms, midnight_ms + part.to.value));
      }
    });
  }

  void emit(day_number day, std::int64_t from_ms, std::int64_t to_ms) {
    if (from_ms >= to_ms) {
      return;
    }
    const bool first =
        std::find(recent_.begin(), recent_.end(), day) == recent_.end() && from_ms >= start_ms_;
    if (recent_[last_recent_] != day) {
      last_recent_ = (last_recent_ + 1) % recent_.size();
      recent_[last_recent_] = day;
    }
    from_ms = std::max(from_ms, start_ms_);
    if (from_ms >= to_ms) {
      return;
    }
    made_.spans.push_back({static_cast<std::uint32_t>(from_ms - start_ms_) & 0x7fffffffU,
                           first ? 1U : 0U, made_.open_ms});
    made_.open_ms += static_cast<std::uint32_t>(to_ms - from_ms);
    made_.dates += first ? 1U : 0U;
  }

  const open_days& days_;
  const zone_clock& clock_;
  const std::int64_t start_ms_;
  const std::int64_t end_ms_;
  block made_;
  // The dates emitted last, one entry a change of date: days are cut in any number of parts.
  std::array<day_number, 8> recent_{
      day_number(INT32_MIN), day_number(INT32_MIN), day_number(INT32_MIN), day_number(INT32_MIN),
      day_number(INT32_MIN), day_number(INT32_MIN), day_number(INT32_MIN), day_number(INT32_MIN)};
  std::size_t last_recent_ = 0;
};

open_table::open_table(open_days days, zone_clock clock)
    : days_(std::move(days)), clock_(std::move(clock)) {}

open_table::block open_table::build(std::int64_t number) const {
  return builder(days_, clock_, number).build();
}

const open_table::block& open_table::at_number(std::int64_t number) {
  if (blocks_.empty()) {
    first_number_ = number;
    blocks_.push_back(build(number));
  }
  if (number < first_number_) {
    prepend(number);
  }
  while (number >= first_number_ + static_cast<std::int64_t>(blocks_.size())) {
    block made = build(first_number_ + static_cast<std::int64_t>(blocks_.size()));
    const block& last = blocks_.back();
    made.before_ms = last.before_ms + last.open_ms;
    made.dates_before = last.dates_before + last.dates;
    blocks_.push_back(std::move(made));
  }
  return blocks_[static_cast<std::size_t>(number - first_number_)];
}

void open_table::prepend(std::int64_t number) {
  const std::int64_t lowest = number_of(earliest_time.value);
  const std::int64_t begin = std::max(lowest, std::min(number, first_number_ - stride_blocks));
  PARLEY_ASSERT(begin <= number, "a block before the earliest time");
  std::vector<block> made;
  made.reserve(static_cast<std::size_t>(first_number_ - begin) + blocks_.size());
  for (std::int64_t n = begin; n < first_number_; ++n) {
    made.push_back(build(n));
  }
  std::int64_t before_ms = blocks_.front().before_ms;
  std::int64_t dates_before = blocks_.front().dates_before;
  for (auto at = made.rbegin(); at != made.rend(); ++at) {
    before_ms -= at->open_ms;
    dates_before -= at->dates;
    at->before_ms = before_ms;
    at->dates_before = dates_before;
  }
  std::move(blocks_.begin(), blocks_.end(), std::back_inserter(made));
  blocks_ = std::move(made);
  first_number_ = begin;
}

std::int64_t open_table::open_before(const block& in, std::int64_t offset_ms) {
  const auto after =
      std::upper_bound(in.spans.begin(), in.spans.end(), offset_ms,
                       [](std::int64_t at, const span& s) { return at < std::int64_t{s.from_ms}; });
  if (after == in.spans.begin()) {
    return 0;
  }
  const auto i = static_cast<std::size_t>(after - in.spans.begin()) - 1;
  return in.spans[i].before_ms + std::min(offset_ms, in.end_ms(i)) -
         std::int64_t{in.spans[i].from_ms};
}

std::int64_t open_table::sum(time_ms at) {
  const std::int64_t at_ms = clamped(at);
  const std::int64_t number = number_of(at_ms);
  const block& in = at_number(number);
  return in.before_ms + open_before(in, at_ms - number * block_ms);
}

std::optional<time_ms> open_table::earliest(time_ms from, std::int64_t amount, time_ms until) {
  if (clamped(from) != from.value) {
    return std::nullopt;
  }
  const std::int64_t wanted = sum(from) + amount;
  const std::int64_t last = number_of(clamped(until));
  const auto reaches = [&](const block& b) { return b.before_ms + b.open_ms >= wanted; };
  // First what is there already, by halving; then block after block.
  const std::int64_t begin = number_of(clamped(from));
  const auto known = std::partition_point(blocks_.begin() + (begin - first_number_), blocks_.end(),
                                          [&](const block& b) { return !reaches(b); });
  std::int64_t number = first_number_ + (known - blocks_.begin());
  while (number <= last && !reaches(at_number(number))) {
    ++number;
  }
  if (number > last) {
    return std::nullopt;
  }
  const block& in = at_number(number);
  const std::int64_t rest = wanted - in.before_ms;
  const auto after =
      std::lower_bound(in.spans.begin(), in.spans.end(), rest,
                       [](const span& s, std::int64_t w) { return s.before_ms < w; });
  const span& found = *std::prev(after);
  const time_ms at(number * block_ms + found.from_ms + rest - found.before_ms);
  return at <= until ? std::optional(at) : std::nullopt;
}

std::optional<time_ms> open_table::latest(time_ms from, std::int64_t amount, time_ms until) {
  if (clamped(from) != from.value) {
    return std::nullopt;
  }
  const std::int64_t wanted = sum(from) - amount;
  const std::int64_t last = number_of(clamped(until));
  while (blocks_.front().before_ms > wanted && first_number_ > last) {
    at_number(first_number_ - 1);
  }
  if (blocks_.front().before_ms > wanted) {
    return std::nullopt;
  }
  // The last block that starts with no more than wanted: it holds the span that goes above it.
  const auto after = std::partition_point(blocks_.begin(), blocks_.end(),
                                          [&](const block& b) { return b.before_ms <= wanted; });
  const auto in = std::prev(after);
  const std::int64_t rest = wanted - in->before_ms;
  const auto beyond =
      std::upper_bound(in->spans.begin(), in->spans.end(), rest,
                       [](std::int64_t w, const span& s) { return w < s.before_ms; });
  const span& found = *std::prev(beyond);
  const std::int64_t number = first_number_ + (in - blocks_.begin());
  const time_ms at(number * block_ms + found.from_ms + rest - found.before_ms);
  return at >= until ? std::optional(at) : std::nullopt;
}

std::optional<open_span> open_table::span_from(time_ms at, time_ms until) {
  const std::int64_t at_ms = clamped(at);
  const std::int64_t last = number_of(clamped(until));
  for (std::int64_t number = number_of(at_ms); number <= last; ++number) {
    const block& in = at_number(number);
    const std::int64_t start_ms = number * block_ms;
    const auto i = static_cast<std::size_t>(
        std::partition_point(in.spans.begin(), in.spans.end(),
                             [&](const span& s) {
                               const auto place = static_cast<std::size_t>(&s - in.spans.data());
                               return start_ms + in.end_ms(place) <= at_ms;
                             }) -
        in.spans.begin());
    if (i < in.spans.size()) {
      const time_ms from(std::max(at_ms, start_ms + in.spans[i].from_ms));
      return from < until ? std::optional(open_span{from, time_ms(start_ms + in.end_ms(i))})
                          : std::nullopt;
    }
  }
  return std::nullopt;
}

day_number open_table::local_day(time_ms at) const {
  const std::int64_t offset_ms = clock_.offset_s(floor_div(at.value, second_ms)) * second_ms;
  return day_number(static_cast<std::int32_t>(floor_div(at.value + offset_ms, day_length_ms)));
}

// Dates whose first open instant is before `at`.
std::int64_t open_table::dates_begun_before(time_ms at) {
  const std::int64_t at_ms = clamped(at);
  const std::int64_t number = number_of(at_ms);
  const block& in = at_number(number);
  std::int64_t count = in.dates_before;
  for (const span& s : in.spans) {
    if (number * block_ms + s.from_ms >= at_ms) {
      break;
    }
    count += s.first;
  }
  return count;
}

std::int64_t open_table::dates(time_ms from, time_ms to) {
  // Near `from` dates may have begun before it, so they are listed; later ones begin within.
  const time_ms near = std::min(to, from + duration_ms(date_reach_ms));
  std::vector<day_number> listed;
  time_ms at = from;
  while (const auto found = span_from(at, near)) {
    const day_number day = local_day(found->from);
    if (std::find(listed.begin(), listed.end(), day) == listed.end()) {
      listed.push_back(day);
    }
    at = found->to;
  }
  return static_cast<std::int64_t>(listed.size()) + dates_begun_before(to) -
         dates_begun_before(near);
}

}  // namespace parley::hours

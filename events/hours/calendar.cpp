#include "events/hours/calendar.hpp"

#include <algorithm>

#include "events/hours/open_table.hpp"

namespace parley {
namespace {

// How far a search goes: what needs longer is never reached for anybody who waits.
constexpr duration_ms search_max{std::int64_t{36'525} * hours::day_length_ms};

}  // namespace

struct calendar::tables {
  tables(hours::open_days days, hours::zone_clock clock)
      : never_open(days.never()), open(std::move(days), std::move(clock)) {}
  bool never_open;
  hours::open_table open;
};

calendar::calendar(std::unique_ptr<tables> t) : tables_(std::move(t)) {}
calendar::calendar(calendar&&) noexcept = default;
calendar& calendar::operator=(calendar&&) noexcept = default;
calendar::~calendar() = default;

result<calendar> calendar::compile(const hours_definition& hours,
                                   std::span<const holiday_definition> holidays,
                                   const zone_rules& zone) {
  auto days = hours::open_days::compile(hours, holidays);
  if (!days.ok()) {
    return days.error();
  }
  auto clock = hours::zone_clock::compile(zone);
  if (!clock.ok()) {
    return clock.error();
  }
  return calendar(std::make_unique<tables>(std::move(*days), std::move(*clock)));
}

std::optional<time_ms> calendar::add(time_ms from, duration_ms amount) const {
  if (amount.value < 0) {
    return subtract(from, duration_ms(-amount.value));
  }
  if (amount.value == 0) {
    return from;
  }
  if (tables_->never_open) {
    return std::nullopt;
  }
  return tables_->open.earliest(from, amount.value, from + search_max);
}

std::optional<time_ms> calendar::subtract(time_ms from, duration_ms amount) const {
  if (amount.value < 0) {
    return add(from, duration_ms(-amount.value));
  }
  if (amount.value == 0) {
    return from;
  }
  if (tables_->never_open) {
    return std::nullopt;
  }
  return tables_->open.latest(from, amount.value, from - search_max);
}

duration_ms calendar::difference(time_ms from, time_ms to) const {
  if (tables_->never_open) {
    return duration_ms(0);
  }
  // The later end first: going back in time makes blocks in larger strides.
  const std::int64_t end = tables_->open.sum(to);
  return duration_ms(end - tables_->open.sum(from));
}

std::int64_t calendar::working_days(time_ms from, time_ms to) const {
  if (tables_->never_open || from == to) {
    return 0;
  }
  return from < to ? tables_->open.dates(from, to) : -tables_->open.dates(to, from);
}

bool calendar::is_open(time_ms at) const {
  const auto span = tables_->open.span_from(at, at + duration_ms(1));
  return span && span->from == at;
}

std::optional<time_ms> calendar::next_open(time_ms at) const {
  if (tables_->never_open) {
    return std::nullopt;
  }
  const auto span = tables_->open.span_from(at, at + search_max);
  return span ? std::optional(span->from) : std::nullopt;
}

std::optional<time_ms> calendar::next_close(time_ms at) const {
  const time_ms until = at + search_max;
  while (at < until) {
    const auto span = tables_->open.span_from(at, at + duration_ms(1));
    if (!span || span->from != at) {
      return at;
    }
    at = span->to;
  }
  return std::nullopt;
}

std::vector<open_span> calendar::spans(time_ms from, time_ms to) const {
  std::vector<open_span> out;
  while (const auto span = tables_->open.span_from(from, to)) {
    from = std::min(span->to, to);
    if (!out.empty() && out.back().to == span->from) {
      out.back().to = from;
    } else {
      out.push_back({span->from, from});
    }
  }
  return out;
}

std::vector<applied_exception> calendar::exceptions(time_ms from, time_ms to) const {
  if (from >= to) {
    return {};
  }
  const auto& open = tables_->open;
  return open.days().exceptions(open.local_day(from), open.local_day(to - duration_ms(1)).next());
}

std::int32_t calendar::offset_s(time_ms at) const {
  return tables_->open.clock().offset_s(hours::floor_div(at.value, 1000));
}

}  // namespace parley

#include "events/hours/recurrence.hpp"

#include <algorithm>

#include "events/hours/ical_recurrence.hpp"

namespace parley::hours {
namespace {

// The Gregorian calendar repeats after 400 years: what has not happened by then never does.
constexpr std::int32_t cycle_days = 146'097;
constexpr day_number last_day{230'000};  // in 2599

rejection never() { return {errc::invalid_definition, "rule: never happens", "NEVER_HAPPENS"}; }

bool fits_number(const std::vector<std::int32_t>& wanted, std::int32_t day, std::int32_t length) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](std::int32_t w) { return w == day || w == day - length - 1; });
}

}  // namespace

struct recurrence::listing {
  explicit listing(ical_recurrence from) : source(std::move(from)) {}
  ical_recurrence source;
  std::vector<day_number> known;
  bool ended = false;
};

recurrence::recurrence() = default;
recurrence::recurrence(recurrence&&) noexcept = default;
recurrence& recurrence::operator=(recurrence&&) noexcept = default;
recurrence::~recurrence() = default;

result<recurrence> recurrence::compile(const dated_interval& when) {
  const auto entered = parse_date(when.date);
  if (!entered) {
    return rejection{errc::invalid_definition, "date: is not a date like 2025-12-25",
                     "INVALID_DATE"};
  }
  recurrence made;
  for (const std::string& text : when.except) {
    const auto day = parse_date(text);
    if (!day) {
      return rejection{errc::invalid_definition, "except: is not a date like 2025-12-25",
                       "INVALID_DATE"};
    }
    made.except_.push_back(*day);
  }
  std::sort(made.except_.begin(), made.except_.end());
  made.first_ = *entered;
  if (when.rule.empty()) {
    return made;
  }
  auto rule = parse_rrule(when.rule);
  if (!rule.ok()) {
    return rule.error();
  }
  made.rule_ = std::move(*rule);
  made.settle(*entered);
  const status good =
      made.form_ == form::listed ? made.list_from(*entered) : made.find_first(*entered);
  if (!good.ok()) {
    return good.error();
  }
  return made;
}

// Fills in what a rule leaves to the date entered, and finds its form.
void recurrence::settle(day_number entered) {
  const bool plain =
      rule_.positions.empty() && rule_.year_days.empty() && rule_.week_numbers.empty();
  const bool no_days = rule_.month_days.empty() && rule_.days.empty();
  form_ = form::listed;
  if (!plain) {
    return;
  }
  const civil_date date = to_date(entered);
  switch (rule_.freq) {
    case frequency::daily:
      form_ = no_days && rule_.months.empty() ? form::daily : form::listed;
      return;
    case frequency::weekly:
      form_ = rule_.months.empty() ? form::weekly : form::listed;
      if (form_ == form::weekly && no_days) {
        rule_.days.push_back({0, weekday_of(entered)});
      }
      return;
    case frequency::yearly:
      // Weekdays of a whole year, as in "the 20th Monday", are libical's.
      if (rule_.months.empty() && !rule_.days.empty()) {
        return;
      }
      if (rule_.months.empty() && no_days) {
        rule_.months.push_back(date.month);
      }
      [[fallthrough]];
    case frequency::monthly:
      form_ = form::months;
      if (no_days) {
        rule_.month_days.push_back(date.day);
      }
  }
}

status recurrence::find_first(day_number entered) {
  first_ = entered;
  std::vector<day_number> found;
  // By year, so that the usual rule is found at once and the impossible one ends.
  for (std::int32_t at = 0; found.empty() && at < cycle_days; at += 366) {
    closed_form(day_number(entered.value + at), day_number(entered.value + at + 366), 1, found);
  }
  if (found.empty()) {
    return never();
  }
  first_ = found.front();
  count_out();
  return done{};
}

// COUNT as the UNTIL that it amounts to.
void recurrence::count_out() {
  if (!rule_.count) {
    return;
  }
  std::vector<day_number> found;
  const auto count = static_cast<std::size_t>(*rule_.count);
  for (day_number at = first_; found.size() < count && at < last_day;) {
    const day_number next(at.value + 366);
    closed_form(at, next, rule_.interval, found);
    at = next;
  }
  if (found.size() >= count) {
    rule_.until = found[count - 1];
  }
  rule_.count.reset();
}

status recurrence::list_from(day_number entered) {
  const rejection refused{errc::invalid_definition, "rule: cannot be expanded", "INVALID_RULE"};
  rrule every = rule_;
  every.interval = 1;
  every.count.reset();
  auto any = ical_recurrence::open(format_rrule(every), entered);
  if (!any) {
    return refused;
  }
  const auto first = any->next();
  if (!first) {
    return never();
  }
  first_ = *first;
  auto from_first = ical_recurrence::open(format_rrule(rule_), first_);
  if (!from_first) {
    return refused;
  }
  listing_ = std::make_unique<listing>(std::move(*from_first));
  return done{};
}

void recurrence::dates(day_number from, day_number to, std::vector<day_number>& out) const {
  const std::size_t before = out.size();
  const day_number begin = std::max(from, first_);
  if (form_ == form::listed) {
    listed(begin, to, out);
  } else {
    closed_form(begin, to, rule_.interval, out);
  }
  if (!except_.empty()) {
    out.erase(std::remove_if(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
                             [this](day_number day) { return is_excepted(day); }),
              out.end());
  }
}

bool recurrence::is_excepted(day_number day) const {
  return std::binary_search(except_.begin(), except_.end(), day);
}

// `from` is not before first_.
void recurrence::closed_form(day_number from, day_number to, std::int32_t interval,
                             std::vector<day_number>& out) const {
  const day_number end =
      rule_.until && form_ != form::once ? std::min(to, rule_.until->next()) : to;
  if (from >= end) {
    return;
  }
  if (form_ == form::once) {
    if (from == first_) {
      out.push_back(first_);
    }
  } else if (form_ == form::daily) {
    const std::int32_t past = (from.value - first_.value) % interval;
    for (std::int32_t day = from.value + (past == 0 ? 0 : interval - past); day < end.value;
         day += interval) {
      out.emplace_back(day);
    }
  } else if (form_ == form::weekly) {
    weekly(from, end, interval, out);
  } else {
    by_month(from, end, interval, out);
  }
}

void recurrence::weekly(day_number from, day_number to, std::int32_t interval,
                        std::vector<day_number>& out) const {
  const std::int32_t into_week = (static_cast<std::int32_t>(weekday_of(first_)) -
                                  static_cast<std::int32_t>(rule_.week_start) + 7) %
                                 7;
  const std::int32_t first_week = first_.value - into_week;
  for (day_number day = from; day < to; day = day.next()) {
    const bool in_week = (day.value - first_week) / 7 % interval == 0;
    const weekday name = weekday_of(day);
    if (in_week && std::any_of(rule_.days.begin(), rule_.days.end(),
                               [&](const nth_weekday& d) { return d.day == name; })) {
      out.push_back(day);
    }
  }
}

void recurrence::by_month(day_number from, day_number to, std::int32_t interval,
                          std::vector<day_number>& out) const {
  day_number day = from;
  while (day < to) {
    const civil_date date = to_date(day);
    const day_number next_month =
        to_day(date.month == 12 ? civil_date{date.year + 1, 1, 1}
                                : civil_date{date.year, date.month + 1, 1});
    const day_number end = std::min(next_month, to);
    if (fits_month(date.year, date.month, interval)) {
      civil_date each = date;
      for (; day < end; day = day.next(), ++each.day) {
        if (fits_day(each, day)) {
          out.push_back(day);
        }
      }
    }
    day = end;
  }
}

bool recurrence::fits_month(std::int32_t year, std::int32_t month, std::int32_t interval) const {
  if (!rule_.months.empty() &&
      !std::binary_search(rule_.months.begin(), rule_.months.end(), month)) {
    return false;
  }
  if (interval == 1) {
    return true;
  }
  const civil_date first = to_date(first_);
  const std::int32_t years = year - first.year;
  const std::int32_t periods =
      rule_.freq == frequency::yearly ? years : years * 12 + month - first.month;
  return periods % interval == 0;
}

bool recurrence::fits_day(const civil_date& date, day_number day) const {
  const std::int32_t length = days_in_month(date.year, date.month);
  if (!rule_.month_days.empty() && !fits_number(rule_.month_days, date.day, length)) {
    return false;
  }
  const weekday name = weekday_of(day);
  return rule_.days.empty() ||
         std::any_of(rule_.days.begin(), rule_.days.end(), [&](const nth_weekday& wanted) {
           return wanted.day == name && (wanted.nth == 0 || wanted.nth == (date.day - 1) / 7 + 1 ||
                                         wanted.nth == -((length - date.day) / 7 + 1));
         });
}

void recurrence::listed(day_number from, day_number to, std::vector<day_number>& out) const {
  auto& known = listing_->known;
  while (!listing_->ended && (known.empty() || known.back() < to)) {
    const auto next = listing_->source.next();
    if (!next || *next > last_day) {
      listing_->ended = true;
    } else if (known.empty() || *next > known.back()) {
      known.push_back(*next);
    }
  }
  for (auto at = std::lower_bound(known.begin(), known.end(), from); at != known.end() && *at < to;
       ++at) {
    out.push_back(*at);
  }
}

}  // namespace parley::hours

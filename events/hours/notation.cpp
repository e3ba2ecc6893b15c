#include "events/hours/notation.hpp"

#include <algorithm>
#include <array>

#include "events/hours/civil.hpp"

namespace parley::hours {
namespace {

constexpr std::array<std::string_view, 7> names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

rejection unreadable(std::string_view what, std::string_view text) {
  return {errc::bad_request, std::string(what) + ": cannot be read: " + std::string(text), {}};
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

// The text up to `end`, trimmed; `rest` moves past it.
std::string_view take(std::string_view& rest, char end) {
  const std::size_t at = rest.find(end);
  const std::string_view part = trim(rest.substr(0, at));
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return part;
}

std::optional<std::int32_t> digits(std::string_view text, std::size_t least, std::size_t most) {
  if (text.size() < least || text.size() > most) {
    return std::nullopt;
  }
  std::int32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::size_t> day_named(std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - names.begin());
}

// `Mon`, `Mon-Fri`, `Mon,Wed-Fri`; a range may go over Sunday.
bool parse_days(std::string_view text, std::vector<weekday>& to) {
  while (!text.empty()) {
    std::string_view range = take(text, ',');
    const auto first = day_named(take(range, '-'));
    const auto last = range.empty() ? first : day_named(range);
    if (!first || !last) {
      return false;
    }
    for (std::size_t day = *first;; day = (day + 1) % 7) {
      to.push_back(static_cast<weekday>(day));
      if (day == *last) {
        break;
      }
    }
  }
  return !to.empty();
}

bool parse_range(std::string_view text, day_ms& from, day_ms& to) {
  const auto begin = parse_day_time(take(text, '-'));
  const auto end = parse_day_time(text);
  if (!begin || !end) {
    return false;
  }
  from = *begin;
  to = *end;
  return true;
}

void append_two(std::string& to, std::int64_t value) {
  to += static_cast<char>('0' + value / 10 % 10);
  to += static_cast<char>('0' + value % 10);
}

// `Z`, `+05:30`, `-04:00`, also with seconds.
std::optional<std::int32_t> parse_offset(std::string_view text) {
  if (text == "Z") {
    return 0;
  }
  if (text.size() < 6 || (text[0] != '+' && text[0] != '-')) {
    return std::nullopt;
  }
  const auto time = parse_day_time(text.substr(1));
  if (!time || time->value % 1000 != 0) {
    return std::nullopt;
  }
  return time->value / 1000 * (text[0] == '-' ? -1 : 1);
}

}  // namespace

std::optional<day_ms> parse_day_time(std::string_view text) {
  std::string_view fraction;
  if (const std::size_t dot = text.find('.'); dot != std::string_view::npos) {
    fraction = text.substr(dot + 1);
    text = text.substr(0, dot);
    if (fraction.empty()) {
      return std::nullopt;
    }
  }
  const bool with_seconds = text.size() == 8;
  if ((text.size() != 5 && !with_seconds) || text[2] != ':' || (with_seconds && text[5] != ':')) {
    return std::nullopt;
  }
  const auto hours = digits(text.substr(0, 2), 2, 2);
  const auto minutes = digits(text.substr(3, 2), 2, 2);
  const auto seconds = with_seconds ? digits(text.substr(6, 2), 2, 2) : 0;
  auto thousandths = fraction.empty() ? 0 : digits(fraction, 1, 3);
  if (!hours || !minutes || !seconds || !thousandths || *minutes > 59 || *seconds > 59) {
    return std::nullopt;
  }
  for (std::size_t places = fraction.size(); !fraction.empty() && places < 3; ++places) {
    *thousandths *= 10;
  }
  const day_ms time(((*hours * 60 + *minutes) * 60 + *seconds) * 1000 + *thousandths);
  return time <= day_end ? std::optional(time) : std::nullopt;
}

std::string format_day_time(day_ms time) {
  std::string text;
  append_two(text, time.value / 3'600'000);
  text += ':';
  append_two(text, time.value / 60'000 % 60);
  const std::int32_t rest = time.value % 60'000;
  if (rest != 0) {
    text += ':';
    append_two(text, rest / 1000);
  }
  if (rest % 1000 != 0) {
    const std::string thousandths = std::to_string(1000 + rest % 1000);
    text += '.' + thousandths.substr(1);
  }
  return text;
}

result<std::vector<weekly_interval>> parse_weekly(std::string_view text) {
  std::vector<weekly_interval> weekly;
  std::string_view rest = trim(text);
  if (rest == "none" || rest.empty()) {
    return weekly;
  }
  if (rest == "24x7") {
    rest = "Mon-Sun 00:00-24:00";
  }
  while (!rest.empty()) {
    std::string_view clause = take(rest, ';');
    std::vector<weekday> days;
    if (!parse_days(take(clause, ' '), days) || clause.empty()) {
      return unreadable("weekly hours", text);
    }
    while (!clause.empty()) {
      weekly_interval interval;
      if (!parse_range(take(clause, ','), interval.from_ms, interval.to_ms)) {
        return unreadable("weekly hours", text);
      }
      for (const weekday day : days) {
        interval.day = day;
        weekly.push_back(interval);
      }
    }
  }
  return weekly;
}

result<std::vector<holiday_definition>> parse_holidays(std::string_view text) {
  std::vector<holiday_definition> holidays;
  std::string_view rest = trim(text);
  while (!rest.empty()) {
    std::string_view one = take(rest, '|');
    holiday_definition holiday;
    holiday.name = std::string(one);
    holiday.when.date = std::string(take(one, ' '));
    const std::size_t last = one.rfind(' ');
    const std::string_view part = last == std::string_view::npos ? one : one.substr(last + 1);
    if (last != std::string_view::npos) {
      holiday.when.rule = std::string(trim(one.substr(0, last)));
    }
    const bool whole = part == "all";
    if (!whole && !parse_range(part, holiday.when.from_ms, holiday.when.to_ms)) {
      return unreadable("holidays", text);
    }
    holidays.push_back(std::move(holiday));
  }
  return holidays;
}

std::optional<local_instant> parse_instant(std::string_view text) {
  const std::size_t t = text.find('T');
  if (t != 10) {
    return std::nullopt;
  }
  const std::size_t sign = text.find_first_of("Z+-", t);
  const auto day = parse_date(text.substr(0, t));
  if (sign == std::string_view::npos || !day) {
    return std::nullopt;
  }
  const auto time = parse_day_time(text.substr(t + 1, sign - t - 1));
  const auto offset_s = parse_offset(text.substr(sign));
  if (!time || !offset_s) {
    return std::nullopt;
  }
  return local_instant{
      time_ms(day->value * day_length_ms + time->value - std::int64_t{*offset_s} * 1000),
      *offset_s};
}

std::string format_instant(const local_instant& instant) {
  const std::int64_t local_ms = instant.at.value + std::int64_t{instant.offset_s} * 1000;
  const std::int64_t day = floor_div(local_ms, day_length_ms);
  const auto rest = static_cast<std::int32_t>(local_ms - day * day_length_ms);
  std::string text = format_date(day_number(static_cast<std::int32_t>(day)));
  text += 'T' + format_day_time(day_ms(rest));
  if (rest % 60'000 == 0) {
    text += ":00";
  }
  const std::int32_t offset = instant.offset_s < 0 ? -instant.offset_s : instant.offset_s;
  text += instant.offset_s < 0 ? '-' : '+';
  return text + format_day_time(day_ms(offset * 1000));
}

}  // namespace parley::hours

#include "events/hours/posix_tz.hpp"

#include <algorithm>

#include "events/hours/civil.hpp"

namespace parley::hours {
namespace {

class reader {
 public:
  explicit reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool skip(char c) {
    if (rest_.empty() || rest_.front() != c) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }
  // `EST` or `<+0530>`.
  bool name() {
    const bool quoted = skip('<');
    std::size_t length = 0;
    while (length < rest_.size() && (quoted ? rest_[length] != '>' : is_letter(rest_[length]))) {
      ++length;
    }
    if (length < 3) {
      return false;
    }
    rest_.remove_prefix(length);
    return !quoted || skip('>');
  }
  bool number(std::int32_t& value, std::int32_t most) {
    std::size_t length = 0;
    value = 0;
    while (length < rest_.size() && rest_[length] >= '0' && rest_[length] <= '9' && length < 4) {
      value = value * 10 + (rest_[length++] - '0');
    }
    rest_.remove_prefix(length);
    return length > 0 && value <= most;
  }
  // `[+-]hh[:mm[:ss]]`
  bool time(std::int32_t& seconds) {
    const bool negative = skip('-');
    if (!negative) {
      static_cast<void>(skip('+'));
    }
    std::int32_t hours = 0;
    std::int32_t minutes = 0;
    std::int32_t rest = 0;
    if (!number(hours, 167) || (skip(':') && !number(minutes, 59)) ||
        (skip(':') && !number(rest, 59))) {
      return false;
    }
    seconds = (hours * 3600 + minutes * 60 + rest) * (negative ? -1 : 1);
    return true;
  }
  bool change(yearly_change& to) {
    if (skip('M')) {
      to.kind = yearly_change::form::nth_weekday;
      if (!number(to.month, 12) || to.month < 1 || !skip('.') || !number(to.nth, 5) || to.nth < 1 ||
          !skip('.') || !number(to.weekday, 6)) {
        return false;
      }
    } else if (skip('J')) {
      to.kind = yearly_change::form::julian;
      if (!number(to.day, 365) || to.day < 1) {
        return false;
      }
    } else {
      to.kind = yearly_change::form::day_of_year;
      if (!number(to.day, 365)) {
        return false;
      }
    }
    return !skip('/') || time(to.at_s);
  }

 private:
  static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
  std::string_view rest_;
};

day_number day_of(const yearly_change& change, std::int32_t year) {
  if (change.kind != yearly_change::form::nth_weekday) {
    const bool skips_leap_day = change.kind == yearly_change::form::julian;
    const std::int32_t zero_based = skips_leap_day ? change.day - 1 : change.day;
    const std::int32_t leap_day = skips_leap_day && is_leap(year) && change.day >= 60 ? 1 : 0;
    return day_number(to_day({year, 1, 1}).value + zero_based + leap_day);
  }
  const day_number first = to_day({year, change.month, 1});
  const std::int32_t sunday_based = (static_cast<std::int32_t>(weekday_of(first)) + 1) % 7;
  std::int32_t day = 1 + (change.weekday - sunday_based + 7) % 7 + (change.nth - 1) * 7;
  if (day > days_in_month(year, change.month)) {
    day -= 7;
  }
  return to_day({year, change.month, day});
}

}  // namespace

std::optional<posix_tz> parse_posix_tz(std::string_view text) {
  reader in(text);
  posix_tz tz;
  std::int32_t west_s = 0;
  if (!in.name() || !in.time(west_s)) {
    return std::nullopt;
  }
  tz.standard_offset_s = -west_s;
  if (in.done()) {
    return tz;
  }
  tz.has_daylight = true;
  tz.daylight_offset_s = tz.standard_offset_s + 3600;
  if (!in.name()) {
    return std::nullopt;
  }
  if (!in.skip(',')) {
    if (!in.time(west_s) || !in.skip(',')) {
      return std::nullopt;
    }
    tz.daylight_offset_s = -west_s;
  }
  if (!in.change(tz.to_daylight) || !in.skip(',') || !in.change(tz.to_standard) || !in.done()) {
    return std::nullopt;
  }
  return tz;
}

std::vector<zone_transition> changes_of_year(const posix_tz& tz, std::int32_t year) {
  const auto at = [&](const yearly_change& change, std::int32_t offset_before_s) {
    return std::int64_t{day_of(change, year).value} * 86'400 + change.at_s - offset_before_s;
  };
  std::vector<zone_transition> changes{
      {at(tz.to_daylight, tz.standard_offset_s), tz.daylight_offset_s},
      {at(tz.to_standard, tz.daylight_offset_s), tz.standard_offset_s}};
  if (changes[1].at_s < changes[0].at_s) {
    std::swap(changes[0], changes[1]);
  }
  return changes;
}

}  // namespace parley::hours

#include "events/hours/civil.hpp"

#include <array>

#include "events/base/assert.hpp"

namespace parley::hours {
namespace {

// An era of the Gregorian calendar: 400 years. Years are counted from 1 March, so that the leap day
// is the last of its year.
constexpr std::int64_t era_days = 146'097;
constexpr std::int64_t epoch_shift_days = 719'468;  // from 0000-03-01 to 1970-01-01

std::optional<std::int32_t> digits(std::string_view text) {
  std::int32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

void append_padded(std::string& to, std::int32_t value, std::size_t width) {
  const std::string text = std::to_string(value);
  to.append(width > text.size() ? width - text.size() : 0, '0');
  to += text;
}

}  // namespace

std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
  static constexpr std::array<std::int32_t, 12> lengths{31, 28, 31, 30, 31, 30,
                                                        31, 31, 30, 31, 30, 31};
  PARLEY_ASSERT(month >= 1 && month <= 12, "a month outside 1 to 12");
  return month == 2 && is_leap(year) ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

day_number to_day(const civil_date& date) {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t months_since_march = (date.month + 9) % 12;
  const std::int64_t day_of_year = (153 * months_since_march + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return day_number(static_cast<std::int32_t>(era * era_days + day_of_era - epoch_shift_days));
}

civil_date to_date(day_number day) {
  const std::int64_t shifted = day.value + epoch_shift_days;
  const std::int64_t era = floor_div(shifted, era_days);
  const std::int64_t day_of_era = shifted - era * era_days;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_shifted = (5 * day_of_year + 2) / 153;
  const std::int64_t month = month_shifted < 10 ? month_shifted + 3 : month_shifted - 9;
  return {static_cast<std::int32_t>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)),
          static_cast<std::int32_t>(month),
          static_cast<std::int32_t>(day_of_year - (153 * month_shifted + 2) / 5 + 1)};
}

weekday weekday_of(day_number day) {
  const std::int64_t since_monday = std::int64_t{day.value} + 3;
  return static_cast<weekday>(since_monday - floor_div(since_monday, 7) * 7);
}

std::optional<day_number> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day || *year < 1800 || *year > 2599 || *month < 1 || *month > 12 ||
      *day < 1 || *day > days_in_month(*year, *month)) {
    return std::nullopt;
  }
  return to_day({*year, *month, *day});
}

std::string format_date(day_number day) {
  const civil_date date = to_date(day);
  std::string text;
  append_padded(text, date.year, 4);
  text += '-';
  append_padded(text, date.month, 2);
  text += '-';
  append_padded(text, date.day, 2);
  return text;
}

}  // namespace parley::hours

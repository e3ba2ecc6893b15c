#include "events/customer/dates.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "events/base/assert.hpp"

namespace parley {
namespace {

std::optional<std::chrono::sys_days> parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto number = [&](std::size_t from, std::size_t count) {
    int value = 0;
    const char* end = text.data() + from + count;
    const auto read = std::from_chars(text.data() + from, end, value);
    return read.ec == std::errc{} && read.ptr == end ? value : -1;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

std::string text_of(std::chrono::sys_days days) {
  const std::chrono::year_month_day date(days);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

}  // namespace

bool is_date(std::string_view text) { return parse(text).has_value(); }

std::string add_days(std::string_view date, std::int64_t days) {
  const auto from = parse(date);
  PARLEY_ASSERT(from, "days are added to a date");
  return text_of(*from + std::chrono::days(days));
}

std::string local_date(const hours_source* source, const hours_id& hours, time_ms at) {
  const hours_in_force* found = source == nullptr ? nullptr : source->find(hours);
  const std::int64_t offset_s = found == nullptr ? 0 : found->compiled->offset_s(at);
  const std::chrono::sys_time<std::chrono::milliseconds> local(
      std::chrono::milliseconds(at.value + offset_s * 1000));
  return text_of(std::chrono::floor<std::chrono::days>(local));
}

}  // namespace parley

#include "events/hours/rrule.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::hours {
namespace {

constexpr std::array<std::string_view, 7> day_names{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr std::array<std::string_view, 4> frequency_names{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
constexpr std::int32_t interval_max = 1000;
constexpr std::int32_t count_max = 10'000;

rejection bad(std::string_view part, const char* why) {
  return {errc::invalid_definition, "rule: " + std::string(part) + " " + why, "INVALID_RULE"};
}

std::optional<std::int32_t> read_number(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) {
    return std::nullopt;
  }
  return value;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

template <std::size_t Size>
std::optional<std::size_t> index_of(const std::array<std::string_view, Size>& names,
                                    std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - names.begin());
}

// Numbers of [-most, most] without 0; no negative ones if `positive`.
bool read_numbers(std::string_view text, std::int32_t most, bool positive,
                  std::vector<std::int32_t>& to) {
  for (const std::string_view part : split(text, ',')) {
    const auto value = read_number(part);
    if (!value || *value == 0 || *value > most || *value < (positive ? 1 : -most)) {
      return false;
    }
    to.push_back(*value);
  }
  std::sort(to.begin(), to.end());
  to.erase(std::unique(to.begin(), to.end()), to.end());
  return true;
}

bool read_days(std::string_view text, std::vector<nth_weekday>& to) {
  for (const std::string_view part : split(text, ',')) {
    if (part.size() < 2) {
      return false;
    }
    const auto day = index_of(day_names, part.substr(part.size() - 2));
    const std::string_view nth = part.substr(0, part.size() - 2);
    const auto value = nth.empty() ? std::optional<std::int32_t>(0) : read_number(nth);
    if (!day || !value || (!nth.empty() && *value == 0) || *value > 53 || *value < -53) {
      return false;
    }
    const nth_weekday wanted{*value, static_cast<weekday>(*day)};
    if (std::find(to.begin(), to.end(), wanted) == to.end()) {
      to.push_back(wanted);
    }
  }
  return true;
}

// `20241231`, `20241231T235959` and `20241231T235959Z`.
std::optional<day_number> read_until(std::string_view text) {
  const bool timed = text.size() == 15 || (text.size() == 16 && text.back() == 'Z');
  if (text.size() != 8 && !(timed && text[8] == 'T')) {
    return std::nullopt;
  }
  return parse_date(std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" +
                    std::string(text.substr(6, 2)));
}

template <class T>
bool read_range(std::string_view text, std::int32_t most, T& to) {
  const auto value = read_number(text);
  if (!value || *value < 1 || *value > most) {
    return false;
  }
  to = *value;
  return true;
}

bool read_part(std::string_view name, std::string_view value, rrule& to) {
  if (name == "INTERVAL") {
    return read_range(value, interval_max, to.interval);
  }
  if (name == "COUNT") {
    return read_range(value, count_max, to.count);
  }
  if (name == "UNTIL") {
    to.until = read_until(value);
    return to.until.has_value();
  }
  if (name == "WKST") {
    const auto day = index_of(day_names, value);
    to.week_start = static_cast<weekday>(day.value_or(0));
    return day.has_value();
  }
  if (name == "BYDAY") {
    return read_days(value, to.days);
  }
  if (name == "BYMONTH") {
    return read_numbers(value, 12, true, to.months);
  }
  if (name == "BYMONTHDAY") {
    return read_numbers(value, 31, false, to.month_days);
  }
  if (name == "BYYEARDAY") {
    return read_numbers(value, 366, false, to.year_days);
  }
  if (name == "BYWEEKNO") {
    return read_numbers(value, 53, false, to.week_numbers);
  }
  return name == "BYSETPOS" && read_numbers(value, 366, false, to.positions);
}

// What RFC 5545 forbids (section 3.3.10).
const char* contradiction(const rrule& rule) {
  const bool numbered = std::any_of(rule.days.begin(), rule.days.end(),
                                    [](const nth_weekday& d) { return d.nth != 0; });
  if (rule.until && rule.count) {
    return "UNTIL and COUNT exclude each other";
  }
  if (numbered && rule.freq != frequency::monthly && rule.freq != frequency::yearly) {
    return "BYDAY has numbers, but the rule is not MONTHLY or YEARLY";
  }
  if (numbered && !rule.week_numbers.empty()) {
    return "BYDAY has numbers beside BYWEEKNO";
  }
  if (!rule.month_days.empty() && rule.freq == frequency::weekly) {
    return "BYMONTHDAY in a WEEKLY rule";
  }
  if ((!rule.year_days.empty() || !rule.week_numbers.empty()) && rule.freq != frequency::yearly) {
    return "BYYEARDAY or BYWEEKNO in a rule that is not YEARLY";
  }
  const bool selects = !rule.months.empty() || !rule.month_days.empty() || !rule.days.empty() ||
                       !rule.year_days.empty() || !rule.week_numbers.empty();
  return !rule.positions.empty() && !selects ? "BYSETPOS alone" : nullptr;
}

void append_numbers(std::string& to, const char* name, const std::vector<std::int32_t>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    to += i == 0 ? std::string(";") + name + "=" : ",";
    to += std::to_string(numbers[i]);
  }
}

}  // namespace

result<rrule> parse_rrule(std::string_view text) {
  rrule rule;
  std::vector<std::string_view> seen;
  for (const std::string_view part : split(text, ';')) {
    const std::size_t equals = part.find('=');
    const std::string_view name = part.substr(0, equals);
    if (equals == std::string_view::npos) {
      return bad(part, "is not NAME=value");
    }
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      return bad(name, "is given twice");
    }
    seen.push_back(name);
    const std::string_view value = part.substr(equals + 1);
    if (name == "FREQ") {
      const auto freq = index_of(frequency_names, value);
      if (!freq) {
        return bad(part, "is not DAILY, WEEKLY, MONTHLY or YEARLY");
      }
      rule.freq = static_cast<frequency>(*freq);
    } else if (!read_part(name, value, rule)) {
      return bad(part, "cannot be read");
    }
  }
  if (std::find(seen.begin(), seen.end(), "FREQ") == seen.end()) {
    return bad("FREQ", "is missing");
  }
  if (const char* why = contradiction(rule)) {
    return bad("parts contradict:", why);
  }
  return rule;
}

std::string format_rrule(const rrule& rule) {
  std::string text = "FREQ=";
  text += frequency_names[static_cast<std::size_t>(rule.freq)];
  text += ";INTERVAL=" + std::to_string(rule.interval);
  if (rule.count) {
    text += ";COUNT=" + std::to_string(*rule.count);
  }
  if (rule.until) {
    std::string date = format_date(*rule.until);
    std::erase(date, '-');
    text += ";UNTIL=" + date;
  }
  append_numbers(text, "BYMONTH", rule.months);
  append_numbers(text, "BYWEEKNO", rule.week_numbers);
  append_numbers(text, "BYYEARDAY", rule.year_days);
  append_numbers(text, "BYMONTHDAY", rule.month_days);
  for (std::size_t i = 0; i < rule.days.size(); ++i) {
    text += i == 0 ? ";BYDAY=" : ",";
    text += rule.days[i].nth == 0 ? "" : std::to_string(rule.days[i].nth);
    text += day_names[static_cast<std::size_t>(rule.days[i].day)];
  }
  append_numbers(text, "BYSETPOS", rule.positions);
  text += ";WKST=";
  text += day_names[static_cast<std::size_t>(rule.week_start)];
  return text;
}

}  // namespace parley::hours

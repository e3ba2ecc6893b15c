#include "tools/parley/hours_vectors.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/core.h>

#include "events/hours/notation.hpp"

namespace parley::tool {
namespace {

constexpr std::array<const char*, 8> columns{
    "case",     "tz",   "weekly_hours",         "holidays",
    "function", "from", "amount_minutes_or_to", "expected"};
constexpr double minute_ms = 60'000;

rejection unreadable(const std::string& what, const std::string& text) {
  return {errc::bad_request, what + " cannot be read: '" + text + "'", {}};
}

result<double> read_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) {
    return unreadable("the number", text);
  }
  return value;
}

std::string minutes_text(duration_ms amount) {
  std::string text = fmt::format("{:.6f}", static_cast<double>(amount.value) / minute_ms);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string instant_text(const calendar& by, std::optional<time_ms> at, const char* none) {
  return at ? hours::format_instant({*at, by.offset_s(*at)}) : none;
}

result<std::string> moved(const calendar& by, const std::string& function, time_ms from,
                          const std::string& amount) {
  const auto minutes = read_number(amount);
  if (!minutes.ok()) return minutes.error();
  const duration_ms by_ms(std::llround(*minutes * minute_ms));
  const auto at = function == "add" ? by.add(from, by_ms) : by.subtract(from, by_ms);
  return instant_text(by, at, "ERR:NO_BUSINESS_TIME");
}

result<std::string> between(const calendar& by, const std::string& function, time_ms from,
                            const std::string& text) {
  const auto to = hours::parse_instant(text);
  if (!to) return unreadable("the instant", text);
  if (function == "difference") return minutes_text(by.difference(from, to->at));
  return std::to_string(by.working_days(from, to->at));
}

// Numbers are equal by value, `150` and `150.0`; everything else as text.
bool same(const std::string& expected, const std::string& actual) {
  if (expected == actual) return true;
  const auto left = read_number(expected);
  const auto right = read_number(actual);
  if (left.ok() && right.ok()) {
    return std::llround(*left * minute_ms) == std::llround(*right * minute_ms);
  }
  const auto expected_at = hours::parse_instant(expected);
  return expected_at && expected_at == hours::parse_instant(actual);
}

}  // namespace

vector_checker::compiled vector_checker::compile(const std::string& zone, const std::string& weekly,
                                                 const std::string& holidays) const {
  const auto rules = zones_.load(zone);
  if (!rules.ok()) return rules.error();
  hours_definition definition;
  definition.zone = zone;
  auto intervals = hours::parse_weekly(weekly);
  if (!intervals.ok()) return intervals.error();
  definition.weekly = std::move(*intervals);
  const auto closed = hours::parse_holidays(holidays);
  if (!closed.ok()) return closed.error();
  auto made = calendar::compile(definition, *closed, *rules);
  if (!made.ok()) return made.error();
  return std::shared_ptr<const calendar>(std::make_shared<calendar>(std::move(*made)));
}

const vector_checker::compiled& vector_checker::calendar_of(const std::string& zone,
                                                            const std::string& weekly,
                                                            const std::string& holidays) {
  const std::string key = zone + '\n' + weekly + '\n' + holidays;
  const auto known = calendars_.find(key);
  if (known != calendars_.end()) return known->second;
  return calendars_.emplace(key, compile(zone, weekly, holidays)).first->second;
}

result<std::string> vector_checker::evaluate(const std::vector<std::string>& fields) {
  if (fields.size() != columns.size()) {
    return rejection{errc::bad_request,
                     fmt::format("{} fields; {} are needed", fields.size(), columns.size()),
                     {}};
  }
  const compiled& found = calendar_of(fields[1], fields[2], fields[3]);
  if (!found.ok()) {
    if (found.error().state.empty()) return found.error();
    return "ERR:" + found.error().state;
  }
  const calendar& by = **found;
  const std::string& function = fields[4];
  const auto from = hours::parse_instant(fields[5]);
  if (!from) return unreadable("the instant", fields[5]);
  if (function == "add" || function == "subtract") {
    return moved(by, function, from->at, fields[6]);
  }
  if (function == "difference" || function == "working_days") {
    return between(by, function, from->at, fields[6]);
  }
  if (function == "is_open") return std::string(by.is_open(from->at) ? "true" : "false");
  if (function == "next_open") return instant_text(by, by.next_open(from->at), "none");
  if (function == "next_close") return instant_text(by, by.next_close(from->at), "none");
  return rejection{errc::bad_request, "there is no function " + function, {}};
}

result<vector_outcome> vector_checker::check(std::istream& file) {
  csv_reader rows(file);
  auto head = rows.next();
  if (!head.ok()) return head.error();
  if (!*head ||
      !std::equal((*head)->fields.begin(), (*head)->fields.end(), columns.begin(), columns.end())) {
    return rejection{
        errc::bad_request, "line 1: the columns are not those of a file of vectors", {}};
  }
  vector_outcome outcome;
  for (;;) {
    const auto row = rows.next();
    if (!row.ok()) return row.error();
    if (!*row) return outcome;
    const auto& fields = (*row)->fields;
    const auto actual = evaluate(fields);
    const std::string text = actual.ok() ? *actual : "ERR: " + actual.error().message;
    if (actual.ok() && same(fields.back(), *actual)) {
      ++outcome.passed;
    } else {
      outcome.differences.push_back({(*row)->line, fields.front(),
                                     fields.size() == columns.size() ? fields.back() : "", text});
    }
  }
}

}  // namespace parley::tool

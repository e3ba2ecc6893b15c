#include "events/hours/formula.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "events/hours/notation.hpp"

namespace parley::hours {
namespace {

constexpr double hour_ms = 3'600'000;
constexpr double hours_max = 24 * 366 * 100;  // of the search for business time

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

rejection unreadable(std::string_view text) {
  return {errc::invalid_definition,
          "a formula is add, subtract, difference or working_days of a set and two values: " +
              std::string(text),
          "INVALID_FORMULA"};
}

using field_reader = std::function<std::string(std::string_view)>;

std::optional<time_ms> instant_of(const std::string& text, const field_reader& field) {
  auto read = parse_instant(text);
  if (!read) {
    read = parse_instant(field(text));
  }
  return read ? std::optional(read->at) : std::nullopt;
}

std::optional<double> plain_number(const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  const bool good = read.ec == std::errc{} && read.ptr == end && std::abs(value) <= hours_max;
  return good ? std::optional(value) : std::nullopt;
}

std::optional<double> number_of(const std::string& text, const field_reader& field) {
  const auto literal = plain_number(text);
  return literal ? literal : plain_number(field(text));
}

std::string text_of(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

std::string moved(const calendar& by, const formula& what, time_ms from,
                  const field_reader& field) {
  const auto hours = number_of(what.second, field);
  if (!hours) {
    return {};
  }
  const duration_ms amount(std::llround(*hours * hour_ms));
  const auto at = what.function == "add" ? by.add(from, amount) : by.subtract(from, amount);
  return at ? format_instant({*at, by.offset_s(*at)}) : std::string();
}

std::string measured(const calendar& by, const formula& what, time_ms from,
                     const field_reader& field) {
  const auto to = instant_of(what.second, field);
  if (!to) {
    return {};
  }
  if (what.function == "working_days") {
    return std::to_string(by.working_days(from, *to));
  }
  return text_of(static_cast<double>(by.difference(from, *to).value) / hour_ms);
}

}  // namespace

result<formula> parse_formula(std::string_view text) {
  const auto open = text.find('(');
  const std::string_view whole = trimmed(text);
  if (open == std::string_view::npos || whole.empty() || whole.back() != ')') {
    return unreadable(text);
  }
  const std::string_view function = trimmed(text.substr(0, open));
  std::string_view rest = whole.substr(whole.find('(') + 1);
  rest.remove_suffix(1);
  std::array<std::string_view, 3> arguments;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto comma = rest.find(',');
    if ((comma == std::string_view::npos) != (i == 2)) {
      return unreadable(text);
    }
    arguments.at(i) = trimmed(rest.substr(0, comma));
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    if (arguments.at(i).empty() || arguments.at(i).find_first_of("()") != std::string_view::npos) {
      return unreadable(text);
    }
  }
  if (function != "add" && function != "subtract" && function != "difference" &&
      function != "working_days") {
    return unreadable(text);
  }
  return formula{std::string(function), hours_id(std::string(arguments[0])),
                 std::string(arguments[1]), std::string(arguments[2])};
}

std::string evaluate(const formula& what, const field_reader& field, const hours_source* source) {
  const hours_in_force* set = source == nullptr ? nullptr : source->find(what.hours);
  const auto from = instant_of(what.first, field);
  if (set == nullptr || !from) {
    return {};
  }
  const bool moves = what.function == "add" || what.function == "subtract";
  return moves ? moved(*set->compiled, what, *from, field)
               : measured(*set->compiled, what, *from, field);
}

}  // namespace parley::hours

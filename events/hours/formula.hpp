#pragma once
// The four functions of business time in formulas: `difference(office, opened_at, answered_at)`.
//
//   add(set, instant, hours)          an instant     subtract(set, instant, hours)   an instant
//   difference(set, from, to)         hours          working_days(set, from, to)     days
//
// Arguments are names of fields, instants with their offset, or numbers. Hours may have a fraction.
// A value that is missing, or cannot be read, makes the result empty.

#include <functional>
#include <string>
#include <string_view>

#include "events/base/result.hpp"
#include "events/hours/hours_source.hpp"

namespace parley::hours {

struct formula {
  std::string function;
  hours_id hours;
  std::string first;
  std::string second;
};

/// Whether the text is meant as one: it has a parenthesis.
inline bool is_formula(std::string_view text) { return text.find('(') != std::string_view::npos; }

/// INVALID_DEFINITION, INVALID_FORMULA, if it is none of the four with three arguments.
result<formula> parse_formula(std::string_view text);

/// `field` gives the value of a field, empty if there is none. A set that is switched off goes on
/// computing; one that is not there gives nothing.
std::string evaluate(const formula& what, const std::function<std::string(std::string_view)>& field,
                     const hours_source* source);

}  // namespace parley::hours

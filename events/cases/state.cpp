#include "events/cases/state.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "events/hours/formula.hpp"
#include "events/hours/notation.hpp"

namespace parley {
namespace {

bool read_number(const std::string& text, std::int64_t& out) {
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, out);
  return read.ec == std::errc{} && read.ptr == end;
}

// Whether the value is a number on that side of the limit, or the limit itself.
bool is_beyond(const std::string& value, const criterion& one, std::int64_t sign) {
  std::int64_t number = 0;
  std::int64_t limit = 0;
  if (one.values.empty() || !read_number(one.values.front(), limit)) {
    return false;
  }
  if (read_number(value, number)) {
    return sign > 0 ? number >= limit : number <= limit;
  }
  double fraction = 0;  // of hours
  const char* end = value.data() + value.size();
  const auto read = std::from_chars(value.data(), end, fraction);
  const auto most = static_cast<double>(limit);
  return read.ec == std::errc{} && read.ptr == end && hours::is_formula(one.field) &&
         (sign > 0 ? fraction >= most : fraction <= most);
}

bool holds(const std::string& value, const criterion& one) {
  if (value.empty()) {
    return false;
  }
  const bool listed = std::find(one.values.begin(), one.values.end(), value) != one.values.end();
  switch (one.test) {
    case criterion_test::equals:
      return listed;
    case criterion_test::differs:
      return !listed;
    case criterion_test::at_least:
      return is_beyond(value, one, 1);
    case criterion_test::at_most:
      return is_beyond(value, one, -1);
  }
  return false;
}

}  // namespace

const char* to_string(case_phase phase) {
  return boost::describe::enum_to_string(phase, "unknown");
}

std::string field_of(const case_state& now, std::string_view field) {
  const std::pair<std::string_view, const std::string*> known[] = {
      {"status", &now.status},
      {"level", &now.level.str()},
      {"account", &now.relations.account.str()},
      {"contact", &now.relations.contact.str()},
      {"asset", &now.relations.asset.str()},
      {"contract", &now.relations.contract.str()},
      {"line", &now.relations.line.str()},
      {"product", &now.relations.product.str()},
      {"support", &now.relations.support},
  };
  for (const auto& [name, value] : known) {
    if (name == field) {
      return *value;
    }
  }
  const auto at = std::lower_bound(
      now.fields.begin(), now.fields.end(), field,
      [](const attribute& each, std::string_view wanted) { return each.key < wanted; });
  return at != now.fields.end() && at->key == field ? at->value : std::string();
}

std::string value_of(const case_state& now, const std::string& text, const hours_source* hours) {
  if (!hours::is_formula(text)) {
    return field_of(now, text);
  }
  const auto what = hours::parse_formula(text);
  if (!what.ok()) {
    return {};
  }
  const auto field = [&](std::string_view name) {
    const std::pair<std::string_view, time_ms> known[] = {{"opened_at", now.opened_at},
                                                          {"responded_at", now.responded_at},
                                                          {"closed_at", now.closed_at}};
    for (const auto& [instant, at] : known) {
      if (instant == name && at.value != 0) {
        return hours::format_instant({at, 0});
      }
    }
    return field_of(now, name);
  };
  return hours::evaluate(*what, field, hours);
}

bool applies(const case_state& now, const milestone_definition& definition,
             const hours_source* hours) {
  return std::all_of(
      definition.criteria.begin(), definition.criteria.end(),
      [&](const criterion& one) { return holds(value_of(now, one.field, hours), one); });
}

const case_milestone* find_milestone(const case_state& now, const milestone_id& milestone) {
  const auto at = std::find_if(
      now.milestones.begin(), now.milestones.end(),
      [&](const case_milestone& each) { return each.definition.milestone == milestone; });
  return at == now.milestones.end() ? nullptr : &*at;
}

const milestone_action* find_action(const case_state& now, std::string_view action) {
  const std::size_t last = action.rfind('.');
  const std::size_t middle = last == std::string_view::npos ? last : action.rfind('.', last - 1);
  const std::size_t first = middle == std::string_view::npos || middle == 0
                                ? std::string_view::npos
                                : action.rfind('.', middle - 1);
  std::int64_t index = -1;
  if (first == std::string_view::npos ||
      !read_number(std::string(action.substr(last + 1)), index)) {
    return nullptr;
  }
  const std::string milestone(action.substr(first + 1, middle - first - 1));
  const case_milestone* one = find_milestone(now, milestone_id(milestone));
  const bool there = one != nullptr && index >= 0 &&
                     index < static_cast<std::int64_t>(one->definition.actions.size());
  return there ? &one->definition.actions[static_cast<std::size_t>(index)] : nullptr;
}

std::string run_of(const case_id& of_case, const milestone_id& milestone) {
  return of_case.str() + "." + milestone.str();
}

}  // namespace parley

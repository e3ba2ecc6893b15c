#include "events/cases/state.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

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
  return !one.values.empty() && read_number(value, number) &&
         read_number(one.values.front(), limit) && (sign > 0 ? number >= limit : number <= limit);
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

bool applies(const case_state& now, const milestone_definition& definition) {
  return std::all_of(definition.criteria.begin(), definition.criteria.end(),
                     [&](const criterion& one) { return holds(field_of(now, one.field), one); });
}

const case_milestone* find_milestone(const case_state& now, const milestone_id& milestone) {
  const auto at = std::find_if(
      now.milestones.begin(), now.milestones.end(),
      [&](const case_milestone& each) { return each.definition.milestone == milestone; });
  return at == now.milestones.end() ? nullptr : &*at;
}

std::string run_of(const case_id& of_case, const milestone_id& milestone) {
  return of_case.str() + "." + milestone.str();
}

}  // namespace parley

#include "events/milestone/validate.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "events/base/fault.hpp"
#include "events/hours/formula.hpp"

namespace parley {
namespace {

constexpr std::size_t value_bytes_max = 4096;

using checker = first_fault;

bool is_number(const std::string& text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end;
}

void check(checker& to, const criterion& one) {
  to.named(one.field, "criteria");
  to.require(!hours::is_formula(one.field) || hours::parse_formula(one.field).ok(), "criteria",
             "has a formula that cannot be read");
  to.known(one.test, "criteria");
  to.require(!one.values.empty() && one.values.size() <= criteria_max, "criteria",
             "has no values, or more than 32");
  const bool orders = one.test == criterion_test::at_least || one.test == criterion_test::at_most;
  to.require(!orders || (one.values.size() == 1 && is_number(one.values.front())), "criteria",
             "at_least and at_most take one whole number");
  for (const std::string& value : one.values) {
    to.text(value, "criteria");
  }
}

void check(checker& to, const milestone_action& one) {
  to.known(one.trigger, "actions");
  to.known(one.kind, "actions");
  to.text(one.target, "actions");
  to.require(!one.target.empty() || one.kind == action_kind::create_task, "actions",
             "needs a target");
  const bool computed = one.kind == action_kind::set_field && one.value.starts_with('=');
  to.require(!computed || hours::parse_formula(one.value.substr(1)).ok(), "actions",
             "has a formula that cannot be read");
  to.require(one.value.size() <= value_bytes_max, "actions", "has more than 4096 bytes of value");
  to.require(one.trigger == action_trigger::warning || one.offset_minutes >= 0, "actions",
             "only a warning may come before");
  const std::int64_t offset = one.offset_minutes;
  to.require(
      offset <= std::int64_t{target_minutes_max} && -offset <= std::int64_t{target_minutes_max},
      "actions", "has an offset of more than ten years");
}

// A milestone's name is a part of its run's stream, `<case>.<milestone>`.
bool is_plain(const std::string& name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

void check(checker& to, const milestone_definition& one) {
  to.require(is_plain(one.milestone.str()), "milestone", "is not 1 to 64 letters, digits, _ and -");
  to.known(one.kind, "kind");
  to.known(one.side, "side");
  to.known(one.recurrence, "recurrence");
  to.require(one.target_minutes <= target_minutes_max, "target_minutes", "is above ten years");
  to.text(one.hours.str(), "hours");
  to.require(one.criteria.size() <= criteria_max, "criteria", "has more than 32 items");
  to.require(one.actions.size() <= milestone_actions_max, "actions", "has more than 32 items");
  const bool once =
      one.kind == milestone_kind::first_response || one.kind == milestone_kind::resolution;
  to.require(!once || one.recurrence == milestone_recurrence::none, "recurrence",
             "a first response and a resolution come once");
  to.require(one.kind != milestone_kind::other || one.recurrence != milestone_recurrence::chained ||
                 one.target_minutes > 0,
             "target_minutes", "is 0: the chain would have no end");
  for (const criterion& each : one.criteria) {
    check(to, each);
  }
  for (const milestone_action& each : one.actions) {
    check(to, each);
  }
}

void check(checker& to, const entitlement_terms& terms) {
  to.text(terms.name, "name");
  to.text(terms.level.str(), "level");
  to.text(terms.process.str(), "process");
  to.text(terms.hours.str(), "hours");
  to.require(terms.support.size() <= criteria_max, "support", "has more than 32 items");
  for (const std::string& each : terms.support) {
    to.named(each, "support");
  }
}

}  // namespace

status validate(const level_id& level, const service_level& settings) {
  checker to;
  to.named(level.str(), "level");
  to.text(settings.name, "name");
  to.text(settings.process.str(), "process");
  return to.outcome();
}

status validate(const price_book_id& book, const price_book_definition& settings) {
  checker to;
  to.named(book.str(), "book");
  to.text(settings.name, "name");
  to.text(settings.currency, "currency");
  to.require(settings.entries.size() <= 1000, "entries", "has more than 1000 items");
  std::set<std::string> seen;
  for (const price_entry& each : settings.entries) {
    to.named(each.entry, "entries");
    to.named(each.product.str(), "entries");
    to.text(each.name, "entries");
    to.require(each.price >= 0, "entries", "has a negative price");
    to.require(seen.insert(each.entry).second, "entries", "names the same twice");
  }
  return to.outcome();
}

status validate(const template_id& name, const entitlement_template& settings) {
  checker to;
  to.named(name.str(), "template");
  check(to, settings.terms);
  to.require(settings.term_days <= 36525, "term_days", "is above a hundred years");
  return to.outcome();
}

status validate(const product_id& product, const product_bundle& settings) {
  checker to;
  to.named(product.str(), "product");
  to.text(settings.name, "name");
  to.require(settings.templates.size() <= criteria_max, "templates", "has more than 32 items");
  std::set<template_id> seen;
  for (const template_id& each : settings.templates) {
    to.named(each.str(), "templates");
    to.require(seen.insert(each).second, "templates", "names the same twice");
  }
  return to.outcome();
}

status validate(const milestone_definition& definition) {
  checker to;
  check(to, definition);
  return to.outcome();
}

status validate(const process_id& process, const process_definition& definition) {
  checker to;
  to.named(process.str(), "process");
  to.text(definition.name, "name");
  to.text(definition.hours.str(), "hours");
  to.require(definition.pause_statuses.size() <= criteria_max, "pause_statuses",
             "has more than 32 items");
  for (const std::string& each : definition.pause_statuses) {
    to.named(each, "pause_statuses");
  }
  to.require(definition.milestones.size() <= milestones_max, "milestones",
             "has more than 64 items");
  std::set<milestone_id> seen;
  for (const milestone_definition& each : definition.milestones) {
    check(to, each);
    to.require(seen.insert(each.milestone).second, "milestones", "names the same twice");
  }
  return to.outcome();
}

}  // namespace parley

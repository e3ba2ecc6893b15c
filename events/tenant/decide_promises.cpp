// What can be promised to customers.

#include <algorithm>
#include <set>

#include "events/customer/dates.hpp"
#include "events/hours/formula.hpp"
#include "events/milestone/validate.hpp"
#include "events/tenant/decisions.hpp"

namespace parley::tenant_rules {
namespace {

using events = std::vector<tenant_event>;

constexpr std::size_t definitions_max = 1000;  // of each sort

rejection no_tenant() { return {errc::not_found, "there is no such tenant", {}}; }
rejection too_many(std::size_t count) {
  return {errc::wrong_state, "the tenant has as many of these as it may have",
          std::to_string(count)};
}

rejection switched_off(const hours_id& hours) {
  return {errc::wrong_state, "hours: " + hours.str() + " is switched off", "SET_INACTIVE"};
}

const tenant_level* level_in(const tenant_state& now, const level_id& level) {
  const auto at = std::find_if(now.levels.begin(), now.levels.end(),
                               [&](const tenant_level& each) { return each.level == level; });
  return at == now.levels.end() ? nullptr : &*at;
}

std::uint32_t version_of(const tenant_state& now, const level_id& level) {
  const tenant_level* present = level_in(now, level);
  return present == nullptr ? 0 : present->level_version;
}

std::set<hours_id> hours_in(const process_definition& definition) {
  std::set<hours_id> named{definition.hours};
  for (const milestone_definition& each : definition.milestones) {
    named.insert(each.hours);
  }
  named.erase(hours_id());
  return named;
}

// Sets that are named in formulas. They go on computing when they are switched off.
std::set<hours_id> hours_in_formulas(const process_definition& definition) {
  std::set<hours_id> named;
  const auto note = [&](const std::string& text) {
    if (const auto formula = hours::parse_formula(text); formula.ok()) {
      named.insert(formula->hours);
    }
  };
  for (const milestone_definition& each : definition.milestones) {
    for (const criterion& one : each.criteria) {
      note(one.field);
    }
    for (const milestone_action& one : each.actions) {
      if (one.kind == action_kind::set_field && one.value.starts_with('=')) {
        note(one.value.substr(1));
      }
    }
  }
  return named;
}

status good_formulas(const tenant_state& now, const process_definition& definition,
                     const tenant_process* present) {
  const std::set<hours_id> before =
      present == nullptr ? std::set<hours_id>{} : hours_in_formulas(present->definition);
  for (const hours_id& each : hours_in_formulas(definition)) {
    const auto set = find_hours(now.hours, each);
    if (!set) {
      return rejection{errc::invalid_definition, "a formula names no set: " + each.str(),
                       "UNKNOWN_SET"};
    }
    if (!set->active && before.count(each) == 0) {
      return switched_off(each);
    }
  }
  return done{};
}

// A set that a process uses cannot be switched off, and one that is switched off cannot be chosen.
// Both are decided here, so one of two that race loses.
status claim_hours_of(const tenant_state& now, const configure_process& what, events& to) {
  std::set<hours_id> wanted = hours_in(what.definition);
  for (const hours_use& use : now.hours.uses) {
    const bool own = use.kind == "process" && use.user == what.process.str();
    if (own && wanted.erase(use.hours) == 0) {
      to.emplace_back(hours_released{use});
    }
  }
  for (const hours_id& hours : wanted) {
    const auto set = find_hours(now.hours, hours);
    if (!set) {
      return rejection{errc::invalid_definition, "hours: there is no set " + hours.str(), {}};
    }
    if (!set->active) {
      return switched_off(hours);
    }
    to.emplace_back(hours_claimed{{hours, "process", what.process.str(), what.definition.name}});
  }
  return done{};
}

}  // namespace

tenant_outcome decide_one(const tenant_state& now, const configure_service_level& what) {
  if (!now.created) {
    return no_tenant();
  }
  if (const status good = validate(what.level, what.settings); !good) {
    return good.error();
  }
  const service_level* present = find_level(now, what.level);
  if (present == nullptr && now.levels.size() >= definitions_max) {
    return too_many(now.levels.size());
  }
  const process_id& process = what.settings.process;
  if (!process.empty() && find_process(now, process) == nullptr) {
    return rejection{errc::invalid_definition, "process: there is no " + process.str(), {}};
  }
  if (present != nullptr && *present == what.settings) {
    return events{};
  }
  return events{
      service_level_configured{what.level, what.settings, version_of(now, what.level) + 1}};
}

tenant_outcome decide_one(const tenant_state& now, const remove_service_level& what,
                          const context& where) {
  const tenant_level* present = level_in(now, what.level);
  if (present == nullptr) {
    return rejection{errc::not_found, "there is no such service level", {}};
  }
  for (const tenant_template& each : now.templates) {
    if (each.settings.active && each.settings.terms.level == what.level) {
      return rejection{errc::wrong_state, "the level is in use by template " + each.name.str(),
                       "IN_USE"};
    }
  }
  if (present->used_until >= local_date(where.hours, {}, where.now)) {
    return rejection{errc::wrong_state,
                     "the level is in use by entitlements until " + present->used_until, "IN_USE"};
  }
  return events{service_level_removed{what.level}};
}

tenant_outcome decide_one(const tenant_state& now, const claim_service_level& what) {
  const tenant_level* present = level_in(now, what.level);
  const bool known = present == nullptr || present->used_until >= what.until;
  return known ? events{} : events{service_level_claimed{what.level, what.until}};
}

tenant_outcome decide_one(const tenant_state& now, const configure_price_book& what) {
  if (!now.created) {
    return no_tenant();
  }
  if (const status good = validate(what.book, what.settings); !good) {
    return good.error();
  }
  const price_book_definition* present = find_price_book(now, what.book);
  if (present == nullptr && now.price_books.size() >= definitions_max) {
    return too_many(now.price_books.size());
  }
  const bool same = present != nullptr && *present == what.settings;
  return same ? events{} : events{price_book_configured{what.book, what.settings}};
}

tenant_outcome decide_one(const tenant_state& now, const configure_entitlement_template& what) {
  if (!now.created) {
    return no_tenant();
  }
  if (const status good = validate(what.name, what.settings); !good) {
    return good.error();
  }
  const auto set = find_hours(now.hours, what.settings.terms.hours);
  if (!what.settings.terms.hours.empty() && set && !set->active) {
    return switched_off(what.settings.terms.hours);
  }
  const entitlement_template* present = find_template(now, what.name);
  if (present == nullptr && now.templates.size() >= definitions_max) {
    return too_many(now.templates.size());
  }
  const bool same = present != nullptr && *present == what.settings;
  return same ? events{} : events{entitlement_template_configured{what.name, what.settings}};
}

tenant_outcome decide_one(const tenant_state& now, const configure_product_bundle& what) {
  if (!now.created) {
    return no_tenant();
  }
  if (const status good = validate(what.product, what.settings); !good) {
    return good.error();
  }
  for (const template_id& each : what.settings.templates) {
    if (find_template(now, each) == nullptr) {
      return rejection{errc::invalid_definition, "templates: there is no " + each.str(), {}};
    }
  }
  const product_bundle* present = find_bundle(now, what.product);
  if (present == nullptr && now.bundles.size() >= definitions_max) {
    return too_many(now.bundles.size());
  }
  const bool same = present != nullptr && *present == what.settings;
  return same ? events{} : events{product_bundle_configured{what.product, what.settings}};
}

tenant_outcome decide_one(const tenant_state& now, const configure_process& what) {
  if (!now.created) {
    return no_tenant();
  }
  if (const status good = validate(what.process, what.definition); !good) {
    return good.error();
  }
  const tenant_process* present = find_process(now, what.process);
  const std::uint32_t version = present == nullptr ? 0 : present->process_version;
  if (what.if_version != 0 && what.if_version != version) {
    return rejection{errc::stale_version, "another version was saved meanwhile",
                     std::to_string(version)};
  }
  if (present == nullptr && now.processes.size() >= definitions_max) {
    return too_many(now.processes.size());
  }
  if (present != nullptr && present->definition == what.definition) {
    return events{};
  }
  if (const status good = good_formulas(now, what.definition, present); !good.ok()) {
    return good.error();
  }
  events list{process_configured{what.process, version + 1, what.definition}};
  const status claimed = claim_hours_of(now, what, list);
  return claimed.ok() ? tenant_outcome(std::move(list)) : tenant_outcome(claimed.error());
}

}  // namespace parley::tenant_rules

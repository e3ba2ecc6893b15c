#include <algorithm>

#include "events/hours/calendar_cache.hpp"
#include "events/hours/decisions.hpp"
#include "events/hours/recurrence.hpp"
#include "events/hours/rights.hpp"
#include "events/hours/zone_clock.hpp"

namespace parley::hours {
namespace {

constexpr std::size_t set_name_bytes_max = 240;
constexpr std::size_t text_bytes_max = 256;
constexpr std::size_t description_bytes_max = 4096;
constexpr std::size_t list_items_max = 1000;

rejection invalid(std::string message, const char* reason) {
  return {errc::invalid_definition, std::move(message), reason};
}

rejection blocked(std::string message, const char* reason) {
  return {errc::wrong_state, std::move(message), reason};
}

rejection no_set() { return {errc::not_found, "there is no such set of business hours", {}}; }

bool is_utc(const std::string& zone) { return zone.empty() || zone == "UTC"; }

bool is_id(const std::string& text) { return !text.empty() && text.size() <= text_bytes_max; }

status check_lists(const hours_definition& definition) {
  for (const std::size_t size : {definition.weekly.size(), definition.holidays.size(),
                                 definition.exceptions.size(), definition.unlinked.size()}) {
    if (size > list_items_max) {
      return invalid("definition: a list has more than 1000 items", "TOO_MANY");
    }
  }
  for (const hours_exception& each : definition.exceptions) {
    if (each.name.size() > text_bytes_max || each.when.except.size() > list_items_max ||
        boost::describe::enum_to_string(each.effect, nullptr) == nullptr) {
      return invalid("exceptions: a name is too long, a list too long or an effect unknown",
                     "INVALID_EXCEPTION");
    }
  }
  return done{};
}

status check_name(const tenant_hours& now, const hours_id& hours, const std::string& name) {
  if (name.empty() || name.size() > set_name_bytes_max) {
    return invalid("name: has 1 to 240 bytes", "INVALID_NAME");
  }
  const bool built_in = hours.str() != built_in_hours &&
                        find_set(now, hours_id(std::string(built_in_hours))) == nullptr &&
                        name == built_in_hours;
  if (built_in || std::any_of(now.sets.begin(), now.sets.end(), [&](const hours_set& s) {
        return s.hours != hours && s.definition.name == name;
      })) {
    return blocked("another set has this name", "NAME_TAKEN");
  }
  return done{};
}

// Judged against the tenant with the new zone, as the set would be used.
status check_definition(tenant_hours with, const define_hours& what) {
  if (!is_id(what.hours.str())) {
    return invalid("hours: has 1 to 256 bytes", "INVALID_ID");
  }
  if (status good = check_name(with, what.hours, what.definition.name); !good.ok()) {
    return good;
  }
  if (status good = check_lists(what.definition); !good.ok()) {
    return good;
  }
  const std::string& region = what.definition.region;
  if (!region.empty() && find_region(with, region) == nullptr) {
    return invalid("region: there is no region " + region, "UNKNOWN_REGION");
  }
  for (const holiday_id& holiday : what.definition.holidays) {
    if (find_holiday(with, holiday) == nullptr) {
      return invalid("holidays: there is no holiday " + holiday.str(), "UNKNOWN_HOLIDAY");
    }
  }
  if (find_zone(with, what.definition.zone) == nullptr) {
    if (what.rules.zone == what.definition.zone) {
      apply(with, hours_zone_recorded{what.rules});
    } else if (!is_utc(what.definition.zone)) {
      return invalid("zone: there is no time zone " + what.definition.zone, "UNKNOWN_ZONE");
    }
  }
  const auto compiled = compile_calendar(with, what.definition);
  return compiled.ok() ? status(done{}) : compiled.error();
}

// The order and repetition of links mean nothing.
hours_definition normal(hours_definition definition) {
  for (auto* links : {&definition.holidays, &definition.unlinked}) {
    std::sort(links->begin(), links->end());
    links->erase(std::unique(links->begin(), links->end()), links->end());
  }
  return definition;
}

// The sets and regions that have the holiday.
std::string linked_by(const tenant_hours& now, const holiday_id& holiday) {
  std::string linked;
  const auto note = [&](const std::vector<holiday_id>& links, const std::string& name) {
    if (std::find(links.begin(), links.end(), holiday) != links.end()) {
      linked += (linked.empty() ? "" : ", ") + name;
    }
  };
  for (const hours_set& set : now.sets) {
    note(linked_holidays(now, set.definition), set.hours.str());
  }
  for (const holiday_region& region : now.regions) {
    note(region.holidays, "region " + region.region);
  }
  return linked;
}

// Holidays whose last link went with the set's new version.
void drop_unlinked(const tenant_hours& now, const hours_set& before, events& out) {
  tenant_hours after = now;
  for (const event& each : out) {
    std::visit([&](const auto& one) { apply(after, one); }, each);
  }
  for (const holiday_id& holiday : before.definition.holidays) {
    if (linked_by(after, holiday).empty()) {
      out.emplace_back(holiday_removed{holiday});
    }
  }
}

std::string list_uses(const std::vector<hours_use>& uses, const hours_id& hours) {
  std::string text;
  for (const hours_use& use : uses) {
    if (use.hours == hours) {
      text += (text.empty() ? "" : ", ") + use.kind + " " + use.user + " (" + use.name + ")";
    }
  }
  return text;
}

bool is_use(const hours_use& use) {
  return is_id(use.hours.str()) && is_id(use.kind) && is_id(use.user) &&
         use.name.size() <= text_bytes_max;
}

}  // namespace

result<events> decide(const tenant_hours& now, const define_hours& what, const context& where) {
  const bool there = find_hours(now, what.hours).has_value();
  if (const status may = permitted(now, where.by, there ? access::update : access::create);
      !may.ok()) {
    return may.error();
  }
  if (const status good = check_definition(now, what); !good.ok()) {
    return good.error();
  }
  const hours_definition wanted = normal(what.definition);
  const auto present = find_hours(now, what.hours);
  if (present && present->definition == wanted) {
    return events{};
  }
  if (!present && now.sets.size() >= list_items_max) {
    return blocked("the tenant has as many sets as it may have", "TOO_MANY");
  }
  events out;
  if (find_zone(now, wanted.zone) == nullptr && what.rules.zone == wanted.zone) {
    out.emplace_back(hours_zone_recorded{what.rules});
  }
  out.emplace_back(hours_defined{what.hours, present ? present->version + 1 : 1, wanted});
  if (present && now.administration.drop_unlinked) {
    drop_unlinked(now, *present, out);
  }
  return out;
}

result<events> decide(const tenant_hours& now, const activate_hours& what, const context& where) {
  if (const status may = permitted(now, where.by, access::update); !may.ok()) {
    return may.error();
  }
  const auto set = what.hours.empty() ? std::nullopt : find_hours(now, what.hours);
  if (!set) {
    return no_set();
  }
  return set->active ? events{} : events{hours_activated{what.hours}};
}

result<events> decide(const tenant_hours& now, const deactivate_hours& what, const context& where) {
  if (const status may = permitted(now, where.by, access::update); !may.ok()) {
    return may.error();
  }
  const auto set = what.hours.empty() ? std::nullopt : find_hours(now, what.hours);
  if (!set) {
    return no_set();
  }
  if (!set->active) {
    return events{};
  }
  if (resolve_hours(now, {}) == what.hours) {
    return blocked("the tenant's default set cannot be switched off", "IS_DEFAULT");
  }
  if (const std::string users = list_uses(now.uses, what.hours); !users.empty()) {
    return blocked("the set is in use by " + users, "IN_USE");
  }
  return events{hours_deactivated{what.hours}};
}

result<events> decide(const tenant_hours& now, const make_default_hours& what,
                      const context& where) {
  if (const status may = permitted(now, where.by, access::update); !may.ok()) {
    return may.error();
  }
  const auto set = what.hours.empty() ? std::nullopt : find_hours(now, what.hours);
  if (!set) {
    return no_set();
  }
  if (!set->active) {
    return blocked("an inactive set cannot be the default", "SET_INACTIVE");
  }
  const hours_id before = resolve_hours(now, {});
  return before == what.hours ? events{} : events{default_hours_changed{what.hours, before}};
}

result<events> decide(const tenant_hours& /*now*/, const delete_hours& /*what*/,
                      const context& /*where*/) {
  return rejection{errc::not_permitted,
                   "sets of business hours are never deleted, only switched off",
                   "DELETE_FORBIDDEN"};
}

result<events> decide(const tenant_hours& now, const define_holiday& what, const context& where) {
  const bool there = find_holiday(now, what.holiday) != nullptr;
  if (const status may = permitted(now, where.by, there ? access::update : access::create);
      !may.ok()) {
    return may.error();
  }
  const holiday_definition& wanted = what.definition;
  if (!is_id(what.holiday.str()) || !is_id(wanted.name) ||
      wanted.description.size() > description_bytes_max) {
    return invalid("name: has 1 to 256 bytes, as has the id; a description at most 4096",
                   "INVALID_NAME");
  }
  if (wanted.when.except.size() > list_items_max ||
      boost::describe::enum_to_string(wanted.origin, nullptr) == nullptr) {
    return invalid("except: has more than 1000 items, or the origin is unknown", "TOO_MANY");
  }
  const std::vector<holiday_definition> alone{wanted};
  const auto usable = calendar::compile({}, alone, fixed_zone("UTC", 0));
  if (!usable.ok()) {
    return usable.error();
  }
  const auto dates = recurrence::compile(wanted.when);
  if (!dates.ok()) {
    return dates.error();
  }
  const tenant_holiday* present = find_holiday(now, what.holiday);
  if (present != nullptr && present->definition == wanted) {
    return events{};
  }
  if (present == nullptr && now.holidays.size() >= list_items_max) {
    return blocked("the tenant has as many holidays as it may have", "TOO_MANY");
  }
  return events{holiday_defined{what.holiday, present == nullptr ? 1 : present->version + 1, wanted,
                                format_date(dates->first())}};
}

result<events> decide(const tenant_hours& now, const remove_holiday& what, const context& where) {
  if (const status may = permitted(now, where.by, access::update); !may.ok()) {
    return may.error();
  }
  if (find_holiday(now, what.holiday) == nullptr) {
    return rejection{errc::not_found, "there is no such holiday", {}};
  }
  const std::string linked = linked_by(now, what.holiday);
  if (!linked.empty()) {
    return blocked("the holiday is linked to " + linked, "HOLIDAY_LINKED");
  }
  return events{holiday_removed{what.holiday}};
}

result<events> decide(const tenant_hours& now, const claim_hours& what, const context& where) {
  if (const status may = only_administrators(where.by.role); !may.ok()) {
    return may.error();
  }
  if (!is_use(what.use)) {
    return invalid("use: hours, kind and user have 1 to 256 bytes, a name at most 256",
                   "INVALID_USE");
  }
  const auto set = find_hours(now, what.use.hours);
  if (!set) {
    return no_set();
  }
  if (std::find(now.uses.begin(), now.uses.end(), what.use) != now.uses.end()) {
    return events{};
  }
  if (!set->active) {
    return blocked("the set is switched off", "SET_INACTIVE");
  }
  return events{hours_claimed{what.use}};
}

result<events> decide(const tenant_hours& now, const release_hours& what, const context& where) {
  if (const status may = only_administrators(where.by.role); !may.ok()) {
    return may.error();
  }
  const auto claimed = std::find_if(now.uses.begin(), now.uses.end(), [&](const hours_use& use) {
    return use.hours == what.use.hours && use.kind == what.use.kind && use.user == what.use.user;
  });
  return claimed == now.uses.end() ? events{} : events{hours_released{*claimed}};
}

result<events> decide(const tenant_hours& now, const load_tz_release& what, const context& where) {
  if (const status may = only_administrators(where.by.role); !may.ok()) {
    return may.error();
  }
  if (!is_id(what.release) || boost::describe::enum_to_string(what.policy, nullptr) == nullptr) {
    return invalid("release: is missing or too long, or the policy is unknown", "INVALID_RELEASE");
  }
  tz_release_loaded loaded{what.release, what.policy, {}};
  tenant_hours after = now;
  for (const zone_rules& rules : what.zones) {
    if (rules.release != what.release || !zone_clock::compile(rules).ok()) {
      return invalid("zones: rules that are not of this release, or not readable", "INVALID_ZONE");
    }
    if (what.policy != tz_policy::pinned && find_zone(now, rules.zone) != nullptr) {
      loaded.zones.push_back(rules);
    }
  }
  apply(after, loaded);
  return after == now ? events{} : events{std::move(loaded)};
}

}  // namespace parley::hours

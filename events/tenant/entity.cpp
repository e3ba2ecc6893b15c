#include "events/tenant/entity.hpp"

#include <algorithm>
#include <set>

#include "events/hours/decisions.hpp"
#include "events/milestone/validate.hpp"
#include "events/tenant/validate.hpp"

namespace parley {
namespace {

using events = std::vector<tenant_event>;

result<events> decide_one(const tenant_state& now, const define_tenant& what) {
  if (const status good = validate(what.settings); !good) {
    return good.error();
  }
  if (!now.created) {
    return events{tenant_created{what.settings}};
  }
  if (now.settings == what.settings) {
    return events{};
  }
  return events{tenant_configured{what.settings}};
}

result<events> decide_one(const tenant_state& now, const configure_queue& what) {
  if (!now.created) {
    return rejection{errc::not_found, "there is no such tenant", {}};
  }
  if (const status good = validate(what.queue, what.settings); !good) {
    return good.error();
  }
  const queue_settings* present = find_queue(now, what.queue);
  if (present == nullptr && now.queues.size() >= now.settings.queues_max) {
    return rejection{errc::wrong_state, "the tenant has as many queues as it may have",
                     std::to_string(now.queues.size())};
  }
  if (present != nullptr && *present == what.settings) {
    return events{};
  }
  return events{queue_configured{what.queue, what.settings}};
}

// How many definitions of each sort.
constexpr std::size_t definitions_max = 1000;

rejection no_tenant() { return {errc::not_found, "there is no such tenant", {}}; }
rejection too_many(std::size_t count) {
  return {errc::wrong_state, "the tenant has as many of these as it may have",
          std::to_string(count)};
}

result<events> decide_one(const tenant_state& now, const configure_channel& what) {
  if (!now.created) {
    return no_tenant();
  }
  if (const status good = validate(what.channel, what.settings); !good) {
    return good.error();
  }
  const channel_settings* present = find_channel(now, what.channel);
  if (present == nullptr && now.channels.size() >= definitions_max) {
    return too_many(now.channels.size());
  }
  const bool same = present != nullptr && *present == what.settings;
  return same ? events{} : events{channel_configured{what.channel, what.settings}};
}

result<events> decide_one(const tenant_state& now, const configure_service_level& what) {
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
  const bool same = present != nullptr && *present == what.settings;
  return same ? events{} : events{service_level_configured{what.level, what.settings}};
}

result<events> decide_one(const tenant_state& now, const configure_entitlement_template& what) {
  if (!now.created) {
    return no_tenant();
  }
  if (const status good = validate(what.name, what.settings); !good) {
    return good.error();
  }
  const entitlement_template* present = find_template(now, what.name);
  if (present == nullptr && now.templates.size() >= definitions_max) {
    return too_many(now.templates.size());
  }
  const bool same = present != nullptr && *present == what.settings;
  return same ? events{} : events{entitlement_template_configured{what.name, what.settings}};
}

result<events> decide_one(const tenant_state& now, const configure_product_bundle& what) {
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

std::set<hours_id> hours_in(const process_definition& definition) {
  std::set<hours_id> named{definition.hours};
  for (const milestone_definition& each : definition.milestones) {
    named.insert(each.hours);
  }
  named.erase(hours_id());
  return named;
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
      return rejection{errc::wrong_state, "hours: " + hours.str() + " is switched off",
                       "SET_INACTIVE"};
    }
    to.emplace_back(hours_claimed{{hours, "process", what.process.str(), what.definition.name}});
  }
  return done{};
}

result<events> decide_one(const tenant_state& now, const configure_process& what) {
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
  events list{process_configured{what.process, version + 1, what.definition}};
  const status claimed = claim_hours_of(now, what, list);
  return claimed.ok() ? result<events>(std::move(list)) : result<events>(claimed.error());
}

// Replaces the entry of the same id, or puts a new one where it belongs.
template <class Entry, class Id>
void put(std::vector<Entry>& list, Entry entry, Id Entry::*member) {
  const auto at =
      std::lower_bound(list.begin(), list.end(), entry,
                       [&](const Entry& a, const Entry& b) { return a.*member < b.*member; });
  if (at != list.end() && (*at).*member == entry.*member) {
    *at = std::move(entry);
  } else {
    list.insert(at, std::move(entry));
  }
}

void apply_one(tenant_state& to, const channel_configured& what) {
  put(to.channels, tenant_channel{what.channel, what.settings}, &tenant_channel::channel);
}

void apply_one(tenant_state& to, const service_level_configured& what) {
  put(to.levels, tenant_level{what.level, what.settings}, &tenant_level::level);
}

void apply_one(tenant_state& to, const entitlement_template_configured& what) {
  put(to.templates, tenant_template{what.name, what.settings}, &tenant_template::name);
}

void apply_one(tenant_state& to, const product_bundle_configured& what) {
  put(to.bundles, tenant_bundle{what.product, what.settings}, &tenant_bundle::product);
}

void apply_one(tenant_state& to, const process_configured& what) {
  put(to.processes, tenant_process{what.process, what.process_version, what.definition},
      &tenant_process::process);
}

void apply_one(tenant_state& to, const tenant_created& what) {
  to.created = true;
  to.settings = what.settings;
}

void apply_one(tenant_state& to, const tenant_configured& what) { to.settings = what.settings; }

void apply_one(tenant_state& to, const queue_configured& what) {
  const auto at =
      std::lower_bound(to.queues.begin(), to.queues.end(), what.queue,
                       [](const tenant_queue& q, const queue_id& id) { return q.queue < id; });
  if (at != to.queues.end() && at->queue == what.queue) {
    at->settings = what.settings;
  } else {
    to.queues.insert(at, tenant_queue{what.queue, what.settings});
  }
}

// Business hours have their own rules, in events/hours/.
template <class Command>
result<events> decide_hours(const tenant_state& now, const Command& what, const context& where) {
  if (!now.created) {
    return rejection{errc::not_found, "there is no such tenant", {}};
  }
  const auto decided = hours::decide(now.hours, what, where);
  if (!decided.ok()) {
    return decided.error();
  }
  events out;
  for (const hours::event& each : *decided) {
    std::visit([&](const auto& one) { out.emplace_back(one); }, each);
  }
  return out;
}

template <class Event>
void apply_one(tenant_state& to, const Event& what) {
  hours::apply(to.hours, what);
}

}  // namespace

result<std::vector<tenant_event>> tenant_entity::decide(const state& now, const command& what,
                                                        const context& where) {
  return std::visit(
      [&](const auto& one) -> result<events> {
        if constexpr (requires { decide_one(now, one); }) {
          return decide_one(now, one);
        } else {
          return decide_hours(now, one, where);
        }
      },
      what);
}

void tenant_entity::apply(state& to, const event& what, time_ms /*at*/) {
  std::visit([&](const auto& one) { apply_one(to, one); }, what);
}

}  // namespace parley

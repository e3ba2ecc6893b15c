#include "events/tenant/entity.hpp"

#include <algorithm>

#include "events/hours/decisions.hpp"
#include "events/tenant/decisions.hpp"
#include "events/tenant/validate.hpp"

namespace parley {
namespace {

using tenant_rules::decide_one;
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

result<events> decide_one(const tenant_state& now, const configure_permission_set& what) {
  if (!now.created) {
    return no_tenant();
  }
  if (const status good = validate(what.permissions, what.settings); !good) {
    return good.error();
  }
  const auto present =
      std::find_if(now.permission_sets.begin(), now.permission_sets.end(),
                   [&](const auto& each) { return each.permissions == what.permissions; });
  const bool known = present != now.permission_sets.end();
  if (!known && now.permission_sets.size() >= definitions_max) {
    return too_many(now.permission_sets.size());
  }
  const bool same = known && present->settings == what.settings;
  return same ? events{} : events{permission_set_configured{what.permissions, what.settings}};
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

void apply_one(tenant_state& to, const permission_set_configured& what) {
  put(to.permission_sets, tenant_permission_set{what.permissions, what.settings},
      &tenant_permission_set::permissions);
}

void apply_one(tenant_state& to, const service_level_configured& what) {
  const auto present =
      std::find_if(to.levels.begin(), to.levels.end(),
                   [&](const tenant_level& each) { return each.level == what.level; });
  const std::string used_until = present == to.levels.end() ? std::string() : present->used_until;
  put(to.levels, tenant_level{what.level, what.settings, what.level_version, used_until},
      &tenant_level::level);
}

void apply_one(tenant_state& to, const service_level_removed& what) {
  std::erase_if(to.levels, [&](const tenant_level& each) { return each.level == what.level; });
}

void apply_one(tenant_state& to, const service_level_claimed& what) {
  for (tenant_level& each : to.levels) {
    if (each.level == what.level) {
      each.used_until = what.until;
    }
  }
}

void apply_one(tenant_state& to, const price_book_configured& what) {
  put(to.price_books, tenant_price_book{what.book, what.settings}, &tenant_price_book::book);
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
        } else if constexpr (requires { decide_one(now, one, where); }) {
          return decide_one(now, one, where);
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

#include "events/tenant/entity.hpp"

#include <algorithm>

#include "events/hours/decisions.hpp"
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

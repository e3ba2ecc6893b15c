#pragma once
// What can happen to a tenant.

#include "events/base/one_of.hpp"
#include "events/hours/events.hpp"
#include "events/tenant/settings.hpp"

namespace parley {

struct tenant_created {
  tenant_settings settings;
  bool operator==(const tenant_created&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_created, (), (settings))

struct tenant_configured {
  tenant_settings settings;
  bool operator==(const tenant_configured&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_configured, (), (settings))

struct queue_configured {
  queue_id queue;
  queue_settings settings;
  bool operator==(const queue_configured&) const = default;
};
BOOST_DESCRIBE_STRUCT(queue_configured, (), (queue, settings))

struct tenant_event_cases {
  using variant = std::variant<tenant_created, tenant_configured, queue_configured, hours_zone_recorded,
                   hours_defined, hours_activated, hours_deactivated, default_hours_changed,
                   holiday_defined, holiday_removed, hours_claimed, hours_released,
                   tz_release_loaded>;
};
using tenant_event = one_of<tenant_event_cases>;

}  // namespace parley

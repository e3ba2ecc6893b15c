#pragma once
// What can happen to a tenant.

#include "events/base/one_of.hpp"
#include "events/customer/definitions.hpp"
#include "events/hours/events.hpp"
#include "events/milestone/definitions.hpp"
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

struct channel_configured {
  channel_kind channel;
  channel_settings settings;
  bool operator==(const channel_configured&) const = default;
};
BOOST_DESCRIBE_STRUCT(channel_configured, (), (channel, settings))

struct permission_set_configured {
  std::string permissions;
  permission_set settings;
  bool operator==(const permission_set_configured&) const = default;
};
BOOST_DESCRIBE_STRUCT(permission_set_configured, (), (permissions, settings))

struct service_level_configured {
  level_id level;
  service_level settings;
  std::uint32_t level_version = 0;
  bool operator==(const service_level_configured&) const = default;
};
BOOST_DESCRIBE_STRUCT(service_level_configured, (), (level, settings, level_version))

struct service_level_removed {
  level_id level;
  bool operator==(const service_level_removed&) const = default;
};
BOOST_DESCRIBE_STRUCT(service_level_removed, (), (level))

/// Some entitlement has the level until that day.
struct service_level_claimed {
  level_id level;
  std::string until;
  bool operator==(const service_level_claimed&) const = default;
};
BOOST_DESCRIBE_STRUCT(service_level_claimed, (), (level, until))

struct price_book_configured {
  price_book_id book;
  price_book_definition settings;
  bool operator==(const price_book_configured&) const = default;
};
BOOST_DESCRIBE_STRUCT(price_book_configured, (), (book, settings))

/// Entitlements made from it before stay as they are.
struct entitlement_template_configured {
  template_id name;
  entitlement_template settings;
  bool operator==(const entitlement_template_configured&) const = default;
};
BOOST_DESCRIBE_STRUCT(entitlement_template_configured, (), (name, settings))

/// For what is sold from now on.
struct product_bundle_configured {
  product_id product;
  product_bundle settings;
  bool operator==(const product_bundle_configured&) const = default;
};
BOOST_DESCRIBE_STRUCT(product_bundle_configured, (), (product, settings))

/// Cases that run keep the version they entered, unless they are migrated.
struct process_configured {
  process_id process;
  std::uint32_t process_version = 0;
  process_definition definition;
  bool operator==(const process_configured&) const = default;
};
BOOST_DESCRIBE_STRUCT(process_configured, (), (process, process_version, definition))

struct tenant_event_cases {
  using variant =
      std::variant<tenant_created, tenant_configured, queue_configured, hours_zone_recorded,
                   hours_defined, hours_activated, hours_deactivated, default_hours_changed,
                   holiday_defined, holiday_removed, hours_claimed, hours_released,
                   tz_release_loaded, service_level_configured, entitlement_template_configured,
                   product_bundle_configured, process_configured, channel_configured,
                   service_level_removed, service_level_claimed, price_book_configured,
                   hours_administered, holiday_region_defined, permission_set_configured>;
};
using tenant_event = one_of<tenant_event_cases>;

}  // namespace parley

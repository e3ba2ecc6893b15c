#pragma once
// What a tenant can be asked to do.

#include "events/base/one_of.hpp"
#include "events/customer/definitions.hpp"
#include "events/hours/commands.hpp"
#include "events/milestone/definitions.hpp"
#include "events/tenant/settings.hpp"

namespace parley {

/// Creates the tenant, or replaces its settings. The same settings again change nothing.
struct define_tenant {
  tenant_settings settings;
};
BOOST_DESCRIBE_STRUCT(define_tenant, (), (settings))

/// Adds or replaces a queue. Work that waits is re-sorted by the new settings at its next step.
struct configure_queue {
  queue_id queue;
  queue_settings settings;
};
BOOST_DESCRIBE_STRUCT(configure_queue, (), (queue, settings))

/// Adds or replaces a channel. Routes that are under way stay with who has them.
struct configure_channel {
  channel_kind channel;
  channel_settings settings;
};
BOOST_DESCRIBE_STRUCT(configure_channel, (), (channel, settings))

/// Adds or replaces a set of permissions. The next act of an agent is judged by it.
struct configure_permission_set {
  std::string permissions;
  permission_set settings;
};
BOOST_DESCRIBE_STRUCT(configure_permission_set, (), (permissions, settings))

struct configure_service_level {
  level_id level;
  service_level settings;
};
BOOST_DESCRIBE_STRUCT(configure_service_level, (), (level, settings))

struct configure_entitlement_template {
  template_id name;
  entitlement_template settings;
};
BOOST_DESCRIBE_STRUCT(configure_entitlement_template, (), (name, settings))

struct configure_product_bundle {
  product_id product;
  product_bundle settings;
};
BOOST_DESCRIBE_STRUCT(configure_product_bundle, (), (product, settings))

/// Makes the next version. `if_version`: the one that was edited; STALE_VERSION if another came
/// between. 0: whichever.
struct configure_process {
  process_id process;
  process_definition definition;
  std::uint32_t if_version = 0;
};
BOOST_DESCRIBE_STRUCT(configure_process, (), (process, definition, if_version))

/// WRONG_STATE, IN_USE, while a template has it or an entitlement that has not ended.
struct remove_service_level {
  level_id level;
};
BOOST_DESCRIBE_STRUCT(remove_service_level, (), (level))

/// From reactions only: an entitlement has the level until that day.
struct claim_service_level {
  level_id level;
  std::string until;
};
BOOST_DESCRIBE_STRUCT(claim_service_level, (), (level, until))

struct configure_price_book {
  price_book_id book;
  price_book_definition settings;
};
BOOST_DESCRIBE_STRUCT(configure_price_book, (), (book, settings))

struct tenant_command_cases {
  using variant = std::variant<define_tenant, configure_queue, define_hours, activate_hours,
                               deactivate_hours, make_default_hours, delete_hours, define_holiday,
                               remove_holiday, claim_hours, release_hours, load_tz_release,
                               configure_service_level, configure_entitlement_template,
                               configure_product_bundle, configure_process, configure_channel,
                               remove_service_level, claim_service_level, configure_price_book,
                               administer_hours, define_holiday_region, configure_permission_set>;
};
using tenant_command = one_of<tenant_command_cases>;

}  // namespace parley

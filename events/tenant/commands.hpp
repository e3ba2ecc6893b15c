#pragma once
// What a tenant can be asked to do.

#include "events/base/one_of.hpp"
#include "events/hours/commands.hpp"
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

struct tenant_command_cases {
  using variant = std::variant<define_tenant, configure_queue, define_hours, activate_hours, deactivate_hours,
                   make_default_hours, delete_hours, define_holiday, remove_holiday, claim_hours,
                   release_hours, load_tz_release>;
};
using tenant_command = one_of<tenant_command_cases>;

}  // namespace parley

#pragma once
// What a tenant is: its settings and queues. The entity's state, and, in the same form, what every
// decision of the tenant's other entities may see (context::tenant).

#include <optional>
#include <string_view>
#include <vector>

#include "events/hours/book.hpp"
#include "events/tenant/settings.hpp"

namespace parley {

struct tenant_queue {
  queue_id queue;
  queue_settings settings;
  bool operator==(const tenant_queue&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_queue, (), (queue, settings))

struct tenant_state {
  bool created = false;
  tenant_settings settings;
  std::vector<tenant_queue> queues;  ///< sorted by id
  tenant_hours hours;
  bool operator==(const tenant_state&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_state, (), (created, settings, queues, hours))

/// Null if the tenant has no such queue. Valid until the state changes.
const queue_settings* find_queue(const tenant_state& tenant, const queue_id& queue);

/// Capacity units of one work item: the queue's weight for the channel, else the tenant's, else 1.
/// `queue` may be null.
std::uint16_t weight_of(const tenant_state& tenant, const queue_settings* queue,
                        const channel_kind& channel);

/// What the status `name` means. A tenant that configured none has available, busy, away and
/// logged_out; logged_out is always known. Empty for any other name.
std::optional<presence_state> find_status(const tenant_settings& settings, std::string_view name);

/// The tenant's name for being logged out: its first such status, else "logged_out".
std::string logged_out_status(const tenant_settings& settings);

}  // namespace parley

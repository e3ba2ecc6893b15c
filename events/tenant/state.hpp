#pragma once
// What a tenant is: its settings and queues. The entity's state, and, in the same form, what every
// decision of the tenant's other entities may see (context::tenant).

#include <optional>
#include <string_view>
#include <vector>

#include "events/base/entity.hpp"
#include "events/customer/definitions.hpp"
#include "events/hours/book.hpp"
#include "events/milestone/definitions.hpp"
#include "events/tenant/settings.hpp"

namespace parley {

struct tenant_queue {
  queue_id queue;
  queue_settings settings;
  bool operator==(const tenant_queue&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_queue, (), (queue, settings))

struct tenant_level {
  level_id level;
  service_level settings;
  std::uint32_t level_version = 0;
  std::string used_until{};  ///< the latest end of an entitlement that had it; empty: none
  bool operator==(const tenant_level&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_level, (), (level, settings, level_version, used_until))

struct tenant_price_book {
  price_book_id book;
  price_book_definition settings;
  bool operator==(const tenant_price_book&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_price_book, (), (book, settings))

struct tenant_template {
  template_id name;
  entitlement_template settings;
  bool operator==(const tenant_template&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_template, (), (name, settings))

struct tenant_bundle {
  product_id product;
  product_bundle settings;
  bool operator==(const tenant_bundle&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_bundle, (), (product, settings))

/// The latest version: cases that run have a copy of theirs.
struct tenant_process {
  process_id process;
  std::uint32_t process_version = 0;
  process_definition definition;
  bool operator==(const tenant_process&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_process, (), (process, process_version, definition))

struct tenant_channel {
  channel_kind channel;
  channel_settings settings;
  bool operator==(const tenant_channel&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_channel, (), (channel, settings))

struct tenant_permission_set {
  std::string permissions;
  permission_set settings;
  bool operator==(const tenant_permission_set&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_permission_set, (), (permissions, settings))

struct tenant_state {
  bool created = false;
  tenant_settings settings;
  std::vector<tenant_queue> queues;  ///< sorted by id, like all of these
  tenant_hours hours;
  std::vector<tenant_level> levels;
  std::vector<tenant_template> templates;
  std::vector<tenant_bundle> bundles;
  std::vector<tenant_process> processes;
  std::vector<tenant_channel> channels;
  std::vector<tenant_price_book> price_books;
  std::vector<tenant_permission_set> permission_sets;
  bool operator==(const tenant_state&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_state, (),
                      (created, settings, queues, hours, levels, templates, bundles, processes,
                       channels, price_books, permission_sets))

/// Null if the tenant has no such queue. Valid until the state changes.
const queue_settings* find_queue(const tenant_state& tenant, const queue_id& queue);

// Null if the tenant has none of that name. Valid until the state changes.
const price_book_definition* find_price_book(const tenant_state& tenant, const price_book_id& book);
const service_level* find_level(const tenant_state& tenant, const level_id& level);
const entitlement_template* find_template(const tenant_state& tenant, const template_id& name);
const product_bundle* find_bundle(const tenant_state& tenant, const product_id& product);
const tenant_process* find_process(const tenant_state& tenant, const process_id& process);
const channel_settings* find_channel(const tenant_state& tenant, const channel_kind& channel);

/// True for that partner itself, and for the platform, which may act for anybody.
bool acts_for(const principal& by, const std::string& partner);

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

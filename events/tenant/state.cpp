#include "events/tenant/state.hpp"

#include <algorithm>

namespace parley {
namespace {

const channel_weight* find_weight(const std::vector<channel_weight>& weights,
                                  const channel_kind& channel) {
  const auto found = std::find_if(weights.begin(), weights.end(),
                                  [&](const channel_weight& w) { return w.channel == channel; });
  return found == weights.end() ? nullptr : &*found;
}

// The entry of that id in a list that is sorted by it.
template <class Entry, class Id>
const Entry* find_in(const std::vector<Entry>& list, const Id& id, Id Entry::*member) {
  const auto at =
      std::lower_bound(list.begin(), list.end(), id,
                       [&](const Entry& each, const Id& wanted) { return each.*member < wanted; });
  return at != list.end() && (*at).*member == id ? &*at : nullptr;
}

}  // namespace

const service_level* find_level(const tenant_state& tenant, const level_id& level) {
  const auto* found = find_in(tenant.levels, level, &tenant_level::level);
  return found == nullptr ? nullptr : &found->settings;
}

const price_book_definition* find_price_book(const tenant_state& tenant,
                                             const price_book_id& book) {
  const auto* found = find_in(tenant.price_books, book, &tenant_price_book::book);
  return found == nullptr ? nullptr : &found->settings;
}

const entitlement_template* find_template(const tenant_state& tenant, const template_id& name) {
  const auto* found = find_in(tenant.templates, name, &tenant_template::name);
  return found == nullptr ? nullptr : &found->settings;
}

const product_bundle* find_bundle(const tenant_state& tenant, const product_id& product) {
  const auto* found = find_in(tenant.bundles, product, &tenant_bundle::product);
  return found == nullptr ? nullptr : &found->settings;
}

const tenant_process* find_process(const tenant_state& tenant, const process_id& process) {
  return find_in(tenant.processes, process, &tenant_process::process);
}

const channel_settings* find_channel(const tenant_state& tenant, const channel_kind& channel) {
  const auto* found = find_in(tenant.channels, channel, &tenant_channel::channel);
  return found == nullptr ? nullptr : &found->settings;
}

bool acts_for(const principal& by, const std::string& partner) {
  return by.role == principal_role::system ||
         (by.role == principal_role::partner && by.name == partner);
}

const queue_settings* find_queue(const tenant_state& tenant, const queue_id& queue) {
  const auto at =
      std::lower_bound(tenant.queues.begin(), tenant.queues.end(), queue,
                       [](const tenant_queue& q, const queue_id& id) { return q.queue < id; });
  return at != tenant.queues.end() && at->queue == queue ? &at->settings : nullptr;
}

std::uint16_t weight_of(const tenant_state& tenant, const queue_settings* queue,
                        const channel_kind& channel) {
  if (queue != nullptr) {
    if (const auto* own = find_weight(queue->channel_weights, channel)) {
      return own->weight;
    }
  }
  const auto* common = find_weight(tenant.settings.channel_weights, channel);
  return common == nullptr ? std::uint16_t{1} : common->weight;
}

std::optional<presence_state> find_status(const tenant_settings& settings, std::string_view name) {
  for (const presence_status& each : settings.statuses) {
    if (each.name == name) {
      return each.state;
    }
  }
  if (name == "logged_out") {
    return presence_state::logged_out;
  }
  if (!settings.statuses.empty()) {
    return std::nullopt;
  }
  if (name == "available") {
    return presence_state::available;
  }
  if (name == "busy") {
    return presence_state::busy;
  }
  if (name == "away") {
    return presence_state::away;
  }
  return std::nullopt;
}

std::string logged_out_status(const tenant_settings& settings) {
  for (const presence_status& each : settings.statuses) {
    if (each.state == presence_state::logged_out) {
      return each.name;
    }
  }
  return "logged_out";
}

}  // namespace parley

#include "events/tenant/rights.hpp"

#include <algorithm>

namespace parley {
namespace {

bool grants(const permission_set& set, right wanted) {
  switch (wanted) {
    case right::accept_work:
      return set.accept_work;
    case right::transfer:
      return set.transfer;
    case right::start_outbound:
      return set.start_outbound;
    case right::send:
      return set.send;
    case right::read_transcript:
      return set.read_transcript;
    case right::replay_log:
      return set.replay_log;
  }
  return false;
}

template <class List, class Item>
bool contains(const List& list, const Item& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool has(const agent_definition& agent, const tenant_permission_set& set) {
  const auto& wanted = set.settings.given_if;
  const bool given =
      !wanted.empty() && std::all_of(wanted.begin(), wanted.end(), [&](const attribute& each) {
        return contains(agent.attributes, each);
      });
  return given || contains(agent.permission_sets, set.permissions);
}

}  // namespace

bool may(const tenant_state& tenant, const agent_definition& agent, right wanted,
         const channel_kind& channel) {
  const auto& sets = tenant.permission_sets;
  return sets.empty() || std::any_of(sets.begin(), sets.end(), [&](const auto& each) {
           const auto& channels = each.settings.channels;
           const bool covered = channel.empty() || channels.empty() || contains(channels, channel);
           return covered && grants(each.settings, wanted) && has(agent, each);
         });
}

bool is_of_another_partner(const principal& by, const tenant_state& tenant,
                           const channel_kind& channel) {
  const channel_settings* settings =
      by.role == principal_role::partner ? find_channel(tenant, channel) : nullptr;
  return settings != nullptr && !settings->partner.empty() && settings->partner != by.name;
}

std::optional<rejection> need_right(const principal& by, const tenant_state& tenant,
                                    const agent_definition* agent, right wanted,
                                    const channel_kind& channel) {
  const bool gated = by.role == principal_role::agent && !tenant.permission_sets.empty();
  if (!gated || (agent != nullptr && may(tenant, *agent, wanted, channel))) {
    return std::nullopt;
  }
  return rejection{errc::not_permitted,
                   std::string("the agent does not have the right ") +
                       boost::describe::enum_to_string(wanted, "unknown"),
                   {}};
}

}  // namespace parley

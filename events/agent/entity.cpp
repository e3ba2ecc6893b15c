#include "events/agent/entity.hpp"

#include <algorithm>

#include "events/agent/decisions.hpp"
#include "events/tenant/state.hpp"
#include "events/tenant/validate.hpp"

namespace parley {
namespace agent_rules {

result<events> decide_one(const agent_state& now, const define_agent& what, const context& where) {
  if (where.tenant == nullptr) {
    return rejection{errc::not_found, "there is no such tenant", {}};
  }
  if (const status good = validate(what.definition); !good) {
    return good.error();
  }
  if (now.defined && now.definition == what.definition) {
    return events{};
  }
  if (!now.defined && where.agents >= where.tenant->settings.agents_max) {
    return rejection{errc::wrong_state, "the tenant has as many agents as it may have",
                     std::to_string(where.agents)};
  }
  events list{agent_defined{what.definition}};
  release_left_partners(list, now, what.definition);
  return list;
}

namespace {

std::vector<work_slot>::iterator slot_at(agent_state& to, const work_id& work) {
  return std::lower_bound(to.slots.begin(), to.slots.end(), work,
                          [](const work_slot& s, const work_id& w) { return s.work < w; });
}

void move_slot(agent_state& to, const work_id& work, slot_state state, time_ms at) {
  const auto slot = slot_at(to, work);
  if (slot != to.slots.end() && slot->work == work) {
    slot->state = state;
    slot->since = at;
  }
}

void apply_one(agent_state& to, const agent_defined& what, time_ms /*at*/) {
  to.defined = true;
  to.definition = what.definition;
  std::erase_if(to.partner_feeds,
                [&](const partner_feed& feed) { return !serves_partner(to, feed.partner); });
}

void apply_one(agent_state& to, const presence_changed& what, time_ms at) {
  to.status = what.status;
  to.presence = what.state;
  to.channels = what.channels;
  to.cause = what.cause;
  to.since = at;
  to.lease_until = what.lease_until;
  to.grace_until = time_ms(0);
}

void apply_one(agent_state& to, const lease_renewed& what, time_ms /*at*/) {
  to.lease_until = what.lease_until;
}

void apply_one(agent_state& to, const presence_lost& what, time_ms at) {
  to.presence = presence_state::lost;
  to.cause = what.cause;
  to.since = at;
  to.lease_until = time_ms(0);
  to.grace_until = what.grace_until;
}

void apply_one(agent_state& to, const capacity_reserved& what, time_ms at) {
  const auto slot = slot_at(to, what.work);
  if (slot == to.slots.end() || slot->work != what.work) {
    to.slots.insert(slot, work_slot{what.work, what.conversation, what.channel, what.weight,
                                    what.interruptible, slot_state::reserved, at});
  }
}

void apply_one(agent_state& to, const outbound_started& what, time_ms at) {
  apply_one(to, capacity_reserved{what.work, what.conversation, what.channel, what.weight, false},
            at);
}

void apply_one(agent_state& to, const partner_work_started& what, time_ms at) {
  const auto slot = slot_at(to, what.work);
  if (slot != to.slots.end() && slot->work == what.work) {
    slot->channel = what.channel;
    slot->weight = what.weight;
    slot->interruptible = what.interruptible;
  } else {
    to.slots.insert(slot, work_slot{what.work, conversation_id(), what.channel, what.weight,
                                    what.interruptible, slot_state::committed, at});
  }
}

void apply_one(agent_state& to, const partner_work_reported& what, time_ms /*at*/) {
  for (partner_feed& feed : to.partner_feeds) {
    if (feed.partner == what.partner) {
      feed.sequence = what.sequence;
      return;
    }
  }
  to.partner_feeds.push_back({what.partner, what.sequence});
}

void apply_one(agent_state& to, const capacity_committed& what, time_ms at) {
  move_slot(to, what.work, slot_state::committed, at);
}

void apply_one(agent_state& to, const after_work_started& what, time_ms at) {
  move_slot(to, what.work, slot_state::after_work, at);
}

void apply_one(agent_state& to, const capacity_released& what, time_ms /*at*/) {
  const auto slot = slot_at(to, what.work);
  if (slot != to.slots.end() && slot->work == what.work) {
    to.slots.erase(slot);
  }
}

}  // namespace
}  // namespace agent_rules

result<std::vector<agent_event>> agent_entity::decide(const state& now, const command& what,
                                                      const context& where) {
  return std::visit([&](const auto& one) { return agent_rules::decide_one(now, one, where); },
                    what);
}

void agent_entity::apply(state& to, const event& what, time_ms at) {
  std::visit([&](const auto& one) { agent_rules::apply_one(to, one, at); }, what);
}

}  // namespace parley

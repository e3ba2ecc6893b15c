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

work_slot* known_slot(agent_state& to, const work_id& work) {
  const auto slot = slot_at(to, work);
  return slot != to.slots.end() && slot->work == work ? &*slot : nullptr;
}

// An older one counts less the more have followed.
void remember_handling(agent_state& to, const work_slot& slot, time_ms at) {
  if (slot.taken_at == time_ms()) {
    return;
  }
  auto known = std::find_if(to.handling.begin(), to.handling.end(), [&](const handling_time& each) {
    return each.channel == slot.channel;
  });
  if (known == to.handling.end()) {
    if (to.handling.size() >= handling_channels_max) {
      return;
    }
    known = to.handling.insert(known, {slot.channel, 0, duration_ms()});
  }
  known->count += known->count < handling_weight_max ? 1U : 0U;
  const std::int64_t took = std::max<std::int64_t>(0, at.value - slot.taken_at.value);
  known->mean_ms.value += (took - known->mean_ms.value) / std::int64_t{known->count};
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
    to.slots.insert(slot, work_slot{what.work,
                                    what.conversation,
                                    what.channel,
                                    what.weight,
                                    what.interruptible,
                                    slot_state::reserved,
                                    at,
                                    {},
                                    {}});
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
    to.slots.insert(slot, work_slot{what.work,
                                    conversation_id(),
                                    what.channel,
                                    what.weight,
                                    what.interruptible,
                                    slot_state::committed,
                                    at,
                                    at,
                                    {}});
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
  if (work_slot* slot = known_slot(to, what.work)) {
    slot->state = slot_state::committed;
    slot->since = at;
    slot->taken_at = at;
  }
}

void apply_one(agent_state& to, const after_work_started& what, time_ms at) {
  if (work_slot* slot = known_slot(to, what.work)) {
    slot->since = slot->state == slot_state::after_work ? slot->since : at;
    slot->state = slot_state::after_work;
    slot->until = what.until;
  }
}

void apply_one(agent_state& to, const capacity_released& what, time_ms at) {
  const auto slot = slot_at(to, what.work);
  if (slot != to.slots.end() && slot->work == what.work) {
    remember_handling(to, *slot, at);
    to.slots.erase(slot);
  }
}

// It says what the events before it make of the state.
void apply_one(agent_state& /*to*/, const capacity_changed& /*what*/, time_ms /*at*/) {}

}  // namespace
}  // namespace agent_rules

namespace {

// Whoever works for a partner is worth a copy of the state; all others are not told of.
void tell_capacity(std::vector<agent_event>& list, const agent_state& now, time_ms at) {
  const bool defines = std::holds_alternative<agent_defined>(list.front());
  if (now.definition.partners.empty() && !defines) {
    return;
  }
  agent_state after = now;
  for (const agent_event& each : list) {
    agent_entity::apply(after, each, at);
  }
  if (after.definition.partners.empty()) {
    return;
  }
  capacity_changed told = capacity_of(after);
  if (told != capacity_of(now) || after.definition.partners != now.definition.partners) {
    list.emplace_back(told);
  }
}

}  // namespace

result<std::vector<agent_event>> agent_entity::decide(const state& now, const command& what,
                                                      const context& where) {
  auto list =
      std::visit([&](const auto& one) { return agent_rules::decide_one(now, one, where); }, what);
  if (list.ok() && !list->empty()) {
    tell_capacity(*list, now, where.now);
  }
  return list;
}

void agent_entity::apply(state& to, const event& what, time_ms at) {
  std::visit([&](const auto& one) { agent_rules::apply_one(to, one, at); }, what);
}

}  // namespace parley

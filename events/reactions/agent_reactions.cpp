// What follows from the events of an agent.

#include "events/reactions/reactor.hpp"

namespace parley {

void reactor::operator()(const agent_defined& /*e*/) { settle(agent_id(entity())); }

void reactor::operator()(const presence_changed& e) {
  const agent_id agent(entity());
  const agent_state* state = agent_of(agent);
  cancel_if_armed(timer_purpose::grace, agent.str());
  keep_lease_timer(agent, *state);
  if (e.state == presence_state::logged_out) {
    for (const work_slot& slot : state->slots) {
      if (is_partner_work(slot)) {
        continue;
      }
      switch (slot.state) {
        case slot_state::reserved:
          tell(slot.conversation, withdraw_offer{slot.work, "agent_left"});
          break;
        case slot_state::committed:
          tell(slot.conversation, abandon_work{slot.work});
          break;
        case slot_state::after_work:
          tell(agent, release_capacity{slot.work});
          break;
      }
    }
  }
  settle(agent);
}

void reactor::operator()(const lease_renewed& /*e*/) {
  const agent_id agent(entity());
  keep_lease_timer(agent, *agent_of(agent));
}

void reactor::operator()(const presence_lost& e) {
  const agent_id agent(entity());
  const agent_state* state = agent_of(agent);
  keep_lease_timer(agent, *state);
  arm_of_agent(timer_purpose::grace, agent, e.grace_until);
  for (const work_slot& slot : state->slots) {
    if (slot.state == slot_state::reserved) {
      tell(slot.conversation, withdraw_offer{slot.work, "agent_left"});
    }
  }
  settle(agent);
}

void reactor::operator()(const capacity_reserved& e) {
  const agent_id agent(entity());
  const conversation_row* waiting = tenant_.find(e.conversation);
  if (waiting != nullptr && waiting->attempt == e.work && waiting->attempt_reserved) {
    tell(e.conversation, offer_work{e.work, waiting->request.route, agent});
  } else {
    tell(agent, release_capacity{e.work});
  }
  settle(agent);
}

void reactor::operator()(const outbound_started& e) {
  const agent_id agent(entity());
  tell(e.conversation, open_outbound{e.work, agent, e.contact, e.channel, e.address, e.queue});
  settle(agent);
}

void reactor::operator()(const partner_work_started& /*e*/) { settle(agent_id(entity())); }

// The agent left after it had accepted, and before the slot was committed.
void reactor::operator()(const capacity_committed& e) {
  const agent_state* state = agent_of(agent_id(entity()));
  if (state->presence == presence_state::logged_out) {
    tell(routing::conversation_of(e.work), abandon_work{e.work});
  }
}

void reactor::operator()(const capacity_released& e) {
  settle(agent_id(entity()));
  try_item(routing::conversation_of(e.work));
}

}  // namespace parley

// How work and agents come together: an item looks for an agent, an agent looks for items.

#include "events/reactions/reactor.hpp"

namespace parley {

const agent_state* reactor::agent_of(const agent_id& agent) const {
  const auto found = tenant_.agents.find(agent);
  return found == tenant_.agents.end() ? nullptr : &found->second.state;
}

void reactor::start_attempt(const conversation_id& conversation, const agent_id& agent) {
  const work_id work = routing::make_work_id(conversation, event_.at.at);
  tenant_.change(conversation, 0, [&](conversation_row& row) {
    row.attempt = work;
    row.attempt_agent = agent;
    row.attempt_reserved = false;
  });
  routing::attempt sent = tenant_floor::attempt_of(conversation, *tenant_.find(conversation));
  tell(agent, reserve_capacity{sent.work, sent.conversation, sent.channel, sent.weight,
                               sent.interruptible});
  tenant_.board.add_attempt(agent, std::move(sent));
}

void reactor::try_item(const conversation_id& conversation) {
  if (!tenant_.board.is_waiting(conversation)) {
    return;
  }
  if (const auto agent = tenant_.board.choose_agent(conversation)) {
    start_attempt(conversation, *agent);
  } else if (const conversation_row* waiting = tenant_.find(conversation);
             waiting->request.proposed) {
    refuse_proposed(conversation, *waiting);
  }
}

void reactor::refuse_proposed(const conversation_id& conversation, const conversation_row& row) {
  const agent_id& agent = row.request.preferred_agent;
  const agent_state* state = agent_of(agent);
  errc why = errc::no_capacity;
  if (state == nullptr || !state->defined) {
    why = errc::not_found;
  } else if (state->presence != presence_state::available ||
             !works_on(*state, row.request.channel)) {
    why = errc::not_available;
  }
  tell(conversation, refuse_proposal{row.request.route, agent, to_string(why)});
}

void reactor::pull(const agent_id& agent) {
  while (const auto conversation = tenant_.board.choose_item(agent)) {
    start_attempt(*conversation, agent);
  }
}

void reactor::settle(const agent_id& agent) {
  const auto hopeless = tenant_.board.hopeless_attempts(agent);
  for (const routing::attempt& attempt : hopeless) {
    tenant_.board.drop_attempt(agent, attempt.work);
    tenant_.change(attempt.conversation, 0, [](conversation_row& row) {
      row.attempt = {};
      row.attempt_agent = {};
    });
  }
  pull(agent);
  for (const routing::attempt& attempt : hopeless) {
    try_item(attempt.conversation);
  }
}

}  // namespace parley

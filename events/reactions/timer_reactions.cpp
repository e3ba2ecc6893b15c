// Timers: which are set, and what their firing leads to. A command to arm or cancel may still be
// under way when its subject changes again; the event of its arming or cancelling is then the
// occasion to put it right.

#include "events/reactions/reactor.hpp"
#include "events/views/wanted.hpp"

namespace parley {
namespace {

// `<conversation>.w7`, `.s1` or `.r2` names its conversation.
std::string conversation_in(const std::string& subject) {
  return subject.substr(0, subject.rfind('.'));
}

}  // namespace

bool reactor::is_armed(timer_purpose purpose, const std::string& subject) const {
  return tenant_.timers.contains(make_timer_id(purpose, subject).str());
}

void reactor::arm(timer_purpose purpose, const std::string& subject, time_ms due) {
  send(entity_kind::timer, make_timer_id(purpose, subject).str(),
       timer_command(
           arm_timer{purpose, entity_kind::conversation, conversation_in(subject), subject, due}));
}

void reactor::arm_of_agent(timer_purpose purpose, const agent_id& agent, time_ms due) {
  send(entity_kind::timer, make_timer_id(purpose, agent.str()).str(),
       timer_command(arm_timer{purpose, entity_kind::agent, agent.str(), agent.str(), due}));
}

void reactor::cancel(timer_purpose purpose, const std::string& subject) {
  send(entity_kind::timer, make_timer_id(purpose, subject).str(), timer_command(cancel_timer{}));
}

void reactor::cancel_if_armed(timer_purpose purpose, const std::string& subject) {
  if (is_armed(purpose, subject)) {
    cancel(purpose, subject);
  }
}

// ---- what a subject needs ----

void reactor::set_route_timer(timer_purpose purpose, const std::string& route, time_ms due) {
  const timer_entry* armed = tenant_.timers.find(make_timer_id(purpose, route).str());
  if (due.value == 0) {
    cancel_if_armed(purpose, route);
  } else if (armed == nullptr || armed->due != due) {
    arm(purpose, route, due);
  }
}

void reactor::set_route_timers(const route_request& request) {
  const std::string& route = request.route.str();
  set_route_timer(timer_purpose::route, route, request.deadline);
  set_route_timer(timer_purpose::overflow, route, request.overflow_at);
  set_route_timer(timer_purpose::prefer, route,
                  request.preferred_agent.empty() ? time_ms() : request.prefer_until);
  set_route_timer(timer_purpose::answer, route, request.answer_by);
}

void reactor::set_relax_timer(const route_request& request) {
  const bool relaxes = request.relax_after_ms.value > 0 && !request.skills.empty();
  set_route_timer(timer_purpose::relax, request.route.str(),
                  relaxes ? recorded_at() + request.relax_after_ms : time_ms());
}

void reactor::start_idle_timer(const session_id& session) {
  const duration_ms idle = tenant_.settings.settings.idle_ms;
  if (idle.value > 0 && !is_armed(timer_purpose::idle, session.str())) {
    arm(timer_purpose::idle, session.str(), recorded_at() + idle);
  }
}

// A renewal costs no timer event: the timer that is armed looks again when it fires.
void reactor::keep_lease_timer(const agent_id& agent, const agent_state& state) {
  const timer_entry* armed =
      tenant_.timers.find(make_timer_id(timer_purpose::lease, agent.str()).str());
  if (state.lease_until.value == 0) {
    cancel_if_armed(timer_purpose::lease, agent.str());
  } else if (armed == nullptr || armed->due > state.lease_until) {
    arm_of_agent(timer_purpose::lease, agent, state.lease_until);
  }
}

// ---- the timers' own events ----

void reactor::operator()(const timer_armed& e) {
  if (!is_wanted(tenant_, e.purpose, e.target, e.subject)) {
    cancel(e.purpose, e.subject);
  }
}

// Only leases and grace times can be wanted again under the same name.
void reactor::operator()(const timer_cancelled& /*e*/) {
  const std::string& timer = entity();
  const std::string agent_name = timer.substr(timer.find(':') + 1);
  const agent_state* state = agent_of(agent_id(agent_name));
  if (state == nullptr) {
    return;
  }
  const agent_id agent(agent_name);
  if (timer == make_timer_id(timer_purpose::lease, agent_name).str()) {
    keep_lease_timer(agent, *state);
  } else if (timer == make_timer_id(timer_purpose::grace, agent_name).str() &&
             state->grace_until.value != 0) {
    arm_of_agent(timer_purpose::grace, agent, state->grace_until);
  }
}

void reactor::operator()(const timer_fired& e) {
  if (!is_wanted(tenant_, e.purpose, e.target, e.subject)) {
    return;
  }
  const conversation_id conversation(e.target);
  switch (e.purpose) {
    case timer_purpose::offer:
      return tell(conversation, expire_offer{work_id(e.subject)});
    case timer_purpose::after_work:
      return tell(conversation, end_after_work{work_id(e.subject)});
    case timer_purpose::lease:
      return fire_lease(agent_id(e.target));
    case timer_purpose::grace:
      return tell(agent_id(e.target), expire_grace{});
    case timer_purpose::idle:
      return tell(conversation, check_idle{session_id(e.subject)});
    case timer_purpose::transfer:
      return tell(conversation, fail_external_transfer{session_id(e.subject)});
    case timer_purpose::zone_rules:
      return place_more_anew(e.subject);
    case timer_purpose::renewal:
      return send(
          entity_kind::customer, e.target,
          customer_command(open_renewal{contract_id(e.subject.substr(e.target.size() + 1))}));
    case timer_purpose::closing:
      return tell(case_id(e.target), finish_closing{e.due});
    case timer_purpose::action_retry:
      return tell(case_id(e.target), repeat_case_action{e.subject});
    case timer_purpose::route:
    case timer_purpose::relax:
    case timer_purpose::overflow:
    case timer_purpose::prefer:
    case timer_purpose::retry:
    case timer_purpose::answer:
      return fire_for_route(e.purpose, conversation, route_id(e.subject));
  }
}

void reactor::fire_lease(const agent_id& agent) {
  const time_ms until = agent_of(agent)->lease_until;
  if (until > recorded_at()) {
    arm_of_agent(timer_purpose::lease, agent, until);
  } else {
    tell(agent, expire_lease{});
  }
}

void reactor::fire_for_route(timer_purpose purpose, const conversation_id& conversation,
                             const route_id& route) {
  if (purpose == timer_purpose::route) {
    tell(conversation, fail_route{route});
  } else if (purpose == timer_purpose::relax) {
    tell(conversation, relax_route{route});
  } else if (purpose == timer_purpose::overflow) {
    tell(conversation, overflow_route{route});
  } else if (purpose == timer_purpose::prefer) {
    tell(conversation, end_preference{route});
  } else if (purpose == timer_purpose::answer) {
    tell(conversation, end_answer{route});
  } else {
    fire_retry(conversation, *tenant_.find(conversation));
  }
}

// Agents that declined are asked again only if nobody else could be.
void reactor::fire_retry(const conversation_id& conversation, const conversation_row& row) {
  if (row.declined.empty()) {
    return;
  }
  const bool waits = tenant_.board.is_waiting(conversation);
  if (waits && !tenant_.board.others_present(conversation)) {
    tell(conversation, retry_route{row.request.route});
  } else {
    arm(timer_purpose::retry, row.request.route.str(),
        recorded_at() + tenant_.settings.settings.decline_pause_ms);
  }
}

}  // namespace parley

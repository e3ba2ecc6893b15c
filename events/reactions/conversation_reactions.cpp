// What follows from the events of a conversation.

#include "events/reactions/reactor.hpp"

namespace parley {

// ---- a route waits ----

// A session that an agent opened is accepted in the same commit: nobody is looked for.
void reactor::operator()(const route_requested& e) {
  if (e.request.reason == route_reason::outbound) {
    return;
  }
  set_route_timers(e.request);
  set_relax_timer(e.request);
  try_item(conversation_id(entity()));
  take_queue_from(conversation_id(entity()));
}

void reactor::start_again(const route_request& request) {
  set_route_timers(request);
  set_relax_timer(request);
  try_item(conversation_id(entity()));
  take_queue_from(conversation_id(entity()));
}

void reactor::operator()(const route_overflowed& e) { start_again(e.request); }

void reactor::operator()(const route_proposed& e) {
  start_again(e.request);
  watch_declined(e.request);
}

void reactor::operator()(const route_taken_back& e) {
  start_again(e.request);
  watch_declined(e.request);
}

void reactor::operator()(const proposal_refused& e) {
  set_route_timer(timer_purpose::answer, e.route.str(), e.answer_by);
}

// Who declined is asked again after the pause; while a partner routes, that is for the partner to
// say.
void reactor::watch_declined(const route_request& request) {
  const conversation_row* waiting = row();
  const bool ours = request.owner == channel_side::tenant;
  if (ours && waiting != nullptr && !waiting->declined.empty()) {
    arm(timer_purpose::retry, request.route.str(),
        recorded_at() + tenant_.settings.settings.decline_pause_ms);
  }
}

void reactor::operator()(const skills_relaxed& e) {
  const conversation_row* waiting = row();
  if (waiting != nullptr && waiting->request.route == e.route) {
    set_relax_timer(waiting->request);
    try_item(conversation_id(entity()));
  }
}

void reactor::operator()(const preference_ended& e) {
  cancel_if_armed(timer_purpose::prefer, e.route.str());
  try_item(conversation_id(entity()));
}

void reactor::operator()(const route_retried& /*e*/) { try_item(conversation_id(entity())); }

// ---- an offer ----

void reactor::operator()(const work_offered& e) {
  const conversation_row* offered = row();
  if (offered != nullptr && offered->request.reason == route_reason::outbound) {
    return;
  }
  arm(timer_purpose::offer, e.work.str(), e.deadline);
  const agent_state* agent = agent_of(e.agent);
  // It left between the reservation and the offer.
  if (agent == nullptr || agent->presence == presence_state::logged_out ||
      agent->presence == presence_state::lost) {
    tell(conversation_id(entity()), withdraw_offer{e.work, "agent_left"});
  }
}

void reactor::operator()(const work_accepted& e) {
  tell(e.agent, commit_capacity{e.work});
  cancel(timer_purpose::offer, e.work.str());
  if (const conversation_row* taken = row()) {
    start_idle_timer(taken->session);
  }
}

void reactor::offer_refused(const work_id& work, const agent_id& agent) {
  tell(agent, release_capacity{work});
  const conversation_row* waiting = row();
  if (waiting == nullptr || !waiting->routing) {
    return;
  }
  watch_declined(waiting->request);
  try_item(conversation_id(entity()));
}

void reactor::operator()(const work_declined& e) {
  cancel(timer_purpose::offer, e.work.str());
  offer_refused(e.work, e.agent);
}

// The presence comes first: what the freed slot could take goes to others then.
void reactor::operator()(const work_expired& e) {
  if (!tenant_.settings.settings.unanswered_status.empty()) {
    tell(e.agent, note_unanswered{e.work});
  }
  offer_refused(e.work, e.agent);
}

// The item is routed again when its slot is free (capacity_released).
void reactor::operator()(const work_withdrawn& e) {
  cancel(timer_purpose::offer, e.work.str());
  tell(e.agent, release_capacity{e.work});
}

// ---- work ----

void reactor::operator()(const work_completed& e) {
  if (e.after_work_until.value == 0) {
    tell(e.agent, release_capacity{e.work});
    return;
  }
  tell(e.agent, start_after_work{e.work, e.after_work_until});
  arm(timer_purpose::after_work, e.work.str(), e.after_work_until);
}

void reactor::operator()(const after_work_extended& e) {
  tell(e.agent, start_after_work{e.work, e.after_work_until});
  arm(timer_purpose::after_work, e.work.str(), e.after_work_until);
}

void reactor::operator()(const after_work_ended& e) {
  if (e.by != "timer") {
    cancel(timer_purpose::after_work, e.work.str());
  }
  tell(e.agent, release_capacity{e.work});
}

void reactor::operator()(const work_abandoned& e) { tell(e.agent, release_capacity{e.work}); }

// ---- sessions ----

void reactor::operator()(const session_reactivated& e) { start_idle_timer(e.session); }

void reactor::operator()(const idle_rechecked& e) {
  arm(timer_purpose::idle, e.session.str(), e.due);
}

void reactor::operator()(const session_ended& e) {
  cancel_if_armed(timer_purpose::idle, e.session.str());
  cancel_if_armed(timer_purpose::transfer, e.session.str());
}

// ---- to the outside ----

void reactor::operator()(const external_transfer_requested& e) {
  arm(timer_purpose::transfer, e.session.str(), e.deadline);
}

void reactor::operator()(const transfer_failed& e) {
  cancel_if_armed(timer_purpose::transfer, e.session.str());
}

// What this conversation was told holds for the contact's others on the channel as well.
void reactor::operator()(const consent_changed& e) {
  if (!e.contact.empty()) {
    send(entity_kind::contact_consent, consent_name(e.contact, e.channel),
         consent_command(update_consent{e.contact, e.channel, e.consent_given, e.by, 0}));
  }
}

void reactor::operator()(const outbound_refused& e) { tell(e.agent, release_capacity{e.work}); }

}  // namespace parley

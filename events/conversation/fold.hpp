#pragma once
// One event folded into a conversation's state; a visitor of any variant that holds its events.
// Total: an event about a work item or route that the state does not know is ignored, since whether
// it made sense was judged when it was decided.

#include <algorithm>

#include "events/conversation/message_window.hpp"
#include "events/conversation/state.hpp"

namespace parley {

class conversation_fold {
 public:
  conversation_fold(conversation_state& state, time_ms at) : state_(state), at_(at) {}

  void operator()(const conversation_opened& e) {
    state_.contact = e.contact;
    state_.channel = e.channel;
    state_.address = e.address;
    state_.consent_given = e.consent_given;
    state_.consent_at = at_;
  }
  void operator()(const session_opened& e) {
    ++state_.sessions;
    state_.session = e.session;
    state_.session_now = session_state::fresh;
    state_.opened_by = e.opened_by;
    state_.last_route = route_end::none;
    state_.messages = 0;
    state_.opened_at = at_;
    state_.traffic_at = at_;
    state_.call = call_state::none;
  }
  void operator()(const session_inactivated& /*e*/) {
    state_.session_now = session_state::inactive;
  }
  void operator()(const session_reactivated& /*e*/) {
    state_.session_now = session_state::active;
    state_.traffic_at = at_;
  }
  void operator()(const idle_rechecked& /*e*/) {}
  void operator()(const consent_changed& e) {
    state_.consent_given = e.consent_given;
    state_.consent_at = at_;
  }
  void operator()(const outbound_refused& /*e*/) {}
  void operator()(const session_ended& /*e*/) {
    state_.session_now = session_state::ended;
    state_.route.reset();
    state_.external.reset();
    state_.open_actions.clear();
    state_.flow.clear();
    state_.bot.clear();
  }
  void operator()(const conversation_closed& /*e*/) { state_.closed = true; }

  void operator()(const inbound_message_received& e) { message(e.message, e.seq); }
  void operator()(const outbound_message_accepted& e) {
    message(e.message, e.seq);
    remember_sent(state_, e.message);
  }
  void operator()(const message_delivery_reported& e) {
    remember_delivery(state_, e.message, e.outcome);
  }
  void operator()(const outbound_message_blocked& e) { message(e.message, e.seq); }

  void operator()(const flow_started& e) {
    state_.flow = e.flow;
    state_.session_now = session_state::in_flow;
  }
  void operator()(const flow_finished& /*e*/) {
    state_.flow.clear();
    state_.session_now = session_state::fresh;
  }
  void operator()(const participant_joined& e) {
    if (e.role == participant_role::bot) {
      state_.bot = e.participant;
      state_.session_now = session_state::in_automation;
      state_.traffic_at = at_;
    }
  }
  void operator()(const participant_left& e) {
    if (e.role == participant_role::bot) {
      state_.bot.clear();
    }
  }

  void operator()(const route_requested& e) {
    ++state_.routes;
    state_.route = pending_route{e.request, at_, 0, {}, {}};
    state_.session_now = e.request.reason == route_reason::transfer ? session_state::transferring
                                                                    : session_state::routing;
  }
  void operator()(const route_cancelled& /*e*/) { end_route(route_end::cancelled); }
  void operator()(const route_failed& /*e*/) { end_route(route_end::failed); }
  void operator()(const route_overflowed& e) { state_.route.edit().request = e.request; }
  void operator()(const skills_relaxed& e) { state_.route.edit().request.skills = e.skills; }
  void operator()(const preference_ended& /*e*/) {
    state_.route.edit().request.prefer_until = time_ms();
  }
  void operator()(const route_retried& e) {
    pending_route& route = state_.route.edit();
    route.round = e.round;
    route.declined.clear();
  }

  void operator()(const route_proposed& e) { state_.route.edit().request = e.request; }
  void operator()(const route_taken_back& e) { state_.route.edit().request = e.request; }
  void operator()(const proposal_refused& e) {
    route_request& request = state_.route.edit().request;
    request.proposed = false;
    request.preferred_agent = agent_id();
    request.answer_by = e.answer_by;
  }

  void operator()(const channel_action_requested& e) {
    ++state_.actions;
    state_.open_actions.push_back({e.action, e.name});
  }
  void operator()(const channel_action_finished& e) {
    std::erase_if(state_.open_actions,
                  [&e](const open_action& open) { return open.action == e.action; });
  }

  void operator()(const call_changed& e) {
    state_.call = e.call;
    state_.traffic_at = at_;
  }
  void operator()(const contact_matched& e) {
    state_.account = e.account;
    state_.standing = e.standing;
  }

  void operator()(const work_offered& e) {
    state_.route.edit().offer = open_offer{e.work, e.agent, e.deadline, false};
  }
  void operator()(const work_shown& /*e*/) { state_.route.edit().offer.shown = true; }
  void operator()(const work_accepted& e) {
    const route_request& request = state_.route->request;
    state_.works.push_back(work_item{e.work, e.agent, work_state::active, request.queue,
                                     request.skills, request.priority, request.interruptible,
                                     time_ms(), time_ms()});
    end_route(route_end::accepted);
    state_.session_now = session_state::active;
    state_.traffic_at = at_;
  }
  void operator()(const work_declined& e) {
    state_.route.edit().declined.push_back(e.agent);
    end_offer(e.work, e.agent, work_state::declined);
  }
  void operator()(const work_expired& e) {
    state_.route.edit().declined.push_back(e.agent);
    end_offer(e.work, e.agent, work_state::expired);
  }
  void operator()(const work_withdrawn& e) { end_offer(e.work, e.agent, work_state::withdrawn); }

  void operator()(const work_delivered& e) {
    if (work_item* item = find(e.work)) {
      item->state = work_state::joined;
    }
  }
  void operator()(const work_completed& e) {
    if (e.after_work_until == time_ms()) {
      finish(e.work, e.agent, work_state::closed);
    } else if (work_item* item = find(e.work)) {
      item->state = work_state::after_work;
      item->after_work_since = at_;
      item->after_work_until = e.after_work_until;
    }
  }
  void operator()(const after_work_extended& e) {
    if (work_item* item = find(e.work)) {
      item->after_work_until = e.after_work_until;
    }
  }
  void operator()(const after_work_ended& e) { finish(e.work, e.agent, work_state::closed); }
  void operator()(const work_abandoned& e) { finish(e.work, e.agent, work_state::abandoned); }

  void operator()(const transfer_requested& /*e*/) {
    state_.session_now = session_state::transferring;
  }
  void operator()(const transfer_completed& /*e*/) { state_.session_now = session_state::active; }
  void operator()(const external_transfer_requested& e) {
    state_.session_now = session_state::transferring;
    state_.external = external_transfer{e.participants, e.deadline};
  }
  void operator()(const external_participants_recorded& /*e*/) { state_.external.reset(); }
  void operator()(const transfer_failed& /*e*/) {
    state_.external.reset();
    state_.session_now = session_state::active;
    state_.traffic_at = at_;
  }

 private:
  work_item* find(const work_id& work) {
    const auto named = [&work](const work_item& item) { return item.work == work; };
    const auto found = std::find_if(state_.works.begin(), state_.works.end(), named);
    return found == state_.works.end() ? nullptr : &*found;
  }

  void message(const message_id& message, std::uint32_t seq) {
    state_.messages = seq;
    state_.traffic_at = at_;
    remember_message(state_, message);
  }

  // A transfer's session leaves `transferring` by transfer_failed, in the same commit.
  void end_route(route_end how) {
    state_.route.reset();
    state_.last_route = how;
    if (state_.session_now == session_state::routing) {
      state_.session_now = session_state::fresh;
    }
  }

  void remember(const work_id& work, const agent_id& agent, work_state how) {
    if (state_.finished.size() == finished_works_max) {
      state_.finished.erase(state_.finished.begin());
    }
    state_.finished.push_back({work, agent, how});
  }

  void end_offer(const work_id& work, const agent_id& agent, work_state how) {
    if (route_pending(state_)) {
      state_.route.edit().offer = open_offer();
    }
    remember(work, agent, how);
  }

  void finish(const work_id& work, const agent_id& agent, work_state how) {
    std::erase_if(state_.works, [&work](const work_item& item) { return item.work == work; });
    remember(work, agent, how);
  }

  conversation_state& state_;
  time_ms at_;
};

}  // namespace parley

// A conversation's offers each end once, its owner is one, and nothing happens out of place.

#include <algorithm>

#include "tests/sim/laws.hpp"

namespace parley::sim {
namespace {

class folder {
 public:
  folder(tenant_book& tenant, const conversation_id& id, time_ms at, probe_counts& probes)
      : tenant_(tenant), id_(id), to_(tenant.conversations[id]), at_(at), probes_(probes) {}

  // ---- sessions ----
  std::string operator()(const conversation_opened&) const {
    return to_.sessions == 0 ? "" : "the conversation is opened twice";
  }
  std::string operator()(const session_opened& e) const {
    const session_id expected(id_.str() + ".s" + std::to_string(to_.sessions + 1));
    if (to_.live || to_.closed || e.session != expected) {
      return "a session is opened out of turn";
    }
    if (to_.sessions > 0) {
      probes_.visit(probe::session_reopened);
    }
    ++to_.sessions;
    to_.session = e.session;
    to_.live = true;
    to_.messages = 0;
    to_.call = call_state::none;
    return {};
  }
  std::string operator()(const session_ended&) const {
    if (!to_.live) {
      return "a session ends twice";
    }
    to_.live = false;
    return {};
  }
  std::string operator()(const conversation_closed&) const {
    if (to_.closed || to_.live) {
      return "a conversation is closed out of turn";
    }
    to_.closed = true;
    return {};
  }
  std::string operator()(const session_inactivated&) const {
    probes_.visit(probe::session_inactivated);
    return owned();
  }
  std::string operator()(const session_reactivated&) const {
    probes_.visit(probe::session_reactivated);
    return owned();
  }
  std::string operator()(const idle_rechecked& e) const {
    return e.due > at_ ? live() : "an idle check is put into the past";
  }

  // ---- messages and flows ----
  std::string operator()(const inbound_message_received& e) const { return message(e.seq); }
  std::string operator()(const outbound_message_accepted& e) const {
    if (e.author != to_.owner.str() && e.author != to_.bot) {
      return "somebody writes who does not own the conversation";
    }
    return message(e.seq);
  }
  std::string operator()(const outbound_message_blocked& e) const { return message(e.seq); }
  std::string operator()(const flow_started& e) const {
    if (!to_.flow.empty()) {
      return "a flow starts within a flow";
    }
    to_.flow = e.flow;
    return live();
  }
  std::string operator()(const flow_finished& e) const {
    if (to_.flow.empty() || to_.flow != e.flow) {
      return "a flow finishes that does not run";
    }
    to_.flow.clear();
    return live();
  }
  std::string operator()(const participant_joined& e) const {
    if (!to_.present.insert(e.participant).second) {
      return "somebody joins twice";
    }
    if (e.role == participant_role::bot) {
      probes_.visit(probe::bot_took_over);
      to_.bot = e.participant;
    } else if (to_.owner.str() != e.participant) {
      return "an agent joins who does not own the conversation";
    }
    return live();
  }
  std::string operator()(const participant_left& e) const {
    if (to_.present.erase(e.participant) != 1) {
      return "somebody leaves who was not there";
    }
    if (e.role == participant_role::bot) {
      to_.bot.clear();
    }
    return {};
  }

  // ---- routes ----
  std::string operator()(const route_requested& e) const {
    const route_id expected(id_.str() + ".r" + std::to_string(to_.routes + 1));
    if (!to_.route.empty() || e.request.route != expected) {
      return "a route is requested out of turn";
    }
    ++to_.routes;
    to_.route = e.request.route;
    to_.request = e.request;
    to_.refused.clear();
    return live();
  }
  std::string operator()(const route_cancelled& e) const {
    probes_.visit(probe::route_cancelled);
    return end_route(e.route);
  }
  std::string operator()(const route_failed& e) const {
    probes_.visit(probe::route_failed);
    const bool unanswered = awaits_partner(to_.request) && at_ >= to_.request.answer_by;
    if (!unanswered && (to_.request.deadline == time_ms{} || at_ < to_.request.deadline)) {
      return "a route fails before its deadline";
    }
    return end_route(e.route);
  }
  std::string operator()(const route_overflowed& e) const {
    probes_.visit(probe::route_overflowed);
    const auto& before = e.request.overflowed;
    if (std::find(before.begin(), before.end(), e.request.queue) != before.end()) {
      return "a route comes back to a queue that it overflowed from";
    }
    if (to_.request.overflow_at == time_ms{} || at_ < to_.request.overflow_at) {
      return "a route overflows early";
    }
    to_.request = e.request;
    return waiting(e.request.route);
  }
  std::string operator()(const skills_relaxed& e) const {
    probes_.visit(probe::skills_relaxed);
    if (e.skills.size() + 1 != to_.request.skills.size()) {
      return "relaxation drops one skill at a time";
    }
    to_.request.skills = e.skills;
    return pending(e.route);
  }
  std::string operator()(const preference_ended& e) const {
    probes_.visit(probe::preference_ended);
    return pending(e.route);
  }
  std::string operator()(const route_retried& e) const {
    probes_.visit(probe::route_retried);
    to_.refused.clear();
    return waiting(e.route);
  }

  // ---- offers ----
  std::string operator()(const work_offered& e) const {
    if (!to_.works.insert(e.work).second) {
      return "a work id is offered twice";
    }
    const bool by_partner = to_.request.owner == channel_side::partner;
    if (by_partner && (!to_.request.proposed || e.agent != to_.request.preferred_agent)) {
      return "an agent is asked whom the partner did not propose";
    }
    if (to_.refused.contains(e.agent) || e.agent == to_.request.excluded_agent) {
      return "an agent is asked that must not be";
    }
    if (std::string broken = waiting(e.route); !broken.empty()) {
      return broken;
    }
    const auto agent = tenant_.agents.find(e.agent);
    if (agent == tenant_.agents.end() || !agent->second.slots.contains(e.work)) {
      return "an offer without a reserved slot";
    }
    to_.offer = {e.work, e.agent, e.deadline};
    return {};
  }
  std::string operator()(const work_shown& e) const {
    return e.work == to_.offer.work ? "" : "an offer is shown that is not open";
  }
  std::string operator()(const work_accepted& e) const {
    if (std::string broken = end_offer(e.work, e.agent); !broken.empty()) {
      return broken;
    }
    before_ = {to_.owner_work, to_.owner};
    to_.owner_work = e.work;
    to_.owner = e.agent;
    to_.transferring = false;
    return end_route(e.route);
  }
  std::string operator()(const work_declined& e) const {
    probes_.visit(probe::offer_declined);
    to_.refused.insert(e.agent);
    return end_offer(e.work, e.agent);
  }
  std::string operator()(const work_expired& e) const {
    probes_.visit(probe::offer_expired);
    if (at_ < to_.offer.deadline) {
      return "an offer expires early";
    }
    to_.refused.insert(e.agent);
    return end_offer(e.work, e.agent);
  }
  std::string operator()(const work_withdrawn& e) const {
    probes_.visit(probe::offer_withdrawn);
    if (to_.transferring && e.reason == "ended") {
      probes_.visit(probe::transfer_offer_lost_to_end);
    }
    return end_offer(e.work, e.agent);
  }

  // ---- work ----
  std::string operator()(const work_delivered& e) const {
    return e.work == to_.owner_work ? "" : "work is delivered that nobody has";
  }
  std::string operator()(const work_completed& e) const {
    const bool handed_over = !before_.first.empty() && e.work == before_.first;
    if (!handed_over && (e.work != to_.owner_work || e.agent != to_.owner)) {
      return "work is completed by who does not have it";
    }
    if (e.after_work_until != time_ms{}) {
      to_.after_work[e.work] = {e.agent, e.after_work_until};
    }
    if (handed_over) {
      before_ = {};
    } else {
      to_.owner_work = work_id{};
      to_.owner = agent_id{};
    }
    return {};
  }
  std::string operator()(const after_work_extended& e) const {
    probes_.visit(probe::after_work_extended);
    const auto found = to_.after_work.find(e.work);
    if (found == to_.after_work.end() || e.after_work_until <= found->second.second) {
      return "a wrap-up is extended that is not there";
    }
    found->second.second = e.after_work_until;
    return {};
  }
  std::string operator()(const after_work_ended& e) const {
    const auto found = to_.after_work.find(e.work);
    if (found == to_.after_work.end()) {
      return "a wrap-up ends twice";
    }
    if (e.by == "timer") {
      probes_.visit(probe::after_work_by_timer);
      if (at_ < found->second.second) {
        return "a wrap-up ends early";
      }
    }
    to_.after_work.erase(found);
    return {};
  }
  std::string operator()(const work_abandoned& e) const {
    probes_.visit(probe::work_abandoned);
    if (e.work != to_.owner_work) {
      return "work is abandoned that nobody has";
    }
    to_.owner_work = work_id{};
    to_.owner = agent_id{};
    return {};
  }
  std::string operator()(const transfer_requested& e) const {
    to_.transferring = true;
    return e.from_work == to_.owner_work ? "" : "a transfer of what nobody has";
  }
  std::string operator()(const transfer_completed&) const {
    probes_.visit(probe::transfer_completed);
    return before_.first.empty() ? "a transfer ends without its owner" : "";
  }
  std::string operator()(const transfer_failed&) const {
    probes_.visit(probe::transfer_failed);
    if (!to_.transferring) {
      return "a transfer fails that is not under way";
    }
    to_.transferring = false;
    return {};
  }
  std::string operator()(const external_transfer_requested& e) const {
    if (to_.transferring || e.deadline <= at_) {
      return "a transfer to the outside out of turn";
    }
    to_.transferring = true;
    return e.from_work == to_.owner_work ? "" : "a transfer of what nobody has";
  }
  std::string operator()(const external_participants_recorded&) const {
    probes_.visit(probe::transferred_outside);
    const bool asked = std::exchange(to_.transferring, false);
    return asked ? owned() : "people outside take over who were not asked";
  }
  std::string operator()(const outbound_refused& e) const {
    probes_.visit(probe::outbound_refused);
    return to_.works.insert(e.work).second ? "" : "a work id is used twice";
  }
  std::string operator()(const route_proposed& e) const {
    if (!awaits_partner(to_.request)) {
      return "a partner proposes where it is not asked";
    }
    const bool agent = e.request.owner == channel_side::partner;
    probes_.visit(agent ? probe::route_answered_by_agent : probe::route_answered_by_queue);
    to_.request = e.request;
    return waiting(e.request.route);
  }
  std::string operator()(const proposal_refused& e) const {
    probes_.visit(probe::proposal_refused);
    if (!to_.request.proposed || to_.request.preferred_agent != e.agent) {
      return "a proposal is refused that was not made";
    }
    to_.request.proposed = false;
    to_.request.preferred_agent = {};
    to_.request.answer_by = e.answer_by;
    return waiting(e.route);
  }
  std::string operator()(const route_taken_back& e) const {
    probes_.visit(probe::route_taken_back);
    if (!awaits_partner(to_.request) || at_ < to_.request.answer_by || to_.transferring) {
      return "a route is taken from a partner that may still answer";
    }
    to_.request = e.request;
    return waiting(e.request.route);
  }
  std::string operator()(const channel_action_requested& e) const {
    probes_.visit(probe::channel_action);
    if (e.by != to_.owner.str() && e.by != to_.bot) {
      return "an action is asked for by who does not have the session";
    }
    return to_.actions.insert(e.action).second ? live() : "an action is named twice";
  }
  std::string operator()(const channel_action_finished& e) const {
    return to_.actions.contains(e.action) && to_.finished_actions.insert(e.action).second
               ? ""
               : "an action ends that was not asked for, or twice";
  }
  std::string operator()(const call_changed& e) const {
    const std::string broken = fold_call(to_, e, probes_);
    return broken.empty() ? live() : broken;
  }
  std::string operator()(const contact_matched& e) const { return check_contact(e, probes_); }
  std::string operator()(const consent_changed&) const {
    return to_.closed ? "consent for a closed conversation" : "";
  }
  std::string operator()(const message_delivery_reported&) const {
    return to_.sessions > 0 ? "" : "a delivery in a conversation that was never opened";
  }

 private:
  std::string live() const { return to_.live ? "" : "something goes on in no session"; }
  std::string owned() const { return to_.owner_work.empty() ? "nobody owns the session" : ""; }
  std::string pending(const route_id& route) const {
    return !to_.route.empty() && to_.route == route ? "" : "a route moves that is not pending";
  }
  std::string waiting(const route_id& route) const {
    return to_.offer.work.empty() ? pending(route) : "a second offer of one route";
  }
  std::string end_route(const route_id& route) const {
    std::string broken = waiting(route);
    to_.route = route_id{};
    return broken;
  }
  std::string end_offer(const work_id& work, const agent_id& agent) const {
    if (to_.offer.work.empty() || to_.offer.work != work || to_.offer.agent != agent) {
      return "an offer ends that is not open";
    }
    to_.offer = {};
    return {};
  }
  std::string message(std::uint32_t seq) const {
    if (seq != to_.messages + 1) {
      return "the messages of a session are not numbered in order";
    }
    to_.messages = seq;
    return live();
  }

  tenant_book& tenant_;
  const conversation_id& id_;
  conversation_book& to_;
  time_ms at_;
  probe_counts& probes_;
  // The owner before the one who just accepted, until its work is completed.
  std::pair<work_id, agent_id>& before_ = to_.handing_over;
};

}  // namespace

std::string fold_conversation(tenant_book& tenant, const conversation_id& id,
                              const conversation_event& event, time_ms at, probe_counts& probes) {
  return std::visit(folder(tenant, id, at, probes), event);
}

}  // namespace parley::sim

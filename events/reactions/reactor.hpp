#pragma once
// The reaction to one event, under construction: the commands so far, and the steps that several
// causes share. One function per cause, in the sources beside this header.

#include "events/events.hpp"
#include "events/views/floor_state.hpp"

namespace parley {

class reactor {
 public:
  reactor(const recorded_event& event, floor::state& all, tenant_floor& tenant)
      : event_(event), all_(all), tenant_(tenant) {}
  std::vector<reaction_command> take() && { return std::move(commands_); }

  /// Before the event's own reaction: gives back what its fold found to be reserved for nothing,
  /// and the timers of a route that ended.
  void clean_up();

  // ---- conversations (conversation_reactions.cpp) ----
  void operator()(const route_requested& e);
  void operator()(const route_overflowed& e);
  void operator()(const skills_relaxed& e);
  void operator()(const preference_ended& e);
  void operator()(const route_retried& e);
  void operator()(const work_offered& e);
  void operator()(const work_accepted& e);
  void operator()(const work_declined& e);
  void operator()(const work_expired& e);
  void operator()(const work_withdrawn& e);
  void operator()(const work_completed& e);
  void operator()(const after_work_extended& e);
  void operator()(const after_work_ended& e);
  void operator()(const work_abandoned& e);
  void operator()(const session_reactivated& e);
  void operator()(const idle_rechecked& e);
  void operator()(const session_ended& e);
  void operator()(const external_transfer_requested& e);
  void operator()(const transfer_failed& e);
  void operator()(const outbound_refused& e);
  void operator()(const route_proposed& e);
  void operator()(const proposal_refused& e);
  void operator()(const route_taken_back& e);
  void operator()(const consent_changed& e);

  // ---- agents (agent_reactions.cpp) ----
  void operator()(const agent_defined& e);
  void operator()(const presence_changed& e);
  void operator()(const lease_renewed& e);
  void operator()(const presence_lost& e);
  void operator()(const capacity_reserved& e);
  void operator()(const capacity_committed& e);
  void operator()(const capacity_released& e);
  void operator()(const outbound_started& e);
  void operator()(const partner_work_started& e);

  // ---- timers (timer_reactions.cpp) ----
  void operator()(const timer_armed& e);
  void operator()(const timer_cancelled& e);
  void operator()(const timer_fired& e);

  // ---- promises (promise_reactions.cpp) ----
  void operator()(const case_opened& e);
  void operator()(const case_related& e);
  void operator()(const conversation_linked& e);
  void operator()(const coverage_verified& e);
  void operator()(const case_milestone_wanted& e);
  void operator()(const case_milestone_directed& e);
  void operator()(const milestone_acted& e);
  void operator()(const inbound_message_received& e);
  void operator()(const outbound_message_accepted& e);
  void operator()(const participant_joined& e);
  void operator()(const tz_release_loaded& e);
  void operator()(const contract_recorded& e);
  void operator()(const contract_extended& e);
  void operator()(const contract_renewed& e);
  void operator()(const entitlement_created& e);
  void operator()(const entitlement_changed& e);
  void operator()(const entitlement_extended& e);
  void operator()(const entitlement_renewed& e);
  void operator()(const case_closing& e);
  void operator()(const case_notice_given& e);
  void operator()(const case_reopened& e);
  void operator()(const case_action_reported& e);

  /// Nothing follows from any other event.
  template <class Other>
  void operator()(const Other&) {}

 private:
  // ---- commands ----
  const std::string& entity() const { return event_.stream.entity; }
  time_ms recorded_at() const { return event_.recorded_at; }
  void send(entity_kind kind, std::string to, any_command command);
  void tell(const conversation_id& conversation, conversation_command command);
  void tell(const agent_id& agent, agent_command command);
  void tell(const case_id& of_case, case_command command);
  void tell_run(const std::string& run, milestone_command command);

  // ---- promises ----
  void verify_case(const coverage_question& relations, time_ms at);
  void take_queue_from(const conversation_id& conversation);
  /// Milestones that come after that one by the clock's order, as of the release's time.
  void place_anew(time_ms at, time_ms after_wake, const std::string& after_run);
  void place_more_anew(const std::string& subject);
  void watch_end(const contract_id& contract, const std::string& ends_on);
  void claim_level(const level_id& level, const std::string& ends_on);
  void arm_of_case(timer_purpose purpose, const std::string& subject, time_ms due);

  // ---- timers ----
  bool is_armed(timer_purpose purpose, const std::string& subject) const;
  void arm(timer_purpose purpose, const std::string& subject, time_ms due);
  void arm_of_agent(timer_purpose purpose, const agent_id& agent, time_ms due);
  void cancel(timer_purpose purpose, const std::string& subject);
  void cancel_if_armed(timer_purpose purpose, const std::string& subject);
  /// The timers of a live route: armed where the request asks for them, cancelled where not.
  void set_route_timers(const route_request& request);
  void set_route_timer(timer_purpose purpose, const std::string& route, time_ms due);
  void set_relax_timer(const route_request& request);
  void start_idle_timer(const session_id& session);
  void keep_lease_timer(const agent_id& agent, const agent_state& state);
  void fire_for_route(timer_purpose purpose, const conversation_id& conversation,
                      const route_id& route);
  void fire_retry(const conversation_id& conversation, const conversation_row& row);
  void fire_lease(const agent_id& agent);

  // ---- routing (routing_reactions.cpp) ----
  const conversation_row* row() const { return tenant_.find(conversation_id(entity())); }
  const agent_state* agent_of(const agent_id& agent) const;
  /// Sends the item to the best agent with room, if it waits and there is one.
  void try_item(const conversation_id& conversation);
  /// Fills the agent's room with the best items that wait for it.
  void pull(const agent_id& agent);
  void start_attempt(const conversation_id& conversation, const agent_id& agent);
  /// After any change of an agent that matters to routing: attempts that it cannot satisfy any more
  /// are given up and their items routed again, and its room is filled.
  void settle(const agent_id& agent);

  /// The proposed agent cannot have the item now: the partner hears it.
  void refuse_proposed(const conversation_id& conversation, const conversation_row& row);
  /// A route's demands are other ones now.
  void start_again(const route_request& request);
  void watch_declined(const route_request& request);

  void offer_refused(const work_id& work, const agent_id& agent);

  const recorded_event& event_;
  floor::state& all_;
  tenant_floor& tenant_;
  std::vector<reaction_command> commands_;
};

}  // namespace parley

#pragma once
// Rare situations that a batch of seeds must have met; a simulation that never gets into trouble
// proves nothing. Counted over all seeds of a run.

#include <array>
#include <cstdint>
#include <string_view>

namespace parley::sim {

enum class probe : std::uint8_t {
  append_unknown_stored,
  append_unknown_lost,
  append_failed_with_others_behind,
  claim_failed,
  crash,
  crash_with_append_under_way,
  crash_with_pending_reactions,
  crash_loses_replica_tail,
  restart_from_rows,
  restart_from_nothing,
  clean_restart,
  replica_deleted,
  duplicate_during_append,
  duplicate_after_answer,
  duplicate_after_crash,
  overloaded,
  recovering,
  passivated,
  read_waited,
  foreign_id_refused,
  no_such_id_refused,
  offer_declined,
  offer_expired,
  offer_withdrawn,
  accept_refused_offer_gone,
  accept_refused_other_agent,
  route_cancelled,
  route_failed,
  route_retried,
  route_overflowed,
  skills_relaxed,
  preference_ended,
  transfer_completed,
  transfer_failed,
  transfer_offer_lost_to_end,
  after_work_by_timer,
  after_work_extended,
  presence_lost_with_offer,
  presence_lost_with_work,
  work_abandoned,
  reservation_released_unused,
  interruptible_displaced,
  session_inactivated,
  session_reactivated,
  session_reopened,
  bot_took_over,
  transferred_outside,
  outbound_started,
  outbound_refused,
  replica_opened_again,
  update_after_a_gap,
  milestone_paused,
  milestone_missed,
  milestone_met,
  partner_work_started,
  partner_work_over_capacity,
  partner_report_refused,
  route_answered_by_agent,
  route_answered_by_queue,
  proposal_refused,
  route_taken_back,
  channel_action,
  channel_action_unsupported,
  consent_owner_refused,
  unanswered_agent_away,
  capacity_told,
  capacity_estimated,
  call_hung_up,
  call_hung_up_while_offered,
  contact_known,
  contact_provisional,
  contact_ambiguous,
  count
};

std::string_view name_of(probe which);

class probe_counts {
 public:
  void visit(probe which) { ++counts_[static_cast<std::size_t>(which)]; }
  std::uint64_t of(probe which) const { return counts_[static_cast<std::size_t>(which)]; }

 private:
  std::array<std::uint64_t, static_cast<std::size_t>(probe::count)> counts_{};
};

}  // namespace parley::sim

#include "tests/sim/probes.hpp"

#include <algorithm>

namespace parley::sim {
namespace {

// In the order of the enumeration, each with a space behind it.
constexpr std::string_view names =
    "append_unknown_stored append_unknown_lost append_failed_with_others_behind claim_failed "
    "crash crash_with_append_under_way crash_with_pending_reactions crash_loses_replica_tail "
    "restart_from_rows restart_from_nothing clean_restart replica_deleted "
    "duplicate_during_append duplicate_after_answer duplicate_after_crash overloaded "
    "recovering passivated read_waited foreign_id_refused no_such_id_refused offer_declined "
    "offer_expired offer_withdrawn accept_refused_offer_gone accept_refused_other_agent "
    "route_cancelled route_failed route_retried route_overflowed skills_relaxed "
    "preference_ended transfer_completed transfer_failed transfer_offer_lost_to_end "
    "after_work_by_timer after_work_extended presence_lost_with_offer "
    "presence_lost_with_work work_abandoned reservation_released_unused "
    "interruptible_displaced session_inactivated session_reactivated session_reopened "
    "bot_took_over transferred_outside outbound_started outbound_refused "
    "replica_opened_again update_after_a_gap milestone_paused milestone_missed milestone_met "
    "partner_work_started partner_work_over_capacity partner_report_refused "
    "route_answered_by_agent route_answered_by_queue proposal_refused route_taken_back "
    "channel_action channel_action_unsupported consent_owner_refused unanswered_agent_away "
    "capacity_told capacity_estimated call_hung_up call_hung_up_while_offered contact_known "
    "contact_provisional contact_ambiguous ";

static_assert(std::count(names.begin(), names.end(), ' ') == static_cast<int>(probe::count));

}  // namespace

std::string_view name_of(probe which) {
  std::string_view rest = names;
  for (int i = 0; i < static_cast<int>(which); ++i) {
    rest.remove_prefix(rest.find(' ') + 1);
  }
  return rest.substr(0, rest.find(' '));
}

}  // namespace parley::sim

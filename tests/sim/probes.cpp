#include "tests/sim/probes.hpp"

namespace parley::sim {

std::string_view name_of(probe which) {
  // In the order of the enumeration.
  static constexpr std::array<std::string_view, static_cast<std::size_t>(probe::count)> names = {
      "append_unknown_stored",
      "append_unknown_lost",
      "append_failed_with_others_behind",
      "claim_failed",
      "crash",
      "crash_with_append_under_way",
      "crash_with_pending_reactions",
      "crash_loses_replica_tail",
      "restart_from_rows",
      "restart_from_nothing",
      "clean_restart",
      "replica_deleted",
      "duplicate_during_append",
      "duplicate_after_answer",
      "duplicate_after_crash",
      "overloaded",
      "recovering",
      "passivated",
      "read_waited",
      "foreign_id_refused",
      "no_such_id_refused",
      "offer_declined",
      "offer_expired",
      "offer_withdrawn",
      "accept_refused_offer_gone",
      "accept_refused_other_agent",
      "route_cancelled",
      "route_failed",
      "route_retried",
      "route_overflowed",
      "skills_relaxed",
      "preference_ended",
      "transfer_completed",
      "transfer_failed",
      "transfer_offer_lost_to_end",
      "after_work_by_timer",
      "after_work_extended",
      "presence_lost_with_offer",
      "presence_lost_with_work",
      "work_abandoned",
      "reservation_released_unused",
      "interruptible_displaced",
      "session_inactivated",
      "session_reactivated",
      "session_reopened",
      "bot_took_over",
      "replica_opened_again",
      "update_after_a_gap",
      "milestone_paused",
      "milestone_missed",
      "milestone_met",
  };
  return names[static_cast<std::size_t>(which)];
}

}  // namespace parley::sim

#pragma once
// Planted bugs: each breaks one promise on purpose, so that the simulation proves it can fail. They
// live in the test program only: in the harness around a shard, or (plants_linked.cpp) in front of
// product functions whose calls the linker redirects in this program.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace parley::sim {

enum class plant : std::uint8_t {
  none,
  double_assignment,          ///< an offer is accepted by an agent that it was not made to
  capacity_overbooked,        ///< the agent does not look at its room
  lost_wake_up,               ///< freed capacity pulls nobody
  capacity_not_freed,         ///< the slot stays taken after after-work
  dedup_skipped,              ///< a repeated command is decided again
  apply_twice,                ///< a snapshot is older than it says: a commit is folded twice
  wrong_tenant_prefix,        ///< a timer is armed in another tenant
  timer_fires_twice,          ///< a timer that has fired fires again
  timer_fires_early,          ///< a timer does not look at the time
  view_not_folded,            ///< one type of event does not reach the views
  view_folded_twice,          ///< one type of event reaches the views twice
  answer_before_durable,      ///< clients and reactions learn of an append when it starts
  failed_append_answered,     ///< an append of unknown outcome counts as done
  outbox_not_stored,          ///< a restart forgets what reactions had issued
  row_not_stored,             ///< a row of the views is not written
  reaction_dropped,           ///< an agent's slot is reserved, but no offer follows
  milestone_looked_at_early,  ///< a milestone does not look at the time
  milestone_missed_twice,     ///< a milestone that was missed is missed again
  milestone_not_told,         ///< a case completes a milestone that never hears of it
  response_noted_late,        ///< a milestone is completed at the time of the reaction
  count
};

std::string_view name_of(plant which);
std::optional<plant> find_plant(std::string_view name);

void set_plant(plant which);
/// True if `which` is planted, and not in a scope that reads honestly.
bool planted(plant which);

/// In its scope nothing is planted: for the checks themselves.
class honest {
 public:
  honest();
  ~honest();
  honest(const honest&) = delete;
  honest& operator=(const honest&) = delete;
};

}  // namespace parley::sim

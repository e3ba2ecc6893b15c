#pragma once
// Arithmetic of promises: where a target lies on a set of hours, what is left of it, and when the
// actions around it are due. Pure; minutes are business minutes.

#include <optional>

#include "events/hours/hours_source.hpp"
#include "events/milestone/definitions.hpp"

namespace parley {

/// A set of hours as a milestone counts with it. A tenant without any hours counts every hour; a
/// set that is named and not there counts none.
class business_clock {
 public:
  business_clock(const hours_source* source, const hours_id& hours);

  bool known() const { return always_ || found_ != nullptr; }
  std::optional<time_ms> add(time_ms from, duration_ms amount) const;
  std::optional<time_ms> subtract(time_ms from, duration_ms amount) const;
  duration_ms difference(time_ms from, time_ms to) const;
  bool is_open(time_ms at) const;
  /// When the hours next open or close after `at`; empty: never.
  std::optional<time_ms> turns_at(time_ms at) const;
  hours_stamp stamp() const;

 private:
  const hours_in_force* found_ = nullptr;
  bool always_ = false;
};

inline constexpr duration_ms minutes(std::int64_t count) { return duration_ms(count * 60'000); }

/// Where a target lies.
struct placed_target {
  time_ms anchor;
  duration_ms rest_ms{0};  ///< business time from the anchor to the target
  bool paused = false;     ///< the last hold goes on: `due` is not known
  time_ms due;
};

/// `target` of business time after `start`, the holds not counted. A hold that begins after the
/// target was missed moves nothing. Empty if there is not so much business time.
std::optional<placed_target> place_target(const business_clock& clock, time_ms start,
                                          duration_ms target, const std::vector<hold>& holds);

/// The warnings and violation actions that are still to come, by time; `acted`: those done, by
/// place, ascending. Warnings before the target are due at `not_before` at the earliest.
std::vector<planned_action> plan_actions(const business_clock& clock,
                                         const milestone_definition& definition, time_ms due,
                                         const std::vector<std::uint16_t>& acted,
                                         time_ms not_before);
/// The success actions of a run that was completed at `at`, by time.
std::vector<planned_action> plan_success(const business_clock& clock,
                                         const milestone_definition& definition, time_ms at);

}  // namespace parley

#pragma once
// A run of a milestone: its present occurrence.

#include "events/milestone/events.hpp"

namespace parley {

struct milestone_state {
  milestone_phase phase = milestone_phase::pending;
  milestone_setup setup;
  std::uint32_t occurrence = 0;  ///< 0: never started
  time_ms start;
  time_ms due;                       ///< 0 while paused
  time_ms anchor;                    ///< `due` is `rest_ms` of business time after it
  duration_ms rest_ms{0};            ///< while paused: what is left
  bool was_paused = false;           ///< when it was stopped
  bool violated = false;             ///< in this occurrence, not withdrawn
  time_ms stopped_at;                ///< completed or cancelled
  hours_stamp hours;                 ///< of `due`
  std::vector<std::uint16_t> acted;  ///< actions done in this occurrence, ascending
  std::vector<planned_action> plan;  ///< actions to come, by time
  std::uint8_t depth = 0;
  time_ms changed_at;  ///< effective time of the last change that the case made
  bool operator==(const milestone_state&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_state, (),
                      (phase, setup, occurrence, start, due, anchor, rest_ms, was_paused, violated,
                       stopped_at, hours, acted, plan, depth, changed_at))

/// The target can still be missed or the run be completed.
bool is_open(milestone_phase phase);
/// When the clock must look next; 0: never.
time_ms wake_of(const milestone_state& state);

}  // namespace parley

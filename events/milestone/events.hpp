#pragma once
// What can happen to a run of a milestone: one promise of one case, and the clock that watches it.
// Its stream is `<case>.<milestone>`; each occurrence begins with `milestone_started`.
//
// `wake` is when the clock must look at the run next, 0: never. `at` is when something took effect;
// the commit's recorded time, which may be later, is when it was noted.

#include "events/base/one_of.hpp"
#include "events/milestone/definitions.hpp"

namespace parley {

struct milestone_started {
  milestone_setup setup;
  std::uint32_t occurrence = 1;
  time_ms start;
  std::vector<hold> holds;  ///< of the case since then, before `at`; they do not count
  bool paused = false;      ///< the case is on hold: `rest_ms` waits, `due` is not known yet
  time_ms anchor;           ///< `due` is `rest_ms` of business time after it
  duration_ms rest_ms{0};
  time_ms due;
  hours_stamp hours;
  std::vector<planned_action> plan;
  std::uint8_t depth = 0;  ///< how many field updates by actions led here
  time_ms at;
  time_ms wake;
  bool operator==(const milestone_started&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_started, (),
                      (setup, occurrence, start, holds, paused, anchor, rest_ms, due, hours, plan,
                       depth, at, wake))

/// There is no business time to place the target in. It stays pending until it is started again.
struct milestone_unscheduled {
  milestone_setup setup;
  time_ms start;
  std::string reason;
  time_ms at;
  bool operator==(const milestone_unscheduled&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_unscheduled, (), (setup, start, reason, at))

struct milestone_paused {
  duration_ms rest_ms{0};  ///< business time that was left
  time_ms due;             ///< until then
  hours_stamp hours;
  time_ms at;
  time_ms wake;
  bool operator==(const milestone_paused&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_paused, (), (rest_ms, due, hours, at, wake))

/// The clock runs again: after a hold, after the case was opened again, or because the criteria
/// hold again (then nothing has moved).
struct milestone_resumed {
  time_ms anchor;
  duration_ms rest_ms{0};
  time_ms due;
  hours_stamp hours;
  std::vector<planned_action> plan;
  bool violated = false;  ///< it was, before it was stopped
  milestone_phase was = milestone_phase::paused;
  time_ms was_due;  ///< for which day its earlier outcome was counted; 0: it had none
  level_id level;
  process_id process;
  std::uint32_t process_version = 0;
  time_ms at;
  time_ms wake;
  account_id account{};
  hours_id office{};  ///< of its setup
  bool operator==(const milestone_resumed&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_resumed, (),
                      (anchor, rest_ms, due, hours, plan, violated, was, was_due, level, process,
                       process_version, at, wake, account, office))

/// Another definition, or other hours, from now on: what has been used up stays used up.
struct milestone_retargeted {
  milestone_setup setup;
  time_ms anchor;
  duration_ms rest_ms{0};
  time_ms due;  ///< 0 while paused
  hours_stamp hours;
  std::vector<std::uint16_t> acted;  ///< actions of the new definition that were done already
  std::vector<planned_action> plan;
  std::string reason;  ///< "migrated", "zone_rules"
  time_ms at;
  time_ms wake;
  bool operator==(const milestone_retargeted&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_retargeted, (),
                      (setup, anchor, rest_ms, due, hours, acted, plan, reason, at, wake))

/// Not done at `due`. Once an occurrence, unless it is withdrawn.
struct milestone_violated {
  time_ms due;
  time_ms wake;
  bool operator==(const milestone_violated&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_violated, (), (due, wake))

/// What happened in time was told after the clock had noted the violation.
struct violation_withdrawn {
  time_ms due;
  time_ms at;
  time_ms wake;
  bool operator==(const violation_withdrawn&) const = default;
};
BOOST_DESCRIBE_STRUCT(violation_withdrawn, (), (due, at, wake))

struct milestone_completed {
  bool late = false;  ///< after the target
  time_ms due;        ///< 0: it was on hold or not scheduled
  std::vector<planned_action> plan;
  time_ms at;
  time_ms wake;
  bool operator==(const milestone_completed&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_completed, (), (late, due, plan, at, wake))

/// It does not apply any more. No violation follows; one that was noted stays noted.
struct milestone_cancelled {
  std::string reason;  ///< "criteria", "closed", "process_left"
  time_ms due;
  time_ms at;
  time_ms wake;
  bool operator==(const milestone_cancelled&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_cancelled, (), (reason, due, at, wake))

/// A warning, or an action after a violation or a success, is due. Effects follow once, by
/// `action`; one that is `late` was overtaken and is only noted.
struct milestone_acted {
  std::string action;  ///< `<case>.<milestone>.<occurrence>.<index>`
  std::uint16_t index = 0;
  action_trigger trigger = action_trigger::warning;
  action_kind kind = action_kind::notify;
  std::string target;
  std::string value;
  time_ms due;
  bool late = false;
  std::uint8_t depth = 0;
  case_id of_case;
  time_ms wake;
  bool operator==(const milestone_acted&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_acted, (),
                      (action, index, trigger, kind, target, value, due, late, depth, of_case,
                       wake))

struct milestone_event_cases {
  using variant =
      std::variant<milestone_started, milestone_unscheduled, milestone_paused, milestone_resumed,
                   milestone_retargeted, milestone_violated, violation_withdrawn,
                   milestone_completed, milestone_cancelled, milestone_acted>;
};
using milestone_event = one_of<milestone_event_cases>;

}  // namespace parley

#pragma once
// What is promised: milestones, when they apply, how long they may take and what is done about it,
// and the processes that hold them. Plain values, stored in the log as they are given.

#include <vector>

#include <boost/describe.hpp>

#include "events/base/time.hpp"
#include "events/hours/book.hpp"
#include "events/milestone/ids.hpp"

namespace parley {

/// What completes a milestone. `other`: only a command does.
enum class milestone_kind : std::uint8_t {
  other = 0,
  first_response = 1,  ///< a person writes to the customer for the first time
  next_response = 2,   ///< a person answers what the customer wrote after that
  resolution = 3,      ///< the case is closed
};
BOOST_DESCRIBE_ENUM(milestone_kind, other, first_response, next_response, resolution)

/// Who must act. While a case is on hold the clocks of internal milestones rest.
enum class milestone_side : std::uint8_t { internal = 0, external = 1 };
BOOST_DESCRIBE_ENUM(milestone_side, internal, external)

/// Whether a milestone comes again in the same case after it was met. Responses to the customer's
/// next messages, and criteria that hold anew, are occasions.
enum class milestone_recurrence : std::uint8_t {
  none = 0,
  independent = 1,  ///< each occasion starts a new occurrence, then
  chained = 2,      ///< as above, but none before the target of the one before; `other` milestones
                    ///< need no occasion: one follows the other while the criteria hold
};
BOOST_DESCRIBE_ENUM(milestone_recurrence, none, independent, chained)

enum class criterion_test : std::uint8_t {
  equals = 0,  ///< one of the values
  differs = 1,
  at_least = 2,  ///< as whole numbers
  at_most = 3,
};
BOOST_DESCRIBE_ENUM(criterion_test, equals, differs, at_least, at_most)

/// A condition on a field of the case. A field that is missing meets none.
struct criterion {
  std::string field;
  criterion_test test = criterion_test::equals;
  std::vector<std::string> values;
  bool operator==(const criterion&) const = default;
};
BOOST_DESCRIBE_STRUCT(criterion, (), (field, test, values))

enum class action_trigger : std::uint8_t { warning = 0, violation = 1, success = 2 };
BOOST_DESCRIBE_ENUM(action_trigger, warning, violation, success)

enum class action_kind : std::uint8_t {
  notify = 0,
  set_field = 1,
  outbound_event = 2,
  create_task = 3,
  restore_service = 4  ///< asks whoever runs the service that is the target; told like an
                       ///< outbound event
};
BOOST_DESCRIBE_ENUM(action_kind, notify, set_field, outbound_event, create_task, restore_service)

/// Whether others carry it out, who are told through the feed and the partners.
inline bool is_for_outside(action_kind kind) {
  return kind == action_kind::outbound_event || kind == action_kind::restore_service;
}

struct milestone_action {
  action_trigger trigger = action_trigger::warning;
  action_kind kind = action_kind::notify;
  /// Business minutes. Of a warning: before the target, or after it if negative. Of the others:
  /// after the violation or the success.
  std::int32_t offset_minutes = 0;
  /// Whom to notify, which field, which event's name, who gets the task, which service to restore.
  std::string target;
  /// The text, the field's value, the event's content, the task's subject. `{at}`: the instant that
  /// the action is due, `2026-03-31T09:30:00Z`; of a success without offset, when it was done.
  std::string value;
  bool operator==(const milestone_action&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_action, (), (trigger, kind, offset_minutes, target, value))

struct milestone_definition {
  milestone_id milestone;
  milestone_kind kind = milestone_kind::other;
  milestone_side side = milestone_side::internal;
  std::uint32_t target_minutes = 0;  ///< of business time
  std::vector<criterion> criteria;   ///< all must hold
  hours_id hours;                    ///< empty: the process's
  milestone_recurrence recurrence = milestone_recurrence::none;
  std::vector<milestone_action> actions;
  bool operator==(const milestone_definition&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_definition, (),
                      (milestone, kind, side, target_minutes, criteria, hours, recurrence, actions))

/// A row of milestones that a case goes through.
struct process_definition {
  std::string name;
  hours_id hours;                           ///< empty: the entitlement's, then the tenant's default
  std::vector<std::string> pause_statuses;  ///< of a case that waits for its customer
  std::vector<milestone_definition> milestones;
  bool operator==(const process_definition&) const = default;
};
BOOST_DESCRIBE_STRUCT(process_definition, (), (name, hours, pause_statuses, milestones))

enum class milestone_phase : std::uint8_t {
  pending = 0,  ///< not started, or no business time to place it in
  running = 1,
  paused = 2,    ///< the case is on hold
  warned = 3,    ///< running, and a warning was due
  violated = 4,  ///< still to be done, after its target
  met = 5,
  met_late = 6,
  cancelled = 7,
};
BOOST_DESCRIBE_ENUM(milestone_phase, pending, running, paused, warned, violated, met, met_late,
                    cancelled)
const char* to_string(milestone_phase phase);

/// A stretch during which a case was on hold; `to` 0: it still is.
struct hold {
  time_ms from;
  time_ms to;
  bool operator==(const hold&) const = default;
};
BOOST_DESCRIBE_STRUCT(hold, (), (from, to))

/// Everything a run of a milestone takes over from its case: later edits do not reach it.
struct milestone_setup {
  case_id of_case;
  milestone_definition definition;
  process_id process;
  std::uint32_t process_version = 0;
  level_id level;
  entitlement_id entitlement;
  hours_id hours;         ///< the milestone's own, else the process's, else the entitlement's
  bool imported = false;  ///< of a case whose past is told: the clock leaves it alone, nothing acts
  bool added = false;     ///< by hand, to a case that was running
  account_id account{};   ///< whose case it is, as far as that is known
  bool operator==(const milestone_setup&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_setup, (),
                      (of_case, definition, process, process_version, level, entitlement, hours,
                       imported, added, account))

/// When an action of the definition (by its place) is due.
struct planned_action {
  std::uint16_t action = 0;
  time_ms at;
  bool operator==(const planned_action&) const = default;
};
BOOST_DESCRIBE_STRUCT(planned_action, (), (action, at))

}  // namespace parley

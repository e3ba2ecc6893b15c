#pragma once
// A case: what it is about, and which of its promises apply.

#include <string_view>

#include "events/cases/events.hpp"

namespace parley {

class hours_source;  // events/hours/hours_source.hpp

enum class case_phase : std::uint8_t { none = 0, open = 1, on_hold = 2, closed = 3 };
BOOST_DESCRIBE_ENUM(case_phase, none, open, on_hold, closed)
const char* to_string(case_phase phase);

struct case_milestone {
  milestone_definition definition;
  bool added = false;   ///< by hand
  bool wanted = false;  ///< its clock runs, rests on hold, or it is overdue
  bool begun = false;   ///< it was wanted at some time
  bool completed = false;
  time_ms completed_at;
  time_ms changed_at;
  bool operator==(const case_milestone&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_milestone, (),
                      (definition, added, wanted, begun, completed, completed_at, changed_at))

/// To be done by somebody: made by a milestone's action.
struct case_task {
  std::string task;
  std::string subject;
  std::string assignee;
  std::string action;
  time_ms created_at;
  bool operator==(const case_task&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_task, (), (task, subject, assignee, action, created_at))

/// An action outside that did not work.
struct failed_action {
  std::string action;
  action_kind kind = action_kind::notify;
  std::string target;
  std::string value;
  std::uint32_t attempts = 0;
  std::string reason;
  time_ms retry_at;  ///< 0: given up
  time_ms at;        ///< of the last report
  bool operator==(const failed_action&) const = default;
};
BOOST_DESCRIBE_STRUCT(failed_action, (),
                      (action, kind, target, value, attempts, reason, retry_at, at))

struct case_state {
  case_phase phase = case_phase::none;
  coverage_question relations;
  std::vector<attribute> fields;  ///< by key
  std::string status;
  std::vector<conversation_id> conversations;
  bool imported = false;
  bool verified = false;  ///< `coverage` was answered
  coverage_answer coverage;
  process_id process;  ///< empty: nothing is promised
  std::uint32_t process_version = 0;
  level_id level;
  entitlement_id entitlement;
  hours_id hours;
  std::vector<std::string> pause_statuses;
  std::vector<case_milestone> milestones;
  std::vector<hold> holds;
  time_ms opened_at;
  time_ms start;  ///< of the process
  time_ms closed_at;
  time_ms responded_at;   ///< first, by a person; 0: not yet
  time_ms waiting_since;  ///< the customer, for the next response; 0: not
  time_ms changed_at;
  std::uint32_t tasks = 0;            ///< made so far
  std::vector<case_task> open_tasks;  ///< oldest first
  hours_id own_hours;
  bool hours_by_case = false;  ///< `hours` are the case's own, or the tenant's default
  time_ms closes_at;           ///< a date to come; 0: none
  bool told_refusal = false;   ///< the customer knows that nothing covers it
  std::vector<failed_action> failed_actions;  ///< oldest first
  bool operator==(const case_state&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_state, (),
                      (phase, relations, fields, status, conversations, imported, verified,
                       coverage, process, process_version, level, entitlement, hours,
                       pause_statuses, milestones, holds, opened_at, start, closed_at, responded_at,
                       waiting_since, changed_at, tasks, open_tasks, own_hours, hours_by_case,
                       closes_at, told_refusal, failed_actions))

/// A field, or "status", "level", "account", "contact", "asset", "contract", "line", "product" or
/// "support". Empty: there is none.
std::string field_of(const case_state& now, std::string_view field);
/// The value of a formula of business time over the case's fields and "opened_at", "responded_at"
/// and "closed_at"; of a text that is none, the field.
std::string value_of(const case_state& now, const std::string& text, const hours_source* hours);
/// All criteria hold.
bool applies(const case_state& now, const milestone_definition& definition,
             const hours_source* hours);
const case_milestone* find_milestone(const case_state& now, const milestone_id& milestone);

/// What `<case>.<milestone>.<occurrence>.<index>` is; null if the case has no such action.
const milestone_action* find_action(const case_state& now, std::string_view action);

/// The stream of a case's milestone.
std::string run_of(const case_id& of_case, const milestone_id& milestone);

}  // namespace parley

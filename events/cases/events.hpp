#pragma once
// What can happen to a case: one request for support, the conversations about it, and the promises
// that hold for it. `at` is when something took effect; a case whose past is told (imported) has
// its own times, all others the recorded time.

#include "events/base/one_of.hpp"
#include "events/conversation/events.hpp"
#include "events/customer/definitions.hpp"
#include "events/milestone/definitions.hpp"

namespace parley {

struct case_opened {
  coverage_question relations;  ///< who asks, about what
  std::vector<attribute> fields;
  std::string status;
  conversation_id conversation;
  process_id process;  ///< entered with it; empty: what the relations are entitled to
  bool imported = false;
  time_ms at;
  hours_id hours{};  ///< the case's own
  bool operator==(const case_opened&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_opened, (),
                      (relations, fields, status, conversation, process, imported, at, hours))

struct conversation_linked {
  conversation_id conversation;
  time_ms at;
  bool operator==(const conversation_linked&) const = default;
};
BOOST_DESCRIBE_STRUCT(conversation_linked, (), (conversation, at))

/// Fields that have another value now; an empty value: the field is gone.
struct case_changed {
  std::vector<attribute> fields;
  std::string action;      ///< the milestone's action that did it; empty: somebody did
  std::uint8_t depth = 0;  ///< how many actions in a row led here
  time_ms at;
  bool operator==(const case_changed&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_changed, (), (fields, action, depth, at))

struct case_related {
  coverage_question relations;
  time_ms at;
  bool operator==(const case_related&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_related, (), (relations, at))

/// What the customer is entitled to, as verified. Not eligible while a process runs: only noted.
struct case_covered {
  coverage_answer answer;
  time_ms at;
  bool operator==(const case_covered&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_covered, (), (answer, at))

/// The promises begin, or go on with a newer version of their process.
struct process_entered {
  process_id process;
  std::uint32_t process_version = 0;
  process_definition definition;
  level_id level;
  entitlement_id entitlement;
  hours_id hours;  ///< the process's, else the entitlement's, else the case's
  time_ms start;   ///< from which targets count
  time_ms at;
  bool case_hours = false;  ///< they are the case's
  bool operator==(const process_entered&) const = default;
};
BOOST_DESCRIBE_STRUCT(process_entered, (),
                      (process, process_version, definition, level, entitlement, hours, start, at,
                       case_hours))

struct case_milestone_added {
  milestone_definition definition;
  time_ms at;
  bool operator==(const case_milestone_added&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_milestone_added, (), (definition, at))

/// A milestone applies: its run starts, or goes on.
struct case_milestone_wanted {
  milestone_setup setup;
  time_ms start;
  std::vector<hold> holds;
  bool reopened = false;
  std::uint8_t depth = 0;
  time_ms at;
  bool operator==(const case_milestone_wanted&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_milestone_wanted, (), (setup, start, holds, reopened, depth, at))

enum class milestone_direction : std::uint8_t { pause = 0, resume = 1, complete = 2, cancel = 3 };
BOOST_DESCRIBE_ENUM(milestone_direction, pause, resume, complete, cancel)

struct case_milestone_directed {
  milestone_id milestone;
  milestone_direction direction = milestone_direction::pause;
  std::string reason;
  time_ms at;
  bool operator==(const case_milestone_directed&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_milestone_directed, (), (milestone, direction, reason, at))

/// `on_hold`: internal milestones rest in this status.
struct case_status_changed {
  std::string status;
  bool on_hold = false;
  time_ms at;
  bool operator==(const case_status_changed&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_status_changed, (), (status, on_hold, at))

/// A person wrote to the customer who was waiting.
struct case_responded {
  conversation_id conversation;
  std::string author;
  bool first = false;
  time_ms at;
  bool operator==(const case_responded&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_responded, (), (conversation, author, first, at))

/// The customer wrote after the first response, and waits again.
struct case_contact_waiting {
  conversation_id conversation;
  time_ms at;
  bool operator==(const case_contact_waiting&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_contact_waiting, (), (conversation, at))

struct case_closed {
  std::string by;
  time_ms at;
  std::string status{};  ///< empty: "closed"
  bool operator==(const case_closed&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_closed, (), (by, at, status))

/// The time since it was closed does not count.
struct case_reopened {
  std::string by;
  std::string status;
  coverage_question relations;
  std::vector<attribute> fields;
  std::vector<conversation_id> conversations;
  level_id level;
  process_id process;
  time_ms opened_at;
  time_ms at;
  bool operator==(const case_reopened&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_reopened, (),
                      (by, status, relations, fields, conversations, level, process, opened_at, at))

struct case_task_created {
  std::string task;
  std::string action;
  std::string subject;
  std::string assignee;
  time_ms at;
  bool operator==(const case_task_created&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_task_created, (), (task, action, subject, assignee, at))

struct case_task_completed {
  std::string task;
  std::string by;
  time_ms at;
  bool operator==(const case_task_completed&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_task_completed, (), (task, by, at))

/// An action that would not have come to an end.
struct case_action_stopped {
  std::string action;
  std::string reason;
  time_ms at;
  bool operator==(const case_action_stopped&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_action_stopped, (), (action, reason, at))

/// Its past has been told; from here on the clock watches it.
struct case_import_finished {
  time_ms at;
  bool operator==(const case_import_finished&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_import_finished, (), (at))

/// It is closed when that date comes.
struct case_closing {
  std::string by;
  time_ms closes_at;
  time_ms at;
  bool operator==(const case_closing&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_closing, (), (by, closes_at, at))

/// What is computed from now on uses them. `replan`: what is left of running milestones as well.
struct case_hours_changed {
  hours_id hours;
  hours_id before;
  std::string by;
  bool replan = false;
  time_ms at;
  bool operator==(const case_hours_changed&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_hours_changed, (), (hours, before, by, replan, at))

/// The customer is told that nothing covers the request: once, until something did.
struct case_notice_given {
  std::string reason;
  entitlement_id entitlement;  ///< that has ended
  std::string ends_on;
  bool renewable = false;
  std::string text;
  conversation_id conversation;  ///< where it is said; empty: the case has none
  time_ms at;
  bool operator==(const case_notice_given&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_notice_given, (),
                      (reason, entitlement, ends_on, renewable, text, conversation, at))

enum class action_outcome : std::uint8_t { done = 0, failed = 1, given_up = 2 };
BOOST_DESCRIBE_ENUM(action_outcome, done, failed, given_up)

/// Whoever carries out actions told what became of one.
struct case_action_reported {
  std::string action;
  action_outcome outcome = action_outcome::done;
  std::uint32_t attempt = 0;
  std::string reason;
  time_ms retry_at;  ///< 0: it is not tried again
  time_ms at;
  bool operator==(const case_action_reported&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_action_reported, (), (action, outcome, attempt, reason, retry_at, at))

/// To be carried out again.
struct case_action_repeated {
  std::string action;
  action_kind kind = action_kind::notify;
  std::string target;
  std::string value;
  std::uint32_t attempt = 0;
  time_ms at;
  bool operator==(const case_action_repeated&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_action_repeated, (), (action, kind, target, value, attempt, at))

struct case_event_cases {
  using variant = std::variant<
      case_opened, conversation_linked, case_changed, case_related, case_covered, process_entered,
      case_milestone_added, case_milestone_wanted, case_milestone_directed, case_status_changed,
      case_responded, case_contact_waiting, case_closed, case_reopened, case_task_created,
      case_action_stopped, case_import_finished, case_task_completed, case_closing,
      case_hours_changed, case_notice_given, case_action_reported, case_action_repeated>;
};
using case_event = one_of<case_event_cases>;

}  // namespace parley

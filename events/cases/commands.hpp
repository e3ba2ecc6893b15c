#pragma once
// What a case can be asked to do. `at` 0: now. Another time is for telling the past: not after now,
// not before the case's last change, and not for agents.

#include "events/base/one_of.hpp"
#include "events/cases/events.hpp"

namespace parley {

/// A `process` is entered at once, without verification. Else the relations are verified, and the
/// process of the entitlement is entered. A case that is there already: no event.
struct open_case {
  coverage_question relations;
  std::vector<attribute> fields;  ///< "priority", "severity", "origin", "queue", "subject" …
  std::string status;             ///< empty: "new"
  conversation_id conversation;
  process_id process;
  bool imported = false;  ///< its past is told with times of its own; nothing acts on it
  time_ms at;
  hours_id hours{};  ///< where neither the process nor the entitlement names any
};
BOOST_DESCRIBE_STRUCT(open_case, (),
                      (relations, fields, status, conversation, process, imported, at, hours))
struct link_conversation {
  conversation_id conversation;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(link_conversation, (), (conversation, at))
struct change_case {
  std::vector<attribute> fields;  ///< an empty value takes the field away
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(change_case, (), (fields, at))
/// All relations as they are now; they are verified again.
struct relate_case {
  coverage_question relations;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(relate_case, (), (relations, at))
struct set_case_status {
  std::string status;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(set_case_status, (), (status, at))
/// `closed_at` is the closed date; 0: `at`. With a later one the case has the status, and is
/// closed, its resolution done, when that date comes.
struct close_case {
  std::string by;
  time_ms at;
  time_ms closed_at{};
};
BOOST_DESCRIBE_STRUCT(close_case, (), (by, at, closed_at))
struct reopen_case {
  std::string by;
  std::string status;  ///< empty: "open"
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(reopen_case, (), (by, status, at))
/// By hand, or by another system. `at` may lie before other changes of the case, but not before the
/// milestone's own. Done already: no event.
struct complete_case_milestone {
  milestone_id milestone;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(complete_case_milestone, (), (milestone, at))
struct add_case_milestone {
  milestone_definition definition;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(add_case_milestone, (), (definition, at))
/// To the latest version of its process. What was missed or done stays so.
struct migrate_case {
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(migrate_case, (), (at))
/// Also of a closed case. Done already: no event.
struct complete_case_task {
  std::string task;
  std::string by;  ///< empty: who sends this
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(complete_case_task, (), (task, by, at))
struct finish_case_import {
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(finish_case_import, (), (at))

/// SET_INACTIVE, or NOT_FOUND, for a set that cannot be chosen. Running milestones keep their due
/// times unless `replan`.
struct set_case_hours {
  hours_id hours;  ///< empty: the tenant's default
  bool replan = false;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(set_case_hours, (), (hours, replan, at))
/// By whoever carries out notices and events. One that failed comes again, later each time; after
/// 6 times it is given up.
struct report_case_action {
  std::string action;
  bool failed = false;
  std::string reason;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(report_case_action, (), (action, failed, reason, at))

// ---- from reactions only ----

struct cover_case {
  coverage_answer answer;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(cover_case, (), (answer, at))
struct note_response {
  conversation_id conversation;
  std::string author;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(note_response, (), (conversation, author, at))
struct note_contact_message {
  conversation_id conversation;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(note_contact_message, (), (conversation, at))
/// What a milestone's action does to its case. Once by `action`.
struct act_on_case {
  std::string action;
  action_kind kind = action_kind::set_field;
  std::string target;
  std::string value;
  std::uint8_t depth = 0;
  time_ms at;
};
BOOST_DESCRIBE_STRUCT(act_on_case, (), (action, kind, target, value, depth, at))

/// The date on which it is closed has come.
struct finish_closing {
  time_ms closes_at;
};
BOOST_DESCRIBE_STRUCT(finish_closing, (), (closes_at))
struct repeat_case_action {
  std::string action;
};
BOOST_DESCRIBE_STRUCT(repeat_case_action, (), (action))

struct case_command_cases {
  using variant =
      std::variant<open_case, link_conversation, change_case, relate_case, set_case_status,
                   close_case, reopen_case, complete_case_milestone, add_case_milestone,
                   migrate_case, finish_case_import, cover_case, note_response,
                   note_contact_message, act_on_case, complete_case_task, set_case_hours,
                   report_case_action, finish_closing, repeat_case_action>;
};
using case_command = one_of<case_command_cases>;

}  // namespace parley

#pragma once
// The rows of what is promised: open cases, running milestones, who is a customer of what, and what
// was kept. Plain described values, as in rows.hpp.

#include "events/cases/state.hpp"
#include "events/milestone/definitions.hpp"

namespace parley {

/// Table "case": an open one. Key: case id.
struct case_row {
  case_phase phase = case_phase::open;
  std::string status;
  account_id account;
  level_id level;
  process_id process;
  queue_id queue;        ///< its field "queue"
  std::string priority;  ///< its field "priority"
  std::string subject;   ///< its field "subject"
  std::vector<conversation_id> conversations;
  time_ms opened_at;
  std::uint64_t changed_at = 0;  ///< offset of the last change
  bool operator==(const case_row&) const = default;
};
BOOST_DESCRIBE_STRUCT(case_row, (),
                      (phase, status, account, level, process, queue, priority, subject,
                       conversations, opened_at, changed_at))

/// What a run's place in the sums depends on.
struct milestone_label {
  process_id process;
  std::uint32_t process_version = 0;
  level_id level;
  account_id account{};
  hours_id office{};  ///< the set of hours that was chosen; empty: the tenant's default
  auto operator<=>(const milestone_label&) const = default;
  bool operator==(const milestone_label&) const = default;
};
BOOST_DESCRIBE_STRUCT(milestone_label, (), (process, process_version, level, account, office))

/// Table "milestone": a run that the clock watches, or that is still to be done. Key: run id.
struct milestone_row {
  time_ms wake;
  time_ms target;
  milestone_phase phase = milestone_phase::pending;
  milestone_label label;
};
BOOST_DESCRIBE_STRUCT(milestone_row, (), (wake, target, phase, label))

/// Table "relation": which customer has it. Key: "asset/<id>" and the like.
struct relation_row {
  account_id account;
};
BOOST_DESCRIBE_STRUCT(relation_row, (), (account))

/// What the sums are of.
enum class compliance_of : std::uint8_t { level, account, office };

/// Table "compliance": promises by their target. Key: level, milestone and day, or the byte 30,
/// "account" or "office", its id and the month or day; separated by the byte 31.
struct compliance_row {
  std::uint64_t met = 0;
  std::uint64_t met_late = 0;
  std::uint64_t missed = 0;     ///< violated, and not done
  std::uint64_t cancelled = 0;  ///< before the target
  bool operator==(const compliance_row&) const = default;
};
BOOST_DESCRIBE_STRUCT(compliance_row, (), (met, met_late, missed, cancelled))

}  // namespace parley

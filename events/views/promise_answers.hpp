#pragma once
// What the floor tells about promises, as plain values that become JSON by schema
// (schemas/answers.fbs). Times left are for the reader to count: a floor has no clock.

#include "events/customer/state.hpp"
#include "events/milestone/state.hpp"
#include "events/tenant/state.hpp"
#include "events/views/promise_rows.hpp"

namespace parley {

struct case_summary {
  case_id of_case;
  case_phase phase = case_phase::open;
  std::string status;
  account_id account;
  level_id level;
  process_id process;
  queue_id queue;
  std::string priority;
  std::string subject;
  std::vector<conversation_id> conversations;
  time_ms opened_at;
};
BOOST_DESCRIBE_STRUCT(case_summary, (),
                      (of_case, phase, status, account, level, process, queue, priority, subject,
                       conversations, opened_at))

struct cases_answer {
  std::string position;
  std::uint64_t open = 0;
  std::vector<case_summary> cases;  ///< latest change first
};
BOOST_DESCRIBE_STRUCT(cases_answer, (), (position, open, cases))

struct promise_summary {
  std::string run;  ///< `<case>.<milestone>`
  case_id of_case;
  milestone_id milestone;
  milestone_phase phase = milestone_phase::running;
  process_id process;
  std::uint32_t process_version = 0;
  level_id level;
  queue_id queue;
  std::string priority;
  time_ms due;
};
BOOST_DESCRIBE_STRUCT(promise_summary, (),
                      (run, of_case, milestone, phase, process, process_version, level, queue,
                       priority, due))

struct queue_promises {
  queue_id queue;  ///< empty: of cases without one
  std::uint64_t overdue = 0;
  std::uint64_t at_risk = 0;  ///< due within the horizon that was asked for
};
BOOST_DESCRIBE_STRUCT(queue_promises, (), (queue, overdue, at_risk))

struct promises_answer {
  std::string position;
  std::uint64_t running = 0;  ///< milestones of the tenant that are open, overdue ones included
  std::uint64_t overdue = 0;
  std::vector<promise_summary> violated;  ///< still to be done, longest overdue first
  std::vector<promise_summary> next;      ///< the next to be violated
  std::vector<queue_promises> queues;     ///< by id; over all that is overdue or within the horizon
};
BOOST_DESCRIBE_STRUCT(promises_answer, (), (position, running, overdue, violated, next, queues))

struct compliance_line {
  level_id level;
  milestone_id milestone;
  std::string period;  ///< `2026-11-16`, `2026-11` or `2026`: of the targets, in UTC
  std::uint64_t met = 0;
  std::uint64_t met_late = 0;
  std::uint64_t missed = 0;
  std::uint64_t cancelled = 0;
  std::uint32_t met_permille = 0;  ///< of met + met_late + missed
  account_id account{};            ///< of sums by account: level and milestone are empty
  hours_id office{};               ///< of sums by set of hours, likewise; empty: the default set
};
BOOST_DESCRIBE_STRUCT(compliance_line, (),
                      (level, milestone, period, met, met_late, missed, cancelled, met_permille,
                       account, office))

struct compliance_answer {
  std::string position;
  std::vector<compliance_line> lines;  ///< by level, milestone, period
};
BOOST_DESCRIBE_STRUCT(compliance_answer, (), (position, lines))

/// One promise of a case on its timeline. Business time in milliseconds.
struct timeline_entry {
  std::string run;
  milestone_id milestone;
  milestone_kind kind = milestone_kind::other;
  milestone_side side = milestone_side::internal;
  milestone_phase phase = milestone_phase::pending;
  std::uint32_t occurrence = 0;
  bool violated = false;
  bool added = false;
  time_ms start;
  time_ms due;           ///< 0: on hold, or not scheduled
  time_ms completed_at;  ///< 0: not, or cancelled
  std::int64_t target_ms = 0;
  std::int64_t elapsed_ms = 0;
  std::int64_t left_ms = 0;  ///< negative: overdue
  hours_stamp hours;
  std::vector<planned_action> plan;
  std::int64_t place_ms = 0;  ///< where its target stands on the line of the process
  bool ticks = false;         ///< elapsed and left are counted on
  time_ms until;              ///< so it is until then; 0: until something happens
};
BOOST_DESCRIBE_STRUCT(timeline_entry, (),
                      (run, milestone, kind, side, phase, occurrence, violated, added, start, due,
                       completed_at, target_ms, elapsed_ms, left_ms, hours, plan, place_ms, ticks,
                       until))

struct timeline_answer {
  std::string position;
  case_id of_case;
  case_phase phase = case_phase::open;
  std::string status;
  process_id process;
  std::uint32_t process_version = 0;
  level_id level;
  time_ms now;                  ///< for which elapsed and left are told
  time_ms start;                ///< of the process
  std::int64_t elapsed_ms = 0;  ///< of the process, on its own hours: where the indicator stands
  std::string reason;           ///< why there are no promises
  std::vector<timeline_entry> milestones;
  bool ticks = false;  ///< the indicator moves
  time_ms until;       ///< so it is until then; 0: until something happens
};
BOOST_DESCRIBE_STRUCT(timeline_answer, (),
                      (position, of_case, phase, status, process, process_version, level, now,
                       start, elapsed_ms, reason, milestones, ticks, until))

struct case_answer {
  std::string position;
  case_id of_case;
  std::uint64_t version = 0;
  case_state state;
};
BOOST_DESCRIBE_STRUCT(case_answer, (), (position, of_case, version, state))

struct milestone_answer {
  std::string position;
  std::string run;
  std::uint64_t version = 0;
  milestone_state state;
};
BOOST_DESCRIBE_STRUCT(milestone_answer, (), (position, run, version, state))

struct customer_answer {
  std::string position;
  account_id account;
  std::uint64_t version = 0;
  customer_state state;
};
BOOST_DESCRIBE_STRUCT(customer_answer, (), (position, account, version, state))

struct verification_answer {
  std::string position;
  coverage_question question;
  coverage_answer answer;
};
BOOST_DESCRIBE_STRUCT(verification_answer, (), (position, question, answer))

struct processes_answer {
  std::string position;
  std::vector<tenant_process> processes;
  std::vector<tenant_level> levels;
  std::vector<tenant_template> templates;
  std::vector<tenant_bundle> bundles;
  std::vector<tenant_price_book> price_books;
};
BOOST_DESCRIBE_STRUCT(processes_answer, (),
                      (position, processes, levels, templates, bundles, price_books))

/// Time in a status, or of an agent, by the clock and in business time.
struct time_spent {
  std::string name;
  std::int64_t clock_ms = 0;
  std::int64_t business_ms = 0;
  bool operator==(const time_spent&) const = default;
};
BOOST_DESCRIBE_STRUCT(time_spent, (), (name, clock_ms, business_ms))

/// How long a case took, or has taken so far.
struct case_times_answer {
  std::string position;
  case_id of_case;
  time_ms now;        ///< or when it was closed
  hours_stamp hours;  ///< in which business time is counted
  std::int64_t clock_ms = 0;
  std::int64_t business_ms = 0;
  std::vector<time_spent> statuses;  ///< in the order in which it first had them
  std::vector<time_spent> agents;    ///< by name: with the case's conversations
};
BOOST_DESCRIBE_STRUCT(case_times_answer, (),
                      (position, of_case, now, hours, clock_ms, business_ms, statuses, agents))

/// What cases took that are counted in one set of hours: an office's.
struct office_times {
  hours_id office;
  std::string zone;
  std::uint32_t cases = 0;
  std::int64_t clock_ms = 0;
  std::int64_t business_ms = 0;
};
BOOST_DESCRIBE_STRUCT(office_times, (), (office, zone, cases, clock_ms, business_ms))

/// Many cases, each in its own set of hours or in each of those asked for.
struct cases_times_answer {
  std::string position;
  time_ms now;
  std::vector<case_times_answer> cases;
  std::vector<office_times> offices;  ///< by name
};
BOOST_DESCRIBE_STRUCT(cases_times_answer, (), (position, now, cases, offices))

struct customers_answer {
  std::string position;
  std::uint32_t count = 0;            ///< of all that the tenant has
  std::vector<account_id> customers;  ///< by id
};
BOOST_DESCRIBE_STRUCT(customers_answer, (), (position, count, customers))

}  // namespace parley

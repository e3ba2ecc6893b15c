#pragma once
// What was promised in one case and what became of it, as the log tells, with everything the
// verdicts rest on: counted intervals, hours, holidays, zone rules, versions, positions. Each
// target is placed again and each verdict judged again from the events; `mismatches` tells whether
// that gives what was recorded.

#include "events/milestone/state.hpp"
#include "store/journal.hpp"

namespace parley {

struct counted_span {
  time_ms from;
  time_ms to;
};
BOOST_DESCRIBE_STRUCT(counted_span, (), (from, to))

struct counted_exception {
  std::string name;
  std::string date;
  bool opens = false;
};
BOOST_DESCRIBE_STRUCT(counted_exception, (), (name, date, opens))

/// A moment at which a target was placed on the calendar.
struct target_placement {
  std::string position;
  std::string event;
  time_ms at;
  time_ms anchor;
  duration_ms rest_ms{0};
  time_ms due;  ///< 0: on hold
  hours_stamp hours;
  std::vector<counted_exception> exceptions;  ///< holidays and the like between anchor and target
  bool agrees = true;                         ///< placed again it is the same
};
BOOST_DESCRIBE_STRUCT(target_placement, (),
                      (position, event, at, anchor, rest_ms, due, hours, exceptions, agrees))

/// One occurrence of one milestone.
struct certified_promise {
  std::string run;
  std::uint32_t occurrence = 0;
  milestone_id milestone;
  process_id process;
  std::uint32_t process_version = 0;
  level_id level;
  entitlement_id entitlement;
  duration_ms target_ms{0};
  time_ms start;
  time_ms due;
  std::string verdict;  ///< "met", "met_late", "violated", "cancelled", "running", "paused" …
  bool violated = false;
  time_ms completed_at;
  std::vector<target_placement> placements;
  std::vector<counted_span> counted;  ///< business time that ran, until it was done or now
  duration_ms counted_ms{0};
  std::vector<std::string> positions;  ///< of every event of the occurrence
  bool agrees = true;
};
BOOST_DESCRIBE_STRUCT(certified_promise, (),
                      (run, occurrence, milestone, process, process_version, level, entitlement,
                       target_ms, start, due, verdict, violated, completed_at, placements, counted,
                       counted_ms, positions, agrees))

struct certificate {
  tenant_id tenant;
  case_id of_case;
  std::string position;  ///< up to which the log was read
  time_ms recorded_at;   ///< of the last commit there
  std::uint64_t events = 0;
  std::vector<certified_promise> promises;
  std::uint64_t mismatches = 0;
};
BOOST_DESCRIBE_STRUCT(certificate, (),
                      (tenant, of_case, position, recorded_at, events, promises, mismatches))

/// NOT_FOUND if the tenant has no such case. Reads the tenant's partition once.
result<certificate> certify(const store::journal& journal, const tenant_id& tenant,
                            const case_id& of_case);

/// Of every case of the tenant, by name. Reads its partition once.
result<std::vector<certificate>> certify_all(const store::journal& journal,
                                             const tenant_id& tenant);

}  // namespace parley

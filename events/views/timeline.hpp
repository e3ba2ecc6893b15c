#pragma once
// The timeline of one case at one moment: where the indicator stands, and for each promise what is
// done, late, left. Pure: the moment is given, and business time is counted on the tenant's hours.

#include "events/hours/hours_source.hpp"
#include "events/views/promise_answers.hpp"

namespace parley {

/// One promise at `now`.
timeline_entry timeline_entry_of(const std::string& run, const milestone_state& state,
                                 const hours_source* hours, time_ms now);

/// Where the target of a run stands on the case's line: a run that began with the process at its
/// target, a later occurrence by as much business time of the process further on.
duration_ms place_of(const timeline_entry& entry, const case_state& state,
                     const hours_source* hours);

/// The case's own part: everything but the position and the entries. The indicator rests while the
/// case is on hold or closed.
timeline_answer timeline_of(const case_id& of_case, const case_state& state,
                            const hours_source* hours, time_ms now);

}  // namespace parley

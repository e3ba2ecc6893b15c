#include "events/views/timeline.hpp"

#include <algorithm>

#include "events/milestone/business_clock.hpp"

namespace parley {
namespace {

// What is left of the target, or was when it was done.
duration_ms left_of(const milestone_state& state, const business_clock& clock, time_ms now) {
  if (state.phase == milestone_phase::paused || state.due.value == 0) {
    return state.rest_ms;
  }
  const bool ticks = is_open(state.phase);
  return clock.difference(ticks ? std::max(now, state.start) : state.stopped_at, state.due);
}

// Whether something counts on, and until when that is known. Hours that never turn, and what waits
// for an event, say 0.
template <class Answer>
void tell_pace(Answer& to, const business_clock& clock, bool counts, time_ms now) {
  to.ticks = counts && clock.is_open(now);
  to.until = counts ? clock.turns_at(now).value_or(time_ms()) : time_ms();
}

// Business time of the process from its start to `end`, the holds not counted.
duration_ms elapsed_of(const case_state& state, const business_clock& clock, time_ms end) {
  duration_ms elapsed = clock.difference(state.start, end);
  for (const hold& each : state.holds) {
    const time_ms to = each.to.value == 0 ? end : std::min(each.to, end);
    elapsed = duration_ms(elapsed.value - clock.difference(std::min(each.from, to), to).value);
  }
  return elapsed;
}

}  // namespace

timeline_entry timeline_entry_of(const std::string& run, const milestone_state& state,
                                 const hours_source* hours, time_ms now) {
  const milestone_definition& definition = state.setup.definition;
  timeline_entry entry;
  entry.run = run;
  entry.milestone = definition.milestone;
  entry.kind = definition.kind;
  entry.side = definition.side;
  entry.phase = state.phase;
  entry.occurrence = state.occurrence;
  entry.violated = state.violated;
  entry.added = state.setup.added;
  entry.start = state.start;
  entry.due = state.due;
  entry.target_ms = minutes(definition.target_minutes).value;
  entry.hours = state.hours;
  entry.plan = state.plan;
  if (state.phase == milestone_phase::met || state.phase == milestone_phase::met_late) {
    entry.completed_at = state.stopped_at;
  }
  entry.place_ms = entry.target_ms;
  if (state.phase != milestone_phase::pending) {
    const business_clock clock(hours, state.setup.hours);
    entry.left_ms = left_of(state, clock, now).value;
    entry.elapsed_ms = entry.target_ms - entry.left_ms;
    const bool rests = state.phase == milestone_phase::paused || state.due.value == 0;
    tell_pace(entry, clock, is_open(state.phase) && !rests, now);
  }
  return entry;
}

duration_ms place_of(const timeline_entry& entry, const case_state& state,
                     const hours_source* hours) {
  if (entry.start <= state.start) {
    return duration_ms(entry.target_ms);
  }
  const business_clock clock(hours, state.hours);
  return duration_ms(entry.target_ms + elapsed_of(state, clock, entry.start).value);
}

timeline_answer timeline_of(const case_id& of_case, const case_state& state,
                            const hours_source* hours, time_ms now) {
  timeline_answer answer;
  answer.of_case = of_case;
  answer.phase = state.phase;
  answer.status = state.status;
  answer.process = state.process;
  answer.process_version = state.process_version;
  answer.level = state.level;
  answer.now = now;
  answer.start = state.start;
  if (state.process.empty()) {
    answer.reason = !state.verified           ? "NOT_VERIFIED"
                    : state.coverage.eligible ? "NO_PROCESS"
                                              : state.coverage.reason;
  }
  const business_clock clock(hours, state.hours);
  const time_ms end = state.phase == case_phase::closed ? state.closed_at : now;
  answer.elapsed_ms = elapsed_of(state, clock, end).value;
  tell_pace(answer, clock, state.phase == case_phase::open, now);
  return answer;
}

}  // namespace parley

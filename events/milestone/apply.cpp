// The fold of a run of a milestone.

#include <algorithm>

#include "events/milestone/entity.hpp"

namespace parley {
namespace {

bool warned(const milestone_state& state) {
  return std::any_of(state.acted.begin(), state.acted.end(), [&](std::uint16_t index) {
    const auto& actions = state.setup.definition.actions;
    return index < actions.size() && actions[index].trigger == action_trigger::warning &&
           actions[index].offset_minutes >= 0;
  });
}

milestone_phase ticking(const milestone_state& state) {
  return warned(state) ? milestone_phase::warned : milestone_phase::running;
}

void apply_one(milestone_state& to, const milestone_started& e) {
  to = milestone_state{};
  to.phase = e.paused ? milestone_phase::paused : milestone_phase::running;
  to.setup = e.setup;
  to.occurrence = e.occurrence;
  to.start = e.start;
  to.anchor = e.anchor;
  to.rest_ms = e.rest_ms;
  to.due = e.due;
  to.hours = e.hours;
  to.plan = e.plan;
  to.depth = e.depth;
  to.changed_at = e.at;
}

void apply_one(milestone_state& to, const milestone_unscheduled& e) {
  to.phase = milestone_phase::pending;
  to.setup = e.setup;
  to.start = e.start;
  to.due = {};
  to.plan.clear();
  to.changed_at = e.at;
}

void apply_one(milestone_state& to, const milestone_paused& e) {
  to.phase = milestone_phase::paused;
  to.anchor = e.at;
  to.rest_ms = e.rest_ms;
  to.due = {};
  to.hours = e.hours;
  to.plan.clear();
  to.changed_at = e.at;
}

void apply_one(milestone_state& to, const milestone_resumed& e) {
  to.anchor = e.anchor;
  to.rest_ms = e.rest_ms;
  to.due = e.due;
  to.hours = e.hours;
  to.plan = e.plan;
  to.violated = e.violated;
  to.phase = e.violated         ? milestone_phase::violated
             : e.due.value == 0 ? milestone_phase::paused
                                : ticking(to);
  to.was_paused = false;
  to.stopped_at = {};
  to.changed_at = e.at;
}

void apply_one(milestone_state& to, const milestone_retargeted& e) {
  to.setup = e.setup;
  to.anchor = e.anchor;
  to.rest_ms = e.rest_ms;
  to.due = e.due;
  to.hours = e.hours;
  to.acted = e.acted;
  to.plan = e.plan;
  if (to.phase != milestone_phase::paused) {
    to.phase = ticking(to);
  }
  to.changed_at = e.at;
}

void apply_one(milestone_state& to, const milestone_violated& /*e*/) {
  to.phase = milestone_phase::violated;
  to.violated = true;
}

void apply_one(milestone_state& to, const violation_withdrawn& /*e*/) {
  to.violated = false;
  to.phase = ticking(to);
}

void stop(milestone_state& to, time_ms at) {
  to.was_paused = to.phase == milestone_phase::paused;
  to.stopped_at = at;
  to.plan.clear();
  to.changed_at = at;
}

void apply_one(milestone_state& to, const milestone_completed& e) {
  stop(to, e.at);
  to.phase = e.late ? milestone_phase::met_late : milestone_phase::met;
  to.plan = e.plan;
}

void apply_one(milestone_state& to, const milestone_cancelled& e) {
  stop(to, e.at);
  to.phase = milestone_phase::cancelled;
}

void apply_one(milestone_state& to, const milestone_acted& e) {
  const auto place = std::lower_bound(to.acted.begin(), to.acted.end(), e.index);
  if (place == to.acted.end() || *place != e.index) {
    to.acted.insert(place, e.index);
  }
  std::erase_if(to.plan, [&](const planned_action& each) { return each.action == e.index; });
  if (to.phase == milestone_phase::running) {
    to.phase = ticking(to);
  }
}

}  // namespace

const char* to_string(milestone_phase phase) {
  return boost::describe::enum_to_string(phase, "unknown");
}

bool is_open(milestone_phase phase) {
  return phase == milestone_phase::running || phase == milestone_phase::warned ||
         phase == milestone_phase::paused || phase == milestone_phase::violated;
}

time_ms wake_of(const milestone_state& state) {
  if (state.setup.imported) {
    return {};
  }
  time_ms next{};
  if (state.phase == milestone_phase::running || state.phase == milestone_phase::warned) {
    next = state.due;
  }
  if (!state.plan.empty() && (next.value == 0 || state.plan.front().at < next)) {
    next = state.plan.front().at;
  }
  // What happens in the very instant is still in time, so the clock looks one later.
  return next.value == 0 ? next : next + duration_ms(1);
}

void milestone_entity::apply(state& to, const event& what, time_ms /*at*/) {
  std::visit([&](const auto& one) { apply_one(to, one); }, what);
}

}  // namespace parley

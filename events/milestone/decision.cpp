#include "events/milestone/decision.hpp"

#include <algorithm>
#include <limits>

namespace parley::milestone_rules {
namespace {

rejection bad(std::string why) { return {errc::bad_request, std::move(why), {}}; }

}  // namespace

std::optional<rejection> decision::misplaced(time_ms at) const {
  if (at > where_.now) {
    return bad("at: lies in the future");
  }
  if (at < work_.changed_at) {
    return bad("at: lies before the last change of the milestone");
  }
  return std::nullopt;
}

void decision::act(const planned_action& planned, bool late) {
  const milestone_action& action = work_.setup.definition.actions[planned.action];
  milestone_acted event;
  event.action = where_.stream.entity + "." + std::to_string(work_.occurrence) + "." +
                 std::to_string(planned.action);
  event.index = planned.action;
  event.trigger = action.trigger;
  event.kind = action.kind;
  event.target = action.target;
  event.value = action.value;
  event.due = planned.at;
  event.late = late;
  event.depth = work_.depth;
  event.of_case = work_.setup.of_case;
  add(std::move(event));
}

// Everything that was due before `at` is noted as if the clock had looked at each instant. Only the
// newest of several overdue warnings is more than a note.
void decision::catch_up(time_ms at) {
  const bool misses = ticking() && work_.due < at;
  const time_ms due = work_.due;
  std::vector<planned_action> overdue;
  for (const planned_action& planned : work_.plan) {
    if (planned.at < at) {
      overdue.push_back(planned);
    }
  }
  const auto trigger = [&](const planned_action& planned) {
    return work_.setup.definition.actions[planned.action].trigger;
  };
  time_ms newest = misses ? due : time_ms{};
  for (const planned_action& planned : overdue) {
    if (trigger(planned) == action_trigger::warning) {
      newest = std::max(newest, planned.at);
    }
  }
  bool missed = !misses;
  for (const planned_action& planned : overdue) {
    const bool warns = trigger(planned) == action_trigger::warning;
    if (!missed && (planned.at > due || (planned.at == due && !warns))) {
      missed = true;
      add(milestone_violated{due, {}});
    }
    act(planned, warns && (planned.at < newest || (misses && planned.at <= due)));
  }
  if (!missed) {
    add(milestone_violated{due, {}});
  }
}

void decision::withdraw(time_ms at) {
  if (on(milestone_phase::violated) && at <= work_.due) {
    add(violation_withdrawn{work_.due, at, {}});
  }
}

void decision::act_on_success(time_ms until) {
  const auto plan = work_.plan;
  for (const planned_action& planned : plan) {
    if (planned.at <= until) {
      act(planned, false);
    }
  }
}

void decision::begin(const start_milestone& what, std::uint32_t occurrence, time_ms start) {
  // Of the occurrence before, whatever still waits for its time is done now.
  act_on_success(time_ms(std::numeric_limits<std::int64_t>::max()));
  const business_clock with(where_.hours, what.setup.hours);
  const auto placed = place_target(
      with, start, minutes(what.setup.definition.target_minutes),
      what.setup.definition.side == milestone_side::internal ? what.holds : std::vector<hold>{});
  if (!with.known() || !placed) {
    add(milestone_unscheduled{
        what.setup, start, with.known() ? "no business time" : "no such business hours", what.at});
    return;
  }
  milestone_started event;
  event.setup = what.setup;
  event.occurrence = occurrence;
  event.start = start;
  event.holds = what.holds;
  event.paused = placed->paused;
  event.anchor = placed->anchor;
  event.rest_ms = placed->rest_ms;
  event.due = placed->due;
  event.hours = with.stamp();
  if (!placed->paused && !what.setup.imported) {
    event.plan = plan_actions(with, what.setup.definition, placed->due, {}, start);
  }
  event.depth = what.depth;
  event.at = what.at;
  add(std::move(event));
  catch_up(what.at);
}

void decision::resume(time_ms anchor, duration_ms rest, time_ms at) {
  const business_clock with = clock();
  const auto due = with.add(anchor, rest);
  if (!with.known() || !due) {
    add(milestone_unscheduled{work_.setup, work_.start, "no business time", at});
    return;
  }
  milestone_resumed event = resumption(at);
  event.anchor = anchor;
  event.rest_ms = rest;
  event.due = *due;
  event.hours = with.stamp();
  event.plan = plan(with, *due, at);
  add(std::move(event));
}

milestone_resumed decision::resumption(time_ms at) const {
  milestone_resumed event;
  event.was = work_.phase;
  if (!is_open(work_.phase)) {
    event.was_due = work_.due.value == 0 ? work_.stopped_at : work_.due;
  }
  event.level = work_.setup.level;
  event.process = work_.setup.process;
  event.process_version = work_.setup.process_version;
  event.account = work_.setup.account;
  event.office = work_.setup.hours;
  event.at = at;
  return event;
}

// As it was when it was stopped.
void decision::resume_unmoved(time_ms at) {
  milestone_resumed event = resumption(at);
  event.anchor = work_.anchor;
  event.rest_ms = work_.rest_ms;
  event.due = work_.due;
  event.hours = work_.hours;
  event.plan = plan(clock(), work_.due, at);
  event.violated = work_.violated;
  add(std::move(event));
}

// A run that was cancelled or completed goes on.
void decision::go_on(const start_milestone& what) {
  const business_clock with = clock();
  const bool on_hold = !what.holds.empty() && what.holds.back().to.value == 0;
  if (work_.violated || (!what.reopened && !work_.was_paused && !on_hold)) {
    resume_unmoved(what.at);
  } else if (what.reopened) {
    const duration_ms left =
        work_.was_paused ? work_.rest_ms : with.difference(work_.stopped_at, work_.due);
    resume(what.at, left, what.at);
  } else {
    const auto placed = place_target(with, work_.start, target(), what.holds);
    if (placed && placed->paused) {
      milestone_resumed event = resumption(what.at);
      event.anchor = placed->anchor;
      event.rest_ms = placed->rest_ms;
      event.hours = with.stamp();
      add(std::move(event));
    } else if (placed) {
      resume(placed->anchor, placed->rest_ms, what.at);
    }
  }
  catch_up(what.at);
}

void decision::place(milestone_retargeted event, const business_clock& with) {
  if (!on(milestone_phase::paused)) {
    const auto due = with.add(event.anchor, event.rest_ms);
    if (!due) {
      add(milestone_unscheduled{event.setup, work_.start, "no business time", event.at});
      return;
    }
    event.due = *due;
    if (!event.setup.imported) {
      event.plan = plan_actions(with, event.setup.definition, *due, event.acted, event.at);
    }
  }
  event.hours = with.stamp();
  const time_ms at = event.at;
  add(std::move(event));
  catch_up(at);
}

void decision::retarget(const milestone_setup& setup, const std::string& reason, time_ms at) {
  const duration_ms left =
      on(milestone_phase::paused) ? work_.rest_ms : clock().difference(at, work_.due);
  const duration_ms more{minutes(setup.definition.target_minutes).value - target().value};
  milestone_retargeted event;
  event.setup = setup;
  event.anchor = at;
  event.rest_ms = duration_ms(left.value + more.value);
  event.reason = reason;
  event.at = at;
  const auto& before = work_.setup.definition.actions;
  for (std::size_t i = 0; i < setup.definition.actions.size(); ++i) {
    const bool done = std::any_of(work_.acted.begin(), work_.acted.end(), [&](std::uint16_t j) {
      return before[j] == setup.definition.actions[i];
    });
    if (done) {
      event.acted.push_back(static_cast<std::uint16_t>(i));
    }
  }
  place(std::move(event), business_clock(where_.hours, setup.hours));
}

}  // namespace parley::milestone_rules

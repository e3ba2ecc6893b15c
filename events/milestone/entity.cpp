#include "events/milestone/entity.hpp"

#include <algorithm>

#include "events/milestone/decision.hpp"

namespace parley {
namespace milestone_rules {

milestone_outcome decision::operator()(const start_milestone& what) {
  if (auto no = misplaced(what.at)) {
    return *std::move(no);
  }
  const bool again = what.setup.definition.recurrence != milestone_recurrence::none;
  switch (work_.phase) {
    case milestone_phase::pending:
      begin(what, work_.occurrence + 1, what.start);
      break;
    case milestone_phase::running:
    case milestone_phase::warned:
    case milestone_phase::paused:
      catch_up(what.at);
      if (work_.setup != what.setup && !on(milestone_phase::violated)) {
        const bool other = work_.setup.process_version != what.setup.process_version ||
                           work_.setup.definition != what.setup.definition;
        retarget(what.setup, other ? "migrated" : "hours", what.at);
      }
      break;
    case milestone_phase::violated:
      break;  // what was missed stays missed, whatever the target would be now
    case milestone_phase::cancelled:
      go_on(what);
      break;
    case milestone_phase::met:
    case milestone_phase::met_late:
      if (what.reopened) {
        go_on(what);
      } else if (again) {
        const bool chained = what.setup.definition.recurrence == milestone_recurrence::chained;
        begin(what, work_.occurrence + 1, chained ? std::max(what.start, work_.due) : what.start);
      }
      break;
  }
  return std::move(list_);
}

milestone_outcome decision::operator()(const pause_milestone& what) {
  if (auto no = misplaced(what.at)) {
    return *std::move(no);
  }
  catch_up(what.at);
  withdraw(what.at);
  if (ticking()) {
    const business_clock with = clock();
    add(milestone_paused{
        with.difference(what.at, work_.due), work_.due, with.stamp(), what.at, {}});
  }
  return std::move(list_);
}

milestone_outcome decision::operator()(const resume_milestone& what) {
  if (auto no = misplaced(what.at)) {
    return *std::move(no);
  }
  if (on(milestone_phase::paused)) {
    resume(what.at, work_.rest_ms, what.at);
  }
  return std::move(list_);
}

milestone_outcome decision::operator()(const complete_milestone& what) {
  if (auto no = misplaced(what.at)) {
    return *std::move(no);
  }
  if (work_.occurrence == 0 && work_.setup.of_case.empty()) {
    return rejection{errc::wrong_state, "the milestone was not started", to_string(work_.phase)};
  }
  if (!is_open(work_.phase) && !on(milestone_phase::pending)) {
    return std::move(list_);
  }
  catch_up(what.at);
  withdraw(what.at);
  const bool placed = !on(milestone_phase::paused) && !on(milestone_phase::pending);
  const business_clock with = clock();
  milestone_completed event;
  event.late = placed && what.at > work_.due;
  event.due = placed ? work_.due : time_ms{};
  if (!work_.setup.imported) {
    event.plan = plan_success(with, work_.setup.definition, what.at);
  }
  event.at = what.at;
  add(std::move(event));
  act_on_success(what.at);
  const milestone_definition& definition = work_.setup.definition;
  if (definition.kind == milestone_kind::other &&
      definition.recurrence == milestone_recurrence::chained) {
    const start_milestone next{work_.setup, what.at, {}, false, work_.depth, what.at};
    begin(next, work_.occurrence + 1, std::max(what.at, work_.due));
  }
  return std::move(list_);
}

milestone_outcome decision::operator()(const cancel_milestone& what) {
  if (auto no = misplaced(what.at)) {
    return *std::move(no);
  }
  if (!is_open(work_.phase)) {
    return std::move(list_);
  }
  catch_up(what.at);
  withdraw(what.at);
  add(milestone_cancelled{what.reason, work_.due, what.at, {}});
  return std::move(list_);
}

milestone_outcome decision::operator()(const replace_milestone& what) {
  if (auto no = misplaced(what.at)) {
    return *std::move(no);
  }
  catch_up(what.at);
  // The clock may have noted a violation since, by a target that was not in force any more.
  const bool missed_since = on(milestone_phase::violated) && what.at <= work_.due;
  if (!ticking() && !missed_since) {
    return std::move(list_);
  }
  const business_clock with = clock();
  const auto due = with.add(work_.anchor, work_.rest_ms);
  if (due == work_.due && (missed_since || with.stamp() == work_.hours)) {
    return std::move(list_);
  }
  withdraw(what.at);
  milestone_retargeted event;
  event.setup = work_.setup;
  event.anchor = work_.anchor;
  event.rest_ms = work_.rest_ms;
  event.acted = work_.acted;
  event.reason = what.reason;
  event.at = what.at;
  place(std::move(event), with);
  return std::move(list_);
}

milestone_outcome decision::operator()(const check_milestone& what) {
  const time_ms wake = wake_of(work_);
  if (wake.value == 0 || what.wake != wake) {
    return rejection{errc::wrong_state, "the clock looks at another time",
                     std::to_string(wake.value)};
  }
  if (where_.now < wake) {
    return rejection{errc::wrong_state, "nothing is due yet", std::to_string(wake.value)};
  }
  catch_up(where_.now);
  return std::move(list_);
}

}  // namespace milestone_rules

result<std::vector<milestone_event>> milestone_entity::decide(const state& now, const command& what,
                                                              const context& where) {
  return std::visit(milestone_rules::decision(now, where), what);
}

}  // namespace parley

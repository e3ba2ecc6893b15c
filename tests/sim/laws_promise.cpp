// The laws of promises: what a case asks of its milestones happens, each target is missed at most
// once, never early, and what was done in time was not missed.

#include "tests/sim/laws.hpp"

namespace parley::sim {
namespace {

bool is_open(const milestone_book& book) {
  return book.phase == milestone_phase::running || book.phase == milestone_phase::paused ||
         book.phase == milestone_phase::violated;
}

class milestone_fold {
 public:
  milestone_fold(milestone_book& to, time_ms at, probe_counts& probes)
      : to_(to), at_(at), probes_(probes) {}

  std::string operator()(const milestone_started& e) {
    if (is_open(to_)) {
      return "a milestone starts that runs";
    }
    if (e.occurrence <= to_.occurrence) {
      return "an occurrence of a milestone starts again";
    }
    to_ = {};
    to_.occurrence = e.occurrence;
    to_.phase = e.paused ? milestone_phase::paused : milestone_phase::running;
    to_.due = e.due;
    to_.rest = e.rest_ms;
    return wake(e.wake);
  }
  std::string operator()(const milestone_unscheduled&) { return "every hour counts here"; }
  std::string operator()(const milestone_paused& e) {
    if (to_.phase != milestone_phase::running || e.at > e.due || e.due != to_.due) {
      return "a milestone rests that does not run, or is overdue";
    }
    if (e.rest_ms != e.due - e.at) {
      return "a milestone rests with another time left than it had";
    }
    to_.phase = milestone_phase::paused;
    to_.rest = e.rest_ms;
    probes_.visit(probe::milestone_paused);
    return wake(e.wake);
  }
  std::string operator()(const milestone_resumed& e) {
    if (to_.phase == milestone_phase::running || to_.phase == milestone_phase::violated) {
      return "a milestone goes on that did not rest";
    }
    if (to_.phase == milestone_phase::paused && e.due != e.at + to_.rest) {
      return "a milestone goes on with another time left than it had";
    }
    if (e.violated != to_.missed) {
      return "a milestone that goes on forgets, or invents, that it was missed";
    }
    to_.due = e.due;
    to_.rest = e.rest_ms;
    to_.phase = e.violated           ? milestone_phase::violated
                : e.due == time_ms() ? milestone_phase::paused
                                     : milestone_phase::running;
    return wake(e.wake);
  }
  std::string operator()(const milestone_retargeted& e) {
    if (to_.phase != milestone_phase::running && to_.phase != milestone_phase::paused) {
      return "a milestone gets another target that is over or overdue";
    }
    to_.due = e.due;
    to_.rest = to_.phase == milestone_phase::paused ? e.rest_ms : to_.rest;
    to_.acted.clear();
    to_.acted.insert(e.acted.begin(), e.acted.end());
    return wake(e.wake);
  }
  std::string operator()(const milestone_violated& e) {
    if (to_.phase != milestone_phase::running || to_.missed) {
      return "a milestone is missed twice, or while it does not run";
    }
    if (e.due != to_.due || at_ <= e.due) {
      return "a milestone is missed early";
    }
    to_.phase = milestone_phase::violated;
    to_.missed = true;
    probes_.visit(probe::milestone_missed);
    return wake(e.wake);
  }
  std::string operator()(const violation_withdrawn& e) {
    if (to_.phase != milestone_phase::violated || e.at > to_.due) {
      return "a violation is withdrawn that stands";
    }
    to_.phase = milestone_phase::running;
    to_.missed = false;
    return wake(e.wake);
  }
  std::string operator()(const milestone_completed& e) {
    if (!is_open(to_)) {
      return "a milestone is done that does not run";
    }
    const bool late = to_.phase != milestone_phase::paused && e.at > to_.due;
    if (late != e.late || late != to_.missed) {
      return "a verdict is not what the target and the time give";
    }
    to_.phase = late ? milestone_phase::met_late : milestone_phase::met;
    to_.stopped_at = e.at;
    probes_.visit(probe::milestone_met);
    return wake(e.wake);
  }
  std::string operator()(const milestone_cancelled& e) {
    if (!is_open(to_)) {
      return "a milestone is cancelled that does not run";
    }
    to_.phase = milestone_phase::cancelled;
    to_.stopped_at = e.at;
    return wake(e.wake);
  }
  std::string operator()(const milestone_acted& e) {
    if (!to_.acted.insert(e.index).second) {
      return "an action of a milestone is done twice";
    }
    if (at_ < e.due) {
      return "an action of a milestone is done early";
    }
    return wake(e.wake);
  }

 private:
  std::string wake(time_ms at) {
    to_.wake = at;
    return {};
  }

  milestone_book& to_;
  time_ms at_;
  probe_counts& probes_;
};

}  // namespace

std::string fold_milestone(milestone_book& to, const milestone_event& event, time_ms at,
                           probe_counts& probes) {
  return std::visit(milestone_fold(to, at, probes), event);
}

std::string fold_case(case_book& to, const case_event& event) {
  if (const auto* opened = std::get_if<case_opened>(&event)) {
    to.opened = true;
    to.conversation = opened->conversation;
  } else if (const auto* wanted = std::get_if<case_milestone_wanted>(&event)) {
    if (to.closed) {
      return "a closed case wants something";
    }
    const milestone_definition& definition = wanted->setup.definition;
    to.wanted[definition.milestone] = true;
    to.chained[definition.milestone] = definition.kind == milestone_kind::other &&
                                       definition.recurrence == milestone_recurrence::chained;
  } else if (const auto* directed = std::get_if<case_milestone_directed>(&event)) {
    const bool ends = directed->direction == milestone_direction::complete ||
                      directed->direction == milestone_direction::cancel;
    if (!to.wanted[directed->milestone]) {
      return "a case directs a milestone that it does not want";
    }
    to.wanted[directed->milestone] = !ends;
    if (directed->direction == milestone_direction::complete) {
      to.wanted[directed->milestone] = to.chained[directed->milestone];
      to.done[directed->milestone] = directed->at;
    }
  } else if (std::holds_alternative<case_closed>(event)) {
    to.closed = true;
  } else if (std::holds_alternative<case_reopened>(event)) {
    to.closed = false;
  }
  return {};
}

std::string promises_at_rest(const tenant_book& tenant, time_ms now) {
  for (const auto& [of_case, book] : tenant.cases) {
    for (const auto& [milestone, wanted] : book.wanted) {
      const std::string run = of_case + "." + milestone.str();
      const auto found = tenant.milestones.find(run);
      const bool runs = found != tenant.milestones.end() && is_open(found->second);
      if (runs != wanted) {
        return run + (wanted ? " is wanted, and does not run" : " runs, and is not wanted");
      }
      const auto done = book.done.find(milestone);
      const bool met =
          found != tenant.milestones.end() && (found->second.phase == milestone_phase::met ||
                                               found->second.phase == milestone_phase::met_late);
      if (met && (done == book.done.end() || done->second != found->second.stopped_at)) {
        return run + " was done at another time than its case tells";
      }
    }
  }
  for (const auto& [run, book] : tenant.milestones) {
    if (book.wake != time_ms() && book.wake <= now) {
      return "milestone " + run + " is due, and nobody has looked";
    }
    if (book.phase == milestone_phase::running && book.due < now) {
      return "milestone " + run + " is overdue, and was not missed";
    }
  }
  return {};
}

}  // namespace parley::sim

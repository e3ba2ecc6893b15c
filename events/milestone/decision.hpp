#pragma once
// A decision about a run under way: a working copy, and the events that led to it. Part of the
// entity; nobody else includes it.

#include <optional>

#include "events/milestone/business_clock.hpp"
#include "events/milestone/entity.hpp"

namespace parley::milestone_rules {

using milestone_outcome = result<std::vector<milestone_event>>;

class decision {
 public:
  decision(const milestone_state& now, const context& where) : work_(now), where_(where) {}

  milestone_outcome operator()(const start_milestone& what);
  milestone_outcome operator()(const pause_milestone& what);
  milestone_outcome operator()(const resume_milestone& what);
  milestone_outcome operator()(const complete_milestone& what);
  milestone_outcome operator()(const cancel_milestone& what);
  milestone_outcome operator()(const replace_milestone& what);
  milestone_outcome operator()(const check_milestone& what);

 private:
  template <class Event>
  void add(Event event) {
    milestone_entity::apply(work_, event, where_.now);
    event.wake = wake_of(work_);
    list_.emplace_back(std::move(event));
  }
  void add(milestone_unscheduled event) {
    milestone_entity::apply(work_, event, where_.now);
    list_.emplace_back(std::move(event));
  }
  business_clock clock() const { return {where_.hours, work_.setup.hours}; }
  duration_ms target() const { return minutes(work_.setup.definition.target_minutes); }
  bool on(milestone_phase phase) const { return work_.phase == phase; }
  bool ticking() const { return on(milestone_phase::running) || on(milestone_phase::warned); }

  // Nothing if the command may take effect at `at`.
  std::optional<rejection> misplaced(time_ms at) const;
  void catch_up(time_ms at);
  void withdraw(time_ms at);
  void act(const planned_action& planned, bool late);
  void act_on_success(time_ms until);
  void begin(const start_milestone& what, std::uint32_t occurrence, time_ms start);
  void go_on(const start_milestone& what);
  void retarget(const milestone_setup& setup, const std::string& reason, time_ms at);
  void place(milestone_retargeted event, const business_clock& with);
  void resume(time_ms anchor, duration_ms rest, time_ms at);
  void resume_unmoved(time_ms at);
  milestone_resumed resumption(time_ms at) const;
  std::vector<planned_action> plan(const business_clock& with, time_ms due, time_ms from) const {
    return work_.setup.imported
               ? std::vector<planned_action>{}
               : plan_actions(with, work_.setup.definition, due, work_.acted, from);
  }

  milestone_state work_;
  const context& where_;
  std::vector<milestone_event> list_;
};

}  // namespace parley::milestone_rules

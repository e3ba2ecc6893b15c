#pragma once
// A run of a milestone on office hours, in few words.

#include "events/milestone/business_clock.hpp"
#include "events/milestone/entity.hpp"
#include "tests/events/given.hpp"
#include "tests/events/office_hours.hpp"

namespace parley::given {

inline milestone_definition promise(const char* name, std::uint32_t target_minutes,
                                    std::vector<milestone_action> actions = {}) {
  milestone_definition definition;
  definition.milestone = milestone_id(name);
  definition.target_minutes = target_minutes;
  definition.actions = std::move(actions);
  return definition;
}

inline milestone_action warning(std::int32_t minutes_before) {
  return {action_trigger::warning, action_kind::notify, minutes_before, "lead", "soon"};
}

struct run : actor<milestone_entity> {
  office_hours hours;
  milestone_setup setup;

  explicit run(milestone_definition definition)
      : actor({tenant_id("acme"), entity_kind::milestone, "c1.first"}) {
    setup.of_case = case_id("c1");
    setup.definition = std::move(definition);
    setup.hours = hours_id("office");
    where().hours = &hours;
  }
  run& at(time_ms now) {
    actor::at(now.value);
    return *this;
  }
  void start(time_ms start, std::vector<hold> holds = {}) {
    does(start_milestone{setup, start, std::move(holds), false, 0, where().now});
  }
  void pause() { does(pause_milestone{where().now}); }
  void resume() { does(resume_milestone{where().now}); }
  void complete(time_ms when) { does(complete_milestone{when}); }
  /// The clock looks now. Nothing is due: nothing happens.
  void look() {
    const time_ms wake = wake_of(state);
    if (wake.value != 0 && wake <= where().now) {
      does(check_milestone{wake});
    }
  }
  template <class Event>
  std::size_t count() const {
    std::size_t found = 0;
    for (const auto& [event, when] : history) {
      found += std::holds_alternative<Event>(event) ? 1U : 0U;
    }
    return found;
  }
  /// Those that did more than be noted.
  std::size_t acted() const {
    std::size_t found = 0;
    for (const auto& [event, when] : history) {
      const auto* act = std::get_if<milestone_acted>(&event);
      found += act != nullptr && !act->late ? 1U : 0U;
    }
    return found;
  }
};

}  // namespace parley::given

#pragma once
// The run of a milestone: a deadline in business time, as a timer that is never polled. It rests
// outside business hours by arithmetic: the target is placed on the calendar when the clock starts
// or goes on, and what is left is measured when it stops.
//
// A verdict is a function of the log: every decision first notes what was due before the instant it
// takes effect, and takes back a violation that the clock noted too soon, so it makes no difference
// how often or how late the clock looks.

#include "events/base/entity.hpp"
#include "events/milestone/commands.hpp"
#include "events/milestone/state.hpp"

namespace parley {

struct milestone_entity {
  using state = milestone_state;
  using command = milestone_command;
  using event = milestone_event;
  static constexpr entity_kind kind = entity_kind::milestone;

  /// BAD_REQUEST for a time before the last change or after now; WRONG_STATE for a wake that is not
  /// the present one or not past. What is so already gives no event.
  static result<std::vector<event>> decide(const state& now, const command& what,
                                           const context& where);
  static void apply(state& to, const event& what, time_ms at);
};

}  // namespace parley

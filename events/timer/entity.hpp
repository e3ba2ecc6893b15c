#pragma once
// The timer: one deadline that fires once per arming. It never asks what time it is; the shard's
// clock offers it the time as `context::now`.

#include "events/base/entity.hpp"
#include "events/timer/commands.hpp"
#include "events/timer/state.hpp"

namespace parley {

struct timer_entity {
  using state = timer_state;
  using command = timer_command;
  using event = timer_event;
  static constexpr entity_kind kind = entity_kind::timer;

  /// Arming again replaces the deadline; the same arming again, or cancelling what is not armed,
  /// gives no event. Firing is WRONG_STATE unless it names the armed due time and that is reached.
  static result<std::vector<event>> decide(const state& now, const command& what,
                                           const context& where);
  static void apply(state& to, const event& what, time_ms at);
};
static_assert(entity<timer_entity>);

}  // namespace parley

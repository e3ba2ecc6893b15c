#pragma once
// What a timer can be asked to do.

#include "events/base/one_of.hpp"
#include "events/timer/events.hpp"

namespace parley {

/// Arms, or arms again with another due time. The same due time again: no event.
struct arm_timer {
  timer_purpose purpose = timer_purpose::offer;
  entity_kind target_kind = entity_kind::conversation;
  std::string target;
  std::string subject;
  time_ms due;
};
BOOST_DESCRIBE_STRUCT(arm_timer, (), (purpose, target_kind, target, subject, due))
/// Not armed is no error: it fired or was cancelled before.
struct cancel_timer {};
BOOST_DESCRIBE_STRUCT(cancel_timer, (), ())
/// From the shard's clock only. WRONG_STATE unless armed with exactly this due time and it is past.
struct fire_timer {
  time_ms due;
};
BOOST_DESCRIBE_STRUCT(fire_timer, (), (due))

struct timer_command_cases {
  using variant = std::variant<arm_timer, cancel_timer, fire_timer>;
};
using timer_command = one_of<timer_command_cases>;

}  // namespace parley

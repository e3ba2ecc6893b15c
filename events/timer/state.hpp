#pragma once
// A timer's state: the present arming, if there is one.

#include "events/timer/events.hpp"

namespace parley {

struct timer_state {
  bool armed = false;
  // Of the last arming. Kept after it fired or was cancelled, for who looks at the timer.
  timer_purpose purpose = timer_purpose::offer;
  entity_kind target_kind = entity_kind::conversation;
  std::string target;
  std::string subject;
  time_ms due;
  bool operator==(const timer_state&) const = default;
};
BOOST_DESCRIBE_STRUCT(timer_state, (), (armed, purpose, target_kind, target, subject, due))

}  // namespace parley

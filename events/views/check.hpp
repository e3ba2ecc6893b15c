#pragma once
// The floor's invariants. For tests, the simulator and `parley verify`; O(n), not for the hot path.

#include "events/views/floor.hpp"

namespace parley {

/// What holds after every commit whose events were all reacted to: no item waits while an agent
/// that may be asked has room; every conversation is in one place; everything derived is what the
/// rows give. The first invariant that does not hold, in words; nothing if all hold.
std::optional<std::string> check(const floor& floor);

/// What holds, beside that, when no command is under way: every slot belongs to an open offer, an
/// owner or a wrap-up; nobody waits without a timer or a reason; no timer concerns nobody.
std::optional<std::string> check_at_rest(const floor& floor);

}  // namespace parley

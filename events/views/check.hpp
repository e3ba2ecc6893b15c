#pragma once
// The invariants of the floor that must hold whenever no command is under way: nobody waits while
// somebody could serve, nothing waits without a timer or a stated reason, no capacity is held for
// nothing. For tests, the simulator and `parley verify`; costs O(n).

#include "events/views/floor.hpp"

namespace parley {

/// The first invariant that does not hold, in words; nothing if all hold.
std::optional<std::string> check(const floor& floor);

}  // namespace parley

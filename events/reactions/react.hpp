#pragma once
// What the system does next because of an event. The answer is data: commands whose ids derive from
// the event's position, so that reacting again is harmless.

#include "events/views/floor.hpp"

namespace parley {

/// Called once for each event, right after `floor.project(event)`. Changes nothing of the floor but
/// the attempts in flight: which work was just sent to which agent.
std::vector<reaction_command> react(const recorded_event& event, floor& floor);

}  // namespace parley

#include "events/agent/events.hpp"

#include "events/agent/commands.hpp"
#include "events/base/one_of_definition.hpp"

namespace parley {

template class one_of<agent_event_cases>;
template class one_of<agent_command_cases>;

}  // namespace parley

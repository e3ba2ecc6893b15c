#include "events/milestone/events.hpp"

#include "events/base/one_of_definition.hpp"
#include "events/milestone/commands.hpp"

namespace parley {

template class one_of<milestone_event_cases>;
template class one_of<milestone_command_cases>;

}  // namespace parley

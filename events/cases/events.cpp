#include "events/cases/events.hpp"

#include "events/base/one_of_definition.hpp"
#include "events/cases/commands.hpp"

namespace parley {

template class one_of<case_event_cases>;
template class one_of<case_command_cases>;

}  // namespace parley

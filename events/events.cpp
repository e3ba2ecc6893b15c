#include "events/events.hpp"

#include "events/base/one_of_definition.hpp"

namespace parley {

template class one_of<any_event_cases>;
template class one_of<any_command_cases>;

}  // namespace parley

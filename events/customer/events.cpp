#include "events/customer/events.hpp"

#include "events/base/one_of_definition.hpp"
#include "events/customer/commands.hpp"

namespace parley {

template class one_of<customer_event_cases>;
template class one_of<customer_command_cases>;

}  // namespace parley

#include "events/tenant/events.hpp"

#include "events/base/one_of_definition.hpp"
#include "events/tenant/commands.hpp"

namespace parley {

template class one_of<tenant_event_cases>;
template class one_of<tenant_command_cases>;

}  // namespace parley

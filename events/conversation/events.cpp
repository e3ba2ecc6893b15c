#include "events/conversation/events.hpp"

#include "events/base/one_of_definition.hpp"

namespace parley {

template class one_of<conversation_event_cases>;

}  // namespace parley

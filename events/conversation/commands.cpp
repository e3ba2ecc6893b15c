#include "events/conversation/commands.hpp"

#include "events/base/one_of_definition.hpp"

namespace parley {

template class one_of<conversation_command_cases>;

}  // namespace parley

#include "events/timer/events.hpp"

#include "events/base/one_of_definition.hpp"
#include "events/timer/commands.hpp"

namespace parley {

template class one_of<timer_event_cases>;
template class one_of<timer_command_cases>;

const char* to_string(timer_purpose purpose) {
  return boost::describe::enum_to_string(purpose, "unknown");
}

timer_id make_timer_id(timer_purpose purpose, std::string_view subject) {
  return timer_id(std::string(to_string(purpose)) + ":" + std::string(subject));
}

}  // namespace parley

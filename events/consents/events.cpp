#include "events/consents/events.hpp"

#include "events/base/one_of_definition.hpp"
#include "events/consents/commands.hpp"

namespace parley {

template class one_of<consent_event_cases>;
template class one_of<consent_command_cases>;

std::string consent_name(const contact_id& contact, const channel_kind& channel) {
  return channel.str() + ":" + contact.str();
}

}  // namespace parley

#include "events/reactions/react.hpp"

namespace parley {

std::vector<reaction_command> react(const recorded_event&, floor&) { return {}; }

}  // namespace parley

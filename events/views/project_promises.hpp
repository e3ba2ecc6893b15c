#pragma once
// The part of the floor's fold that is about promises.

#include "events/views/floor_state.hpp"

namespace parley {

/// Folds an event of a customer, a case or a milestone.
void project_promises(floor::state& all, tenant_floor& to, const recorded_event& event);

}  // namespace parley

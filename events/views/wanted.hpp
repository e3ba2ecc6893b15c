#pragma once
// Whether a deadline still concerns anybody, as the floor sees it.

#include "events/timer/events.hpp"
#include "events/views/tenant_floor.hpp"

namespace parley {

/// False: the timer's firing could change nothing any more. `target` and `subject` as in
/// timer_armed. Wrap-up timers are always wanted: they are cancelled by name, if ever.
bool is_wanted(const tenant_floor& tenant, timer_purpose purpose, const std::string& target,
               const std::string& subject);

}  // namespace parley

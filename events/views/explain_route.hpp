#pragma once
// The explanation of a conversation's route as the floor stands: `parley explain` folds the log to
// the position in question and asks.

#include "events/routing/explain.hpp"
#include "events/views/floor.hpp"

namespace parley {

/// Nothing if the conversation has no live route. Asked right after the event and its reaction, it
/// tells the decision that was just made: the attempt that it led to is not counted against it.
std::optional<route_explanation> explain_route(const floor& floor, const tenant_id& tenant,
                                               const conversation_id& conversation);

}  // namespace parley

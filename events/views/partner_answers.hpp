#pragma once
// The floor as a partner may see it: agents that work for it, with all their room, and of their
// work only what is the partner's own or on its channels.

#include "events/views/floor.hpp"

namespace parley {

/// Nothing for an agent that does not work for the partner, as for one that does not exist.
std::optional<agent_summary> agent_for(const floor& floor, const tenant_id& tenant,
                                       const agent_id& agent, const std::string& partner);
/// Sums over those of the partner's agents that are available. Nothing without such a tenant.
std::optional<capacity_answer> capacity_for(const floor& floor, const tenant_id& tenant,
                                            const std::string& partner);

/// True for work that the partner gave itself, and for work on a channel that it serves.
bool may_see(const work_slot& slot, const tenant_state& tenant, const std::string& partner);

}  // namespace parley

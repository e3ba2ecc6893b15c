#pragma once
// The agent's decisions by subject: definition in entity.cpp, presence in presence.cpp, slots in
// capacity.cpp. Internal to this folder.

#include "events/agent/commands.hpp"
#include "events/agent/state.hpp"
#include "events/base/entity.hpp"

namespace parley::agent_rules {

using events = std::vector<agent_event>;

result<events> decide_one(const agent_state& now, const define_agent& what, const context& where);

result<events> decide_one(const agent_state& now, const set_presence& what, const context& where);
result<events> decide_one(const agent_state& now, const expire_lease& what, const context& where);
result<events> decide_one(const agent_state& now, const expire_grace& what, const context& where);

result<events> decide_one(const agent_state& now, const reserve_capacity& what,
                          const context& where);
result<events> decide_one(const agent_state& now, const commit_capacity& what,
                          const context& where);
result<events> decide_one(const agent_state& now, const start_after_work& what,
                          const context& where);
result<events> decide_one(const agent_state& now, const release_capacity& what,
                          const context& where);

result<events> decide_one(const agent_state& now, const start_outbound& what, const context& where);

}  // namespace parley::agent_rules

#pragma once
// The agent's decisions by subject: definition in entity.cpp, presence in presence.cpp, slots in
// capacity.cpp, partners' reports in partner_work.cpp. Internal to this folder.

#include "events/agent/commands.hpp"
#include "events/agent/state.hpp"
#include "events/base/entity.hpp"

namespace parley::agent_rules {

using events = std::vector<agent_event>;

result<events> decide_one(const agent_state& now, const define_agent& what, const context& where);

result<events> decide_one(const agent_state& now, const set_presence& what, const context& where);
result<events> decide_one(const agent_state& now, const expire_lease& what, const context& where);
result<events> decide_one(const agent_state& now, const expire_grace& what, const context& where);

result<events> decide_one(const agent_state& now, const note_unanswered& what,
                          const context& where);

result<events> decide_one(const agent_state& now, const reserve_capacity& what,
                          const context& where);
result<events> decide_one(const agent_state& now, const commit_capacity& what,
                          const context& where);
result<events> decide_one(const agent_state& now, const start_after_work& what,
                          const context& where);
result<events> decide_one(const agent_state& now, const release_capacity& what,
                          const context& where);

result<events> decide_one(const agent_state& now, const start_outbound& what, const context& where);

// partner_work.cpp
result<events> decide_one(const agent_state& now, const report_partner_work& what,
                          const context& where);
/// Frees what partners gave the agent for whom it does not work any more.
void release_left_partners(events& to, const agent_state& now, const agent_definition& defined);

}  // namespace parley::agent_rules

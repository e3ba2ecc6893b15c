#pragma once
// The agent: definition, presence with lease and grace, and capacity slots. Views only advise who
// has room; this entity decides it, so no slot is ever given twice.

#include "events/agent/commands.hpp"
#include "events/agent/state.hpp"
#include "events/base/entity.hpp"

namespace parley {

struct agent_entity {
  using state = agent_state;
  using command = agent_command;
  using event = agent_event;
  static constexpr entity_kind kind = entity_kind::agent;

  /// What was done before gives no event; the rest of what may be refused is told at each command
  /// (agent/commands.hpp). NOT_FOUND for an agent, or a tenant, that is not defined.
  static result<std::vector<event>> decide(const state& now, const command& what,
                                           const context& where);
  static void apply(state& to, const event& what, time_ms at);
};
static_assert(entity<agent_entity>);

}  // namespace parley

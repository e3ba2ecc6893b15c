#pragma once
// The record of refusals, one stream for each tenant, named by the tenant's id.

#include "events/audit/commands.hpp"
#include "events/audit/state.hpp"
#include "events/base/entity.hpp"

namespace parley {

struct audit_entity {
  using state = audit_state;
  using command = audit_command;
  using event = audit_event;
  static constexpr entity_kind kind = entity_kind::audit;

  /// NOT_FOUND for a tenant that does not exist; BAD_REQUEST without a target or code.
  static result<std::vector<event>> decide(const state& now, const command& what,
                                           const context& where);
  static void apply(state& to, const event& what, time_ms at);
};

}  // namespace parley

#pragma once
// The tenant: creation, settings and queues.

#include "events/base/entity.hpp"
#include "events/tenant/commands.hpp"
#include "events/tenant/events.hpp"
#include "events/tenant/state.hpp"

namespace parley {

struct tenant_entity {
  using state = tenant_state;
  using command = tenant_command;
  using event = tenant_event;
  static constexpr entity_kind kind = entity_kind::tenant;

  /// NOT_FOUND for a queue of a tenant that was not created, INVALID_DEFINITION, or WRONG_STATE
  /// when there are queues_max queues. What changes nothing gives no event.
  static result<std::vector<event>> decide(const state& now, const command& what,
                                           const context& where);
  static void apply(state& to, const event& what, time_ms at);
};
static_assert(entity<tenant_entity>);

}  // namespace parley

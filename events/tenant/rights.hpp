#pragma once
// What agents and partners may do. An agent: the union of the permission sets that its definition
// names and of those that its attributes give. A tenant without any set gates nothing. Other roles
// are bounded by their tokens alone.

#include <optional>

#include "events/agent/events.hpp"
#include "events/base/entity.hpp"
#include "events/tenant/state.hpp"

namespace parley {

enum class right : std::uint8_t {
  accept_work = 0,
  transfer = 1,
  start_outbound = 2,
  send = 3,
  read_transcript = 4,
  replay_log = 5
};
BOOST_DESCRIBE_ENUM(right, accept_work, transfer, start_outbound, send, read_transcript, replay_log)

/// True if one set grants `wanted` on `channel` to an agent defined so. An empty channel: on any.
bool may(const tenant_state& tenant, const agent_definition& agent, right wanted,
         const channel_kind& channel);

/// True for a partner that asks about a channel of another's: to it, what is there does not exist.
bool is_of_another_partner(const principal& by, const tenant_state& tenant,
                           const channel_kind& channel);

/// NOT_PERMITTED, naming the right, if an agent asks that may not; else nothing. `agent` null: it
/// is not known, and may do nothing that is gated.
std::optional<rejection> need_right(const principal& by, const tenant_state& tenant,
                                    const agent_definition* agent, right wanted,
                                    const channel_kind& channel);

}  // namespace parley

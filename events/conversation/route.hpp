#pragma once
// What a route asks for. Resolved from the queue's settings when it is requested, so that a later
// change of settings never rewrites what was decided.

#include <boost/describe.hpp>

#include "events/tenant/settings.hpp"

namespace parley {

enum class route_reason : std::uint8_t {
  new_session = 0,
  transfer = 1,
  redo = 2,
  hand_back = 3,
  outbound = 4
};
BOOST_DESCRIBE_ENUM(route_reason, new_session, transfer, redo, hand_back, outbound)

struct route_request {
  route_id route;
  route_reason reason = route_reason::new_session;
  queue_id queue;
  std::vector<skill_level> skills;  ///< most important first
  std::int32_t priority = 0;
  channel_kind channel;
  std::uint16_t weight = 1;
  bool interruptible = false;
  agent_id preferred_agent;
  time_ms prefer_until;     ///< until then only the preferred agent; 0: a wish, not a wait
  agent_id excluded_agent;  ///< the agent that transfers away
  time_ms deadline;         ///< 0: the route waits
  time_ms overflow_at;      ///< 0: no overflow
  duration_ms relax_after_ms{0};
  duration_ms offer_timeout_ms{0};
  std::vector<queue_id> overflowed;  ///< queues that it waited in before, never entered again
  channel_side owner = channel_side::tenant;  ///< who picks the agent, to the end of this route
  bool proposed = false;  ///< owner partner: `preferred_agent` is its answer, nobody else is asked
  time_ms answer_by;      ///< owner partner: until then it may propose somebody
  bool operator==(const route_request&) const = default;
};
BOOST_DESCRIBE_STRUCT(route_request, (),
                      (route, reason, queue, skills, priority, channel, weight, interruptible,
                       preferred_agent, prefer_until, excluded_agent, deadline, overflow_at,
                       relax_after_ms, offer_timeout_ms, overflowed, owner, proposed, answer_by))

/// True while nobody is looked for, because the partner that routes has not proposed anybody.
inline bool awaits_partner(const route_request& request) {
  return request.owner == channel_side::partner && !request.proposed;
}

}  // namespace parley

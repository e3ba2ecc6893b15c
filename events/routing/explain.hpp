#pragma once
// Why an item goes to an agent, or waits: the candidates in order, and for each other agent of its
// queue the first reason why it was passed over. Computed from the board, so it holds for the
// position that the board holds for; O(agents).

#include "events/routing/board.hpp"

namespace parley {

/// Why an agent did not get the work. Pinned numbers.
enum class passed_over_reason : std::uint8_t {
  not_in_queue = 0,
  missing_skill = 1,
  not_available = 2,
  not_on_channel = 3,
  excluded = 4,  ///< it is the one that transfers the work away
  declined = 5,  ///< or let the offer expire, in this round
  waiting_for_preferred = 6,
  no_room = 7,
  other_first = 8,  ///< it could have had the work; the policy or a tie-break put another first
};
BOOST_DESCRIBE_ENUM(passed_over_reason, not_in_queue, missing_skill, not_available, not_on_channel,
                    excluded, declined, waiting_for_preferred, no_room, other_first)

/// An agent that could have had the work.
struct route_candidate {
  agent_id agent;
  bool preferred = false;
  std::uint32_t free_units = 0;  ///< for this work, attempts under way counted as used
  std::uint32_t used_units = 0;
  time_ms idle_since;  ///< when it last took or finished work; 0: never
  std::string placed;  ///< what put it behind the one before; empty: the first
};
BOOST_DESCRIBE_STRUCT(route_candidate, (),
                      (agent, preferred, free_units, used_units, idle_since, placed))

struct passed_over_agent {
  agent_id agent;
  passed_over_reason reason = passed_over_reason::not_in_queue;
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(passed_over_agent, (), (agent, reason, detail))

struct route_explanation {
  std::string position;
  conversation_id conversation;
  route_id route;
  queue_id queue;
  routing_policy policy = routing_policy::most_available;
  std::vector<skill_level> skills;
  channel_kind channel;
  std::uint16_t weight = 1;
  std::int32_t priority = 0;
  time_ms waiting_since;
  agent_id sent_to;  ///< who has the attempt or the offer now; empty: nobody
  agent_id chosen;   ///< the first candidate; empty: the work waits
  std::vector<route_candidate> candidates;
  std::vector<passed_over_agent> passed_over;  ///< by agent id
};
BOOST_DESCRIBE_STRUCT(route_explanation, (),
                      (position, conversation, route, queue, policy, skills, channel, weight,
                       priority, waiting_since, sent_to, chosen, candidates, passed_over))

namespace routing {

/// The decision about this item as the board stands, its own attempt not counted. Without position,
/// route and `sent_to`, which the board does not know.
route_explanation explain(const board& board, const item_terms& item);

}  // namespace routing
}  // namespace parley

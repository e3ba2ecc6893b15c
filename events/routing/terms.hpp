#pragma once
// What routing looks at: the terms of a waiting item and of an attempt under way. Plain values,
// copied out of the views, so that a decision can be made, repeated and explained anywhere.

#include <vector>

#include "events/conversation/route.hpp"

namespace parley::routing {

/// A conversation that waits for an agent.
struct item_terms {
  conversation_id conversation;
  queue_id queue;
  std::vector<skill_level> skills;  ///< those still needed
  channel_kind channel;
  std::uint16_t weight = 1;
  bool interruptible = false;
  std::int32_t priority = 0;
  time_ms since;  ///< of the route; declines and overflow keep it
  agent_id preferred;
  bool only_preferred = false;     ///< nobody else yet
  agent_id excluded;               ///< never: the agent that transfers away
  std::vector<agent_id> declined;  ///< not again in this round
};

/// A reservation that was asked for and is not in the log yet. It counts as used.
struct attempt {
  work_id work;
  conversation_id conversation;
  channel_kind channel;
  std::uint16_t weight = 1;
  bool interruptible = false;
};

/// The id of the attempt that the event at `cause` leads to: `<conversation>.w<offset>`.
work_id make_work_id(const conversation_id& conversation, offset cause);
/// The conversation that a work id names; empty if it is not one.
conversation_id conversation_of(const work_id& work);

/// The order in which attempts were sent, as far as it matters: total, and the same after a reload.
bool sent_before(const attempt& a, const attempt& b);

/// More urgent first, then older, then by id: a total order, so that every replay agrees.
bool goes_before(const item_terms& a, const item_terms& b);

/// True if the route must pass this agent over: it declined, or the work is leaving it.
bool is_blocked(const item_terms& item, const agent_id& agent);

/// True if `levels` holds every needed skill at the needed level or above.
bool has_skills(const std::vector<skill_level>& levels, const std::vector<skill_level>& needed);

}  // namespace parley::routing

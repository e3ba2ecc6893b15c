#pragma once
// A class of work: items that the same agents can serve in the same way. It keeps its waiting items
// in order and, beside them, its agents with room in the order of the queue's policy, so that a
// decision takes the first of either.

#include <list>
#include <set>
#include <string>
#include <unordered_map>

#include "events/agent/state.hpp"
#include "events/routing/terms.hpp"

namespace parley::routing {

struct work_class;
struct agent_entry;

struct item_entry {
  item_terms terms;
  work_class* in = nullptr;
};

struct item_order {
  bool operator()(const item_entry* a, const item_entry* b) const {
    return goes_before(a->terms, b->terms);
  }
};
using item_set = std::set<const item_entry*, item_order>;

/// An agent's place in a class: lower is better.
struct agent_key {
  std::int64_t score = 0;       ///< by the queue's policy
  std::int64_t idle_since = 0;  ///< the longest idle wins a tie, then the agent's id
  const agent_entry* agent = nullptr;
};
struct agent_order {
  bool operator()(const agent_key& a, const agent_key& b) const;
};
using agent_set = std::set<agent_key, agent_order>;

struct work_class {
  std::string name;  ///< its key among the classes
  queue_id queue;
  std::vector<skill_level> skills;
  channel_kind channel;
  std::uint16_t weight = 1;
  bool interruptible = false;
  routing_policy policy = routing_policy::most_available;
  item_set waiting;           ///< without those that wait for their preferred agent only
  agent_set ready;            ///< members that are available on the channel and have room
  std::uint32_t present = 0;  ///< members that are available on the channel
  std::uint32_t items = 0;    ///< waiting ones of either kind
  std::list<work_class*>::iterator unused;  ///< its place in the board's list while `items` is 0
};

/// An agent's part in one class whose demands it meets.
struct membership {
  work_class* in = nullptr;
  bool present = false;
  bool ready = false;
  agent_key key;  ///< in `ready`, if there
};

struct agent_entry {
  agent_id id;
  const agent_state* state = nullptr;  ///< null: named as preferred, but not defined
  time_ms idle_since;
  std::vector<queue_id> queues;   ///< those it is listed in
  std::vector<attempt> attempts;  ///< by `sent_before`
  std::vector<membership> memberships;
  item_set preferred_by;
};

/// Units that this work may still take, attempts under way counted as used.
std::uint32_t room_for(const agent_entry& agent, bool interruptible);
/// True if the agent could be sent this work now, membership aside.
bool fits(const agent_entry& agent, const channel_kind& channel, std::uint16_t weight,
          bool interruptible);
bool is_present(const agent_entry& agent, const channel_kind& channel);
/// True if the agent belongs to the queue and has the skills.
bool is_member(const agent_entry& agent, const queue_id& queue,
               const std::vector<skill_level>& skills);
agent_key key_of(const agent_entry& agent, routing_policy policy, bool interruptible);

}  // namespace parley::routing

#include "events/routing/work_class.hpp"

#include <algorithm>

namespace parley::routing {
namespace {

std::uint32_t units_under_way(const agent_entry& agent, bool interruptible_too) {
  std::uint32_t units = 0;
  for (const attempt& one : agent.attempts) {
    units += interruptible_too || !one.interruptible ? one.weight : 0U;
  }
  return units;
}

}  // namespace

bool agent_order::operator()(const agent_key& a, const agent_key& b) const {
  if (a.score != b.score) {
    return a.score < b.score;
  }
  if (a.idle_since != b.idle_since) {
    return a.idle_since < b.idle_since;
  }
  return a.agent->id < b.agent->id;
}

std::uint32_t room_for(const agent_entry& agent, bool interruptible) {
  if (agent.state == nullptr) {
    return 0;
  }
  const std::uint32_t free =
      interruptible ? free_units_interruptible(*agent.state) : free_units(*agent.state);
  const std::uint32_t pending = units_under_way(agent, interruptible);
  return pending >= free ? 0 : free - pending;
}

bool is_present(const agent_entry& agent, const channel_kind& channel) {
  return agent.state != nullptr && agent.state->presence == presence_state::available &&
         works_on(*agent.state, channel);
}

bool fits(const agent_entry& agent, const channel_kind& channel, std::uint16_t weight,
          bool interruptible) {
  return is_present(agent, channel) && room_for(agent, interruptible) >= weight;
}

bool is_member(const agent_entry& agent, const queue_id& queue,
               const std::vector<skill_level>& skills) {
  if (agent.state == nullptr) {
    return false;
  }
  const agent_definition& defined = agent.state->definition;
  return std::find(defined.queues.begin(), defined.queues.end(), queue) != defined.queues.end() &&
         has_skills(defined.skills, skills);
}

agent_key key_of(const agent_entry& agent, routing_policy policy, bool interruptible) {
  agent_key key{0, agent.idle_since.value, &agent};
  switch (policy) {
    case routing_policy::most_available:
      key.score = -std::int64_t{room_for(agent, interruptible)};
      break;
    case routing_policy::least_active:
      key.score = std::int64_t{used_units(*agent.state)} + units_under_way(agent, true);
      break;
    case routing_policy::longest_idle:
      key.score = agent.idle_since.value;
      break;
  }
  return key;
}

}  // namespace parley::routing

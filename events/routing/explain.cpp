#include "events/routing/explain.hpp"

#include <algorithm>

namespace parley::routing {
namespace {

struct pass {
  passed_over_reason reason;
  std::string detail;
};

const skill_level* missing_skill(const agent_entry& agent, const item_terms& item) {
  for (const skill_level& need : item.skills) {
    if (!has_skills(agent.state->definition.skills, {need})) {
      return &need;
    }
  }
  return nullptr;
}

// The first reason, in the order in which a person would ask.
std::optional<pass> why_not(const agent_entry& agent, const item_terms& item) {
  const bool preferred = agent.id == item.preferred;
  if (!preferred && !is_member(agent, item.queue, {})) {
    return pass{passed_over_reason::not_in_queue, {}};
  }
  if (const skill_level* need = preferred ? nullptr : missing_skill(agent, item)) {
    return pass{passed_over_reason::missing_skill,
                need->skill.str() + " at level " + std::to_string(need->level)};
  }
  if (agent.state->presence != presence_state::available) {
    return pass{passed_over_reason::not_available,
                boost::describe::enum_to_string(agent.state->presence, "unknown")};
  }
  if (!is_present(agent, item.channel)) {
    return pass{passed_over_reason::not_on_channel, item.channel.str()};
  }
  if (agent.id == item.excluded) {
    return pass{passed_over_reason::excluded, {}};
  }
  if (is_blocked(item, agent.id)) {
    return pass{passed_over_reason::declined, {}};
  }
  if (item.only_preferred && !preferred) {
    return pass{passed_over_reason::waiting_for_preferred, item.preferred.str()};
  }
  const std::uint32_t room = room_for(agent, item.interruptible);
  if (room < item.weight) {
    return pass{passed_over_reason::no_room,
                std::to_string(room) + " units free, " + std::to_string(item.weight) + " needed"};
  }
  return std::nullopt;
}

struct ranked {
  const agent_entry* agent;
  agent_key key;
  bool preferred;
};

const char* policy_words(routing_policy policy) {
  switch (policy) {
    case routing_policy::most_available:
      return "fewer free units";
    case routing_policy::least_active:
      return "more units used";
    case routing_policy::longest_idle:
      return "idle for less long";
  }
  return "";
}

std::string placed_behind(const ranked& before, const ranked& after, routing_policy policy) {
  if (before.preferred) {
    return "the other is preferred";
  }
  if (before.key.score != after.key.score) {
    return policy_words(policy);
  }
  return before.key.idle_since != after.key.idle_since ? "idle for less long" : "later id";
}

void add_candidates(route_explanation& to, std::vector<ranked> candidates, const item_terms& item) {
  std::sort(candidates.begin(), candidates.end(), [](const ranked& a, const ranked& b) {
    return a.preferred != b.preferred ? a.preferred : agent_order()(a.key, b.key);
  });
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const ranked& one = candidates[i];
    const std::string placed =
        i == 0 ? std::string() : placed_behind(candidates[i - 1], one, to.policy);
    const std::uint32_t capacity = one.agent->state->definition.capacity_units;
    const std::uint32_t unused = room_for(*one.agent, true);
    to.candidates.push_back({one.agent->id, one.preferred, room_for(*one.agent, item.interruptible),
                             capacity > unused ? capacity - unused : 0, one.agent->idle_since,
                             placed});
    if (i > 0) {
      to.passed_over.push_back({one.agent->id, passed_over_reason::other_first, placed});
    }
  }
  if (!candidates.empty()) {
    to.chosen = candidates.front().agent->id;
  }
}

}  // namespace

route_explanation explain(const board& board, const item_terms& item) {
  route_explanation told;
  told.conversation = item.conversation;
  told.queue = item.queue;
  told.policy = board.policy_of(item.queue);
  told.skills = item.skills;
  told.channel = item.channel;
  told.weight = item.weight;
  told.priority = item.priority;
  told.waiting_since = item.since;
  std::list<agent_entry> looked_at;
  std::vector<ranked> candidates;
  for (const auto& [id, entry] : board.agents()) {
    const bool preferred = id == item.preferred;
    if (entry.state == nullptr || (!preferred && !is_member(entry, item.queue, {}))) {
      continue;
    }
    agent_entry& agent = looked_at.emplace_back();
    agent.id = id;
    agent.state = entry.state;
    agent.idle_since = entry.idle_since;
    std::copy_if(entry.attempts.begin(), entry.attempts.end(), std::back_inserter(agent.attempts),
                 [&](const attempt& a) { return a.conversation != item.conversation; });
    if (const auto no = why_not(agent, item)) {
      told.passed_over.push_back({id, no->reason, no->detail});
    } else {
      candidates.push_back({&agent, key_of(agent, told.policy, item.interruptible), preferred});
    }
  }
  add_candidates(told, std::move(candidates), item);
  std::sort(told.passed_over.begin(), told.passed_over.end(),
            [](const auto& a, const auto& b) { return a.agent < b.agent; });
  return told;
}

}  // namespace parley::routing

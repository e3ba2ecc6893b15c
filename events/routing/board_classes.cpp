// How the board keeps its classes: who belongs to which, in which order, and which are kept.

#include <algorithm>

#include "events/routing/board.hpp"

namespace parley::routing {
namespace {

// Lengths make it unambiguous whatever the ids contain.
void append(std::string& to, const std::string& text) {
  to += std::to_string(text.size());
  to += ':';
  to += text;
}

std::string class_name(const item_terms& terms) {
  std::string name;
  append(name, terms.queue.str());
  append(name, terms.channel.str());
  name += std::to_string(terms.weight);
  name += terms.interruptible ? 'i' : 'f';
  for (const skill_level& need : terms.skills) {
    append(name, need.skill.str());
    name += std::to_string(need.level);
  }
  return name;
}

}  // namespace

agent_entry& board::entry_of(const agent_id& agent) {
  agent_entry& entry = agents_[agent];
  entry.id = agent;
  return entry;
}

void board::forget_if_nobody(const agent_id& agent) {
  const auto found = agents_.find(agent);
  if (found != agents_.end() && found->second.state == nullptr && found->second.attempts.empty() &&
      found->second.preferred_by.empty()) {
    agents_.erase(found);
  }
}

void board::define_agent(const agent_id& agent, const agent_state& state, time_ms idle_since) {
  agent_entry& entry = entry_of(agent);
  leave_classes(entry);
  entry.state = &state;
  entry.idle_since = idle_since;
  join_classes(entry);
}

void board::refresh_agent(const agent_id& agent, time_ms idle_since) {
  const auto found = agents_.find(agent);
  if (found != agents_.end()) {
    found->second.idle_since = idle_since;
    refresh(found->second);
  }
}

void board::set_policy(const queue_id& queue, routing_policy policy) {
  if (policy == policy_of(queue)) {
    return;
  }
  policies_[queue] = policy;
  for (work_class* one : queue_classes_[queue]) {
    one->policy = policy;
  }
  for (const agent_id& agent : queue_agents_[queue]) {
    refresh(entry_of(agent));
  }
}

void board::join_classes(agent_entry& agent) {
  for (const queue_id& queue : agent.state->definition.queues) {
    if (!queue_agents_[queue].insert(agent.id).second) {
      continue;
    }
    agent.queues.push_back(queue);
    for (work_class* one : queue_classes_[queue]) {
      if (is_member(agent, queue, one->skills)) {
        agent.memberships.push_back({one, false, false, {}});
      }
    }
  }
  refresh(agent);
}

void board::leave_classes(agent_entry& agent) {
  for (const membership& part : agent.memberships) {
    part.in->present -= part.present ? 1U : 0U;
    if (part.ready) {
      part.in->ready.erase(part.key);
    }
  }
  agent.memberships.clear();
  for (const queue_id& queue : agent.queues) {
    queue_agents_[queue].erase(agent.id);
  }
  agent.queues.clear();
}

void board::refresh(agent_entry& agent) {
  for (membership& part : agent.memberships) {
    refresh(agent, part);
  }
}

void board::refresh(agent_entry& agent, membership& part) {
  work_class& in = *part.in;
  const bool present = is_present(agent, in.channel);
  if (present != part.present) {
    in.present = present ? in.present + 1 : in.present - 1;
    part.present = present;
  }
  const bool ready = present && room_for(agent, in.interruptible) >= in.weight;
  const agent_key key = key_of(agent, in.policy, in.interruptible);
  if (part.ready &&
      (!ready || key.score != part.key.score || key.idle_since != part.key.idle_since)) {
    in.ready.erase(part.key);
    part.ready = false;
  }
  if (ready && !part.ready) {
    in.ready.insert(key);
    part.ready = true;
    part.key = key;
  }
}

work_class& board::class_of(const item_terms& terms) {
  std::string name = class_name(terms);
  std::unique_ptr<work_class>& place = classes_[name];
  if (place != nullptr) {
    return *place;
  }
  place = std::make_unique<work_class>();
  work_class& made = *place;
  made.name = std::move(name);
  made.queue = terms.queue;
  made.skills = terms.skills;
  made.channel = terms.channel;
  made.weight = terms.weight;
  made.interruptible = terms.interruptible;
  made.policy = policy_of(terms.queue);
  made.unused = unused_.insert(unused_.end(), &made);
  queue_classes_[terms.queue].push_back(&made);
  for (const agent_id& agent : queue_agents_[terms.queue]) {
    agent_entry& entry = entry_of(agent);
    if (is_member(entry, made.queue, made.skills)) {
      refresh(entry, entry.memberships.emplace_back(membership{&made, false, false, {}}));
    }
  }
  return made;
}

void board::drop_class(work_class& which) {
  unused_.erase(which.unused);
  for (const agent_id& agent : queue_agents_[which.queue]) {
    std::erase_if(entry_of(agent).memberships,
                  [&](const membership& part) { return part.in == &which; });
  }
  std::erase(queue_classes_[which.queue], &which);
  classes_.erase(std::string(which.name));
}

}  // namespace parley::routing

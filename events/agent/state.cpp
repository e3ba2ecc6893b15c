#include "events/agent/state.hpp"

#include <algorithm>

namespace parley {
namespace {

std::uint32_t units_left(const agent_state& agent, std::uint32_t used) {
  const std::uint32_t most = agent.definition.capacity_units;
  return used >= most ? 0 : most - used;
}

// 0: nothing is known.
time_ms expected_end(const agent_state& agent, const work_slot& slot) {
  if (slot.state == slot_state::after_work && slot.until != time_ms()) {
    return slot.until;
  }
  for (const handling_time& known : agent.handling) {
    if (known.channel == slot.channel) {
      return (slot.taken_at == time_ms() ? slot.since : slot.taken_at) + known.mean_ms;
    }
  }
  return {};
}

bool contains_or_empty(const std::vector<channel_kind>& channels, const channel_kind& channel) {
  return channels.empty() || std::find(channels.begin(), channels.end(), channel) != channels.end();
}

}  // namespace

const work_slot* find_slot(const agent_state& agent, const work_id& work) {
  const auto at = std::lower_bound(agent.slots.begin(), agent.slots.end(), work,
                                   [](const work_slot& s, const work_id& w) { return s.work < w; });
  return at != agent.slots.end() && at->work == work ? &*at : nullptr;
}

std::uint32_t used_units(const agent_state& agent) {
  std::uint32_t used = 0;
  for (const work_slot& slot : agent.slots) {
    used += slot.weight;
  }
  return used;
}

std::uint32_t free_units(const agent_state& agent) {
  std::uint32_t used = 0;
  for (const work_slot& slot : agent.slots) {
    used += slot.interruptible ? 0U : slot.weight;
  }
  return units_left(agent, used);
}

std::uint32_t free_units_interruptible(const agent_state& agent) {
  return units_left(agent, used_units(agent));
}

time_ms free_at(const agent_state& agent) {
  if (free_units(agent) > 0) {
    return {};
  }
  std::uint32_t used = 0;
  std::vector<std::pair<time_ms, std::uint32_t>> ends;
  for (const work_slot& slot : agent.slots) {
    if (slot.interruptible) {
      continue;
    }
    used += slot.weight;
    if (const time_ms end = expected_end(agent, slot); end != time_ms()) {
      ends.emplace_back(end, slot.weight);
    }
  }
  std::sort(ends.begin(), ends.end());
  for (const auto& [end, weight] : ends) {
    used -= weight;
    if (used < agent.definition.capacity_units) {
      return end;
    }
  }
  return {};
}

capacity_changed capacity_of(const agent_state& agent) {
  return {agent.definition.capacity_units, used_units(agent), free_units(agent), free_at(agent)};
}

bool works_on(const agent_state& agent, const channel_kind& channel) {
  return contains_or_empty(agent.definition.channels, channel) &&
         contains_or_empty(agent.channels, channel);
}

bool has_live_work(const agent_state& agent) {
  return std::any_of(agent.slots.begin(), agent.slots.end(), [](const work_slot& s) {
    return s.state != slot_state::after_work && !is_partner_work(s);
  });
}

bool serves_partner(const agent_state& agent, const std::string& partner) {
  const auto& all = agent.definition.partners;
  return std::find(all.begin(), all.end(), partner) != all.end();
}

std::uint64_t known_report(const agent_state& agent, const std::string& partner) {
  for (const partner_feed& feed : agent.partner_feeds) {
    if (feed.partner == partner) {
      return feed.sequence;
    }
  }
  return 0;
}

work_id make_partner_work_id(const std::string& partner, const std::string& work) {
  return work_id(partner + "/" + work);
}

bool is_partner_work(const work_slot& slot) { return slot.conversation.empty(); }

bool is_work_of(const work_slot& slot, const std::string& partner) {
  const std::string& name = slot.work.str();
  return is_partner_work(slot) && name.size() > partner.size() && name[partner.size()] == '/' &&
         name.compare(0, partner.size(), partner) == 0;
}

}  // namespace parley

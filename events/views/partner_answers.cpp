#include "events/views/partner_answers.hpp"

#include "events/views/floor_state.hpp"

namespace parley {
namespace {

bool works_for(const tenant_floor& tenant, const agent_id& agent, const std::string& partner) {
  const auto row = tenant.agents.find(agent);
  return row != tenant.agents.end() && serves_partner(row->second.state, partner);
}

void hide_others(agent_summary& agent, const tenant_state& tenant, const std::string& partner) {
  std::erase_if(agent.work, [&](const work_slot& slot) { return !may_see(slot, tenant, partner); });
}

}  // namespace

bool may_see(const work_slot& slot, const tenant_state& tenant, const std::string& partner) {
  if (is_partner_work(slot)) {
    return is_work_of(slot, partner);
  }
  const channel_settings* settings = find_channel(tenant, slot.channel);
  return settings != nullptr && settings->partner == partner;
}

std::optional<agent_summary> agent_for(const floor& floor, const tenant_id& tenant,
                                       const agent_id& agent, const std::string& partner) {
  auto found = floor.agent(tenant, agent);
  if (!found || !works_for(*floor.inner().find(tenant), agent, partner)) {
    return std::nullopt;
  }
  hide_others(*found, *floor.tenant(tenant), partner);
  return found;
}

std::optional<capacity_answer> capacity_for(const floor& floor, const tenant_id& tenant,
                                            const std::string& partner) {
  auto answer = floor.capacity(tenant);
  if (!answer) {
    return std::nullopt;
  }
  const tenant_floor& rows = *floor.inner().find(tenant);
  std::erase_if(answer->agents,
                [&](const agent_summary& agent) { return !works_for(rows, agent.agent, partner); });
  answer->capacity_units = 0;
  answer->used_units = 0;
  answer->free_units = 0;
  for (agent_summary& agent : answer->agents) {
    hide_others(agent, rows.settings, partner);
    if (agent.presence == presence_state::available) {
      answer->capacity_units += agent.capacity_units;
      answer->used_units += agent.used_units;
      answer->free_units += agent.free_units;
    }
  }
  return answer;
}

}  // namespace parley

#include "events/views/wanted.hpp"

namespace parley {
namespace {

bool is_wanted_by_agent(const tenant_floor& tenant, timer_purpose purpose,
                        const std::string& agent) {
  const auto found = tenant.agents.find(agent_id(agent));
  if (found == tenant.agents.end()) {
    return false;
  }
  const agent_state& state = found->second.state;
  return purpose == timer_purpose::lease ? state.lease_until.value != 0
                                         : state.grace_until.value != 0;
}

bool is_wanted_by_route(const conversation_row& row, timer_purpose purpose,
                        const std::string& route) {
  if (!row.routing || row.request.route.str() != route) {
    return false;
  }
  if (purpose == timer_purpose::relax) {
    return !row.request.skills.empty();
  }
  if (purpose == timer_purpose::answer) {
    return row.request.answer_by.value != 0;
  }
  return purpose != timer_purpose::prefer || row.request.prefer_until.value != 0;
}

}  // namespace

bool is_wanted(const tenant_floor& tenant, timer_purpose purpose, const std::string& target,
               const std::string& subject) {
  if (purpose == timer_purpose::lease || purpose == timer_purpose::grace) {
    return is_wanted_by_agent(tenant, purpose, target);
  }
  if (purpose == timer_purpose::after_work || purpose == timer_purpose::zone_rules ||
      purpose == timer_purpose::renewal || purpose == timer_purpose::closing ||
      purpose == timer_purpose::action_retry) {
    return true;
  }
  const conversation_row* row = tenant.find(conversation_id(target));
  if (row == nullptr) {
    return false;
  }
  if (purpose == timer_purpose::offer) {
    return row->offer.str() == subject;
  }
  if (purpose == timer_purpose::idle || purpose == timer_purpose::transfer) {
    return row->session.str() == subject;
  }
  return is_wanted_by_route(*row, purpose, subject);
}

}  // namespace parley

#pragma once
// The names in the simulated world. Every id starts with its tenant's, so that one which leaked
// into another tenant's events can be seen.

#include <string>
#include <vector>

#include "events/base/stream.hpp"

namespace parley::sim {

inline const std::vector<tenant_id>& all_tenants() {
  static const std::vector<tenant_id> tenants{tenant_id("t0"), tenant_id("t1"), tenant_id("t2")};
  return tenants;
}
inline std::string name_in(const tenant_id& tenant, const char* kind, std::size_t number) {
  return tenant.str() + "-" + kind + std::to_string(number);
}
inline stream_id tenant_stream(const tenant_id& tenant) {
  return {tenant, entity_kind::tenant, tenant.str()};
}
inline stream_id agent_stream(const tenant_id& tenant, const agent_id& agent) {
  return {tenant, entity_kind::agent, agent.str()};
}
inline stream_id conversation_stream(const tenant_id& tenant, const conversation_id& conversation) {
  return {tenant, entity_kind::conversation, conversation.str()};
}

}  // namespace parley::sim

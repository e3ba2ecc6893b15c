#pragma once
// The state behind `floor`: its tenants, the due times over all of them, and what the last event
// ended that its reaction must still hear of.

#include "events/views/floor.hpp"
#include "events/views/tenant_floor.hpp"
#include "events/views/timer_heap.hpp"

namespace parley {

/// What the last event made pointless. Gone with the next event, so nothing of it is stored.
struct ended_by_last {
  route_id route;      ///< resolved, cancelled or failed
  work_id freed_work;  ///< a slot that is reserved for an offer which will not be made
  agent_id freed_agent;
  agent_id relieved_agent;  ///< an attempt counts against its room no longer
  bool any = false;
};

struct floor::state {
  position at;
  std::unordered_map<std::string, std::unique_ptr<tenant_floor>> tenants;
  std::vector<tenant_floor*> by_number;
  tenant_floor* latest = nullptr;  ///< most events come from the same tenant as the one before
  timer_heap due;
  std::size_t runs_at_once = 50'000;  ///< placed anew because of one event; tests make it small
  ended_by_last ended;

  /// Null if no event of that tenant was folded.
  tenant_floor* find(const tenant_id& tenant);
  const tenant_floor* find(const tenant_id& tenant) const;
  tenant_floor& at_tenant(const tenant_id& tenant);
  void arm(tenant_floor& tenant, const std::string& timer, time_ms due_at);
  void disarm(tenant_floor& tenant, const std::string& timer);
  void keep_milestone(tenant_floor& tenant, const std::string& run, const milestone_row& row);
  void drop_milestone(tenant_floor& tenant, const std::string& run);
};

}  // namespace parley

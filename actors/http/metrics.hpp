#pragma once
// /metrics: the gateway's counters, the shards' progress and the live floor of each tenant, in the
// text format of Prometheus. Limits: the floor of the first 100 tenants
// that were asked for since the start, and the first 100 queues of each; others have no label.

#include <string>
#include <vector>

#include "actors/http/counters.hpp"
#include "actors/node/port.hpp"

namespace parley::http {

struct tenant_floor_reading {
  tenant_id tenant;
  overview_answer floor;
};

std::string metrics_text(const gateway_counters& counters,
                         const std::vector<shard_progress>& shards,
                         const std::vector<tenant_floor_reading>& floors);

}  // namespace parley::http

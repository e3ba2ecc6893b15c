#pragma once
// /metrics: the gateway's counters, the shards' progress and the live floor of each tenant, in the
// text format of Prometheus. Limits: the first 100 tenants by name have labels of their own,
// with their first 100 queues and 20 service levels each; all others are summed up under the
// tenant "(other)".

#include <map>
#include <string>
#include <vector>

#include "actors/http/counters.hpp"
#include "actors/node/port.hpp"
#include "events/views/promise_totals.hpp"

namespace parley::http {

inline constexpr std::size_t labelled_tenants_max = 100;

/// The floors of all tenants: some by name, the others as one sum.
class tenant_floors {
 public:
  /// Adds what a partition holds. Promises with a target up to `horizon` are at risk.
  /// Not thread-safe.
  void add(const floor& views, time_ms horizon = {});
  const std::map<tenant_id, overview_answer>& named() const { return named_; }
  const overview_answer& others() const { return others_; }
  std::size_t others_count() const { return others_count_; }
  /// Of the named tenants that promised anything, and of "(other)".
  std::map<std::string, promise_totals> promises() const;

 private:
  void add_other(const overview_answer& floor);

  std::map<tenant_id, overview_answer> named_;
  std::map<tenant_id, promise_totals> promises_;
  overview_answer others_;
  std::size_t others_count_ = 0;
};

std::string metrics_text(const gateway_counters& counters,
                         const std::vector<shard_progress>& shards, std::size_t problems,
                         const tenant_floors& floors);

}  // namespace parley::http

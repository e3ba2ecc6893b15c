#pragma once
// Sends records on to the nodes that serve their tenants, many in a request: everything that was
// given since the last flush() and goes to one node for one tenant of one partner. No retries:
// whoever gave a record tries again, under the same command id.

#include <functional>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "actors/http/forwarder.hpp"
#include "actors/partner/record_batch.hpp"

namespace parley::partner {

/// A bearer token for that partner in that tenant; empty: none is needed.
using token_source = std::function<std::string(const tenant_id& tenant, const std::string& name)>;

/// One thread, but for the answers.
class relay {
 public:
  /// `behind` tells where partitions are; it outlives the relay.
  relay(const node_port& behind, token_source tokens);

  /// `told` is called once, on the relay's thread. RECOVERING: the node was not reached, nothing
  /// was done. UNAVAILABLE: unknown.
  void send(const partition_place& to, const definition& who, const tenant_id& tenant,
            const store::partner_record& record, std::function<void(const outcome&)> told);
  void flush();
  /// What is under way gets no answer.
  void stop();

 private:
  struct batch {
    std::string body;
    std::vector<std::function<void(const outcome&)>> waiting;
  };
  using address = std::tuple<std::string, tenant_id, std::string>;  ///< URL, tenant, partner
  void post(const address& to, batch what);

  const node_port& node_;
  const token_source tokens_;
  std::map<address, batch> gathered_;
  http::forwarder wire_;
};

}  // namespace parley::partner

#pragma once
// The HTTP gateway: commands, queries and feeds of all tenants over HTTP/1.1, with health, metrics
// and the console's files. It holds no business rule and no state but open connections; everything
// it knows is asked of the node. README.md of this folder is the API's reference.

#include <memory>

#include "actors/http/options.hpp"
#include "actors/node/port.hpp"

namespace parley::http {

struct bound_address {
  std::string host;
  std::uint16_t port = 0;
};

/// Start once, stop once; both from one thread. The node must outlive the gateway and every answer
/// it still owes to it.
class gateway {
 public:
  gateway(node_port& node, gateway_options options);
  /// Stops.
  ~gateway();
  gateway(const gateway&) = delete;
  gateway& operator=(const gateway&) = delete;

  /// BAD_REQUEST if the options contradict each other (development mode on an address that others
  /// can reach, neither keys nor development mode, files that cannot be read); UNAVAILABLE if the
  /// address cannot be bound.
  result<bound_address> start();
  /// Closes every connection and feed. Requests under way get no answer.
  void stop();
  /// Takes the place of the keys of the options, for requests from now on.
  void replace_keys(key_ring keys);
  /// A token that the present keys verify. WRONG_STATE before start() and after stop().
  result<std::string> mint(const token_claims& claims) const;

 private:
  struct parts;
  node_port& node_;
  gateway_options options_;
  std::unique_ptr<parts> parts_;
};

}  // namespace parley::http

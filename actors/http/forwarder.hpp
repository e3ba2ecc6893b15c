#pragma once
// Sends requests on to the node that serves their partition, and its answers back, over kept
// connections on a thread of its own. A request is sent on once: the node that gets it sees who
// forwarded it. No retries: whoever asked knows better whether a repeat is safe.

#include <memory>
#include <string>

#include "actors/http/exchange.hpp"
#include "actors/node/port.hpp"

namespace parley::http {

class forwarder {
 public:
  /// `node` tells where partitions are and who this is; it outlives the forwarder.
  forwarder(const node_port& node, duration_ms answer_timeout);
  /// As stop().
  ~forwarder();
  forwarder(const forwarder&) = delete;
  forwarder& operator=(const forwarder&) = delete;

  /// The other node's answer is the exchange's. RECOVERING: it was not reached, so nothing was
  /// stored. UNAVAILABLE: it was, and did not answer, or the partition moved on meanwhile.
  void send(const exchange_ptr& ex, const partition_place& to);
  /// What is under way gets no answer.
  void stop();

 private:
  struct wire;
  std::unique_ptr<wire> wire_;
};

/// HOST and PORT of `http://HOST:PORT`; IPv6 in brackets. Empty: it is not one.
struct host_port {
  std::string host;
  std::string port;
};
host_port split_url(const std::string& url);

}  // namespace parley::http

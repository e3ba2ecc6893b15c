#pragma once
// Sends requests to the node that serves their partition, and its answers back, over kept
// connections on a thread of its own. A request is sent on once: the node that gets it sees who
// forwarded it. No retries: whoever asked knows better whether a repeat is safe.

#include <functional>
#include <memory>
#include <string>

#include "actors/http/exchange.hpp"
#include "actors/node/port.hpp"

namespace parley::http {

struct errand {
  std::string url;  ///< http://HOST:PORT
  partition_id partition;
  http_request request;
  /// Called once, on the forwarder's thread. RECOVERING: the node was not reached, so nothing was
  /// stored. UNAVAILABLE: it was, and did not answer, or the partition moved on meanwhile.
  std::function<void(result<response>)> answered;
};
/// The other node's answer is the exchange's.
errand errand_of(const exchange_ptr& ex, std::string url);

class forwarder {
 public:
  /// `node` tells where partitions are and who this is; it outlives the forwarder.
  forwarder(const node_port& node, duration_ms answer_timeout);
  /// As stop().
  ~forwarder();
  forwarder(const forwarder&) = delete;
  forwarder& operator=(const forwarder&) = delete;

  void send(errand what);
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

#pragma once
// The partners' gateway over Kafka: one intake and a publisher for each partner. Started and
// stopped as a whole beside the HTTP gateway.

#include <memory>

#include "actors/partner/intake.hpp"
#include "actors/partner/publisher.hpp"
#include "actors/partner/relay.hpp"

namespace parley::partner {

struct gateway_options {
  store::kafka_options kafka;  ///< how the cluster is reached; its topic is not used
  std::string group = "parley.intake";
  std::vector<definition> partners;
  intake_options in;
  publisher_options out;
  token_source tokens;  ///< for records that other nodes are to take; empty: they want none
};

class gateway {
 public:
  gateway(node_port& behind, gateway_options options);
  /// Stops.
  ~gateway();
  gateway(const gateway&) = delete;
  gateway& operator=(const gateway&) = delete;

  /// INVALID_DEFINITION: a setting. A cluster that cannot be reached is waited for.
  status start();
  void stop();
  report tell() const;

 private:
  struct parts;
  node_port& node_;
  gateway_options options_;
  std::unique_ptr<parts> parts_;
};

}  // namespace parley::partner

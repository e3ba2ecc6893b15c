#pragma once
// What operators see of the partners' traffic: values, and how they look in /metrics and
// /health/ready.

#include <map>
#include <string>
#include <vector>

#include "events/base/result.hpp"
#include "store/partner_record.hpp"

namespace parley::partner {

struct intake_partition {
  store::source_partition which;
  std::string partner;
  std::uint64_t committed = 0;  ///< records before it are done with
  std::uint64_t end = 0;        ///< of the topic's partition; 0: not known yet
  std::size_t held = 0;         ///< records taken and not committed yet
  bool paused = false;
};

struct partner_counts {
  std::uint64_t accepted = 0;
  std::uint64_t repeated = 0;  ///< of those: had been done before
  std::uint64_t retried = 0;
  std::uint64_t sent_on = 0;  ///< to other nodes, each try
  std::map<errc, std::uint64_t> rejected;
  std::uint64_t passed = 0;  ///< taken by retention before they were read
};

struct outbound_progress {
  std::string partner;
  partition_id partition;  ///< of the log
  offset stored;           ///< the cursor
  offset end;              ///< of the log
  std::uint64_t published = 0;
  std::uint64_t failures = 0;
};

struct report {
  std::vector<intake_partition> in;
  std::map<std::string, partner_counts> counts;
  std::vector<outbound_progress> out;
  std::uint64_t stalls = 0;  ///< how often reading the inbound topics stood still and began anew
  std::string trouble;       ///< the last one; empty: none yet
};

/// In the text format of Prometheus.
std::string metrics_text(const report& of);
/// A JSON object: lag by partner.
std::string health_json(const report& of);

}  // namespace parley::partner

#pragma once
// Every routing decision of a log, made again: at each event that led to one the policy is asked as
// of that position, and what it says is compared with what the log says was reserved. A log that
// another policy wrote, or that was changed, disagrees.
// Limitations: one tenant at a time; memory grows with the decisions that are kept.

#include <functional>

#include "actors/replay/fold.hpp"
#include "events/views/explain_route.hpp"

namespace parley {

/// One decision, or one look at an item that goes on waiting.
struct routing_moment {
  std::string cause;  ///< type of the event after which it was made
  time_ms at;
  agent_id sent_to;  ///< empty: it waits
  route_explanation why;
};

struct explained_log {
  std::vector<routing_moment> moments;  ///< of the conversations that were asked for
  std::uint64_t own_events = 0;         ///< of these conversations
  std::uint64_t decisions = 0;          ///< items sent to an agent
  std::uint64_t reservations = 0;       ///< slots that the log says were reserved for one
  /// Where the policy says another thing than the log; the first 100 in words.
  std::uint64_t disagreements = 0;
  std::vector<std::string> differences;
};

/// Empty `conversation`: all of the tenant; then moments are not kept.
result<explained_log> explain_log(const store::journal& journal, const tenant_id& tenant,
                                  const conversation_id& conversation,
                                  const fold_progress& progress = {});

}  // namespace parley

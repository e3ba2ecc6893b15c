#pragma once
// What other parts of the process add to /metrics and /health/ready: gateways that the HTTP gateway
// knows nothing of. Process-wide, like the log. Limits: one part of each name.

#include <functional>
#include <string>

namespace parley::http {

struct report_part {
  std::function<std::string()> metrics;  ///< families in the text format of Prometheus
  std::function<std::string()> health;   ///< a JSON value; told, never a reason to be unready
};

/// Replaces the part of that name. Both functions must be safe to call until it is taken away, and
/// must not block.
void add_report(const std::string& name, report_part part);
/// When this returns, neither of its functions runs any more.
void remove_report(const std::string& name);

std::string metrics_of_parts();
/// `,"name":value` for each.
std::string health_of_parts();

}  // namespace parley::http

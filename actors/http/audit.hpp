#pragma once
// Refusals that a tenant's auditor reads later: who wanted to decide what another side owns. Both
// gateways record them.

#include <functional>

#include "actors/node/port.hpp"

namespace parley::http {

bool is_for_the_auditor(errc code);

/// Records that `refused`, asked of `target` by `by`, was refused. `then` is called once it is
/// recorded, or could not be. The same refusal again is the same record.
void record_refused(node_port& at, const stream_id& target, const command_id& refused,
                    const principal& by, std::string command, const rejection& why,
                    std::function<void()> then);

}  // namespace parley::http

#pragma once
// A tenant's record of refusals: nothing is decided by what it holds, so it only counts.

#include "events/audit/events.hpp"
#include "events/base/time.hpp"

namespace parley {

struct audit_state {
  std::uint64_t records = 0;
  time_ms last_at;
  bool operator==(const audit_state&) const = default;
};
BOOST_DESCRIBE_STRUCT(audit_state, (), (records, last_at))

}  // namespace parley

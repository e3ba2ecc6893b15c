#pragma once
// Where in the log a user means: a position, a time, or the end.

#include <optional>
#include <string>

#include "actors/replay/fold.hpp"

namespace parley::tool {

struct instant {
  fold_until bounds;
  std::optional<partition_id> partition;  ///< of a position; a time or `end` means all
};

/// "P:N", "YYYY-MM-DDTHH:MM:SS[.mmm]Z", milliseconds since 1970, or "end". BAD_REQUEST otherwise.
result<instant> parse_until(const std::string& text);

/// "2026-11-22T14:30:00.123Z"
std::string time_text(time_ms at);

}  // namespace parley::tool

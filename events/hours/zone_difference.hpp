#pragma once
// Where two releases of the time zone database disagree about a zone, and what that moves.

#include <optional>
#include <vector>

#include "events/hours/calendar.hpp"

namespace parley {

/// In [from_s, to_s), seconds since 1970 UTC, the two rules have different offsets.
struct zone_difference {
  std::int64_t from_s = 0;
  std::int64_t to_s = 0;
  std::int32_t offset_before_s = 0;
  std::int32_t offset_after_s = 0;
  bool operator==(const zone_difference&) const = default;
};

/// The stretches of [from_s, to_s) in which `after` is not what `before` is, in order.
/// INVALID_DEFINITION if one of them cannot be compiled.
result<std::vector<zone_difference>> differences(const zone_rules& before, const zone_rules& after,
                                                 std::int64_t from_s, std::int64_t to_s);

/// A promise: so much business time after an instant.
struct promise {
  time_ms from;
  duration_ms amount{0};
};
/// When it is due, by the rules before and after. Empty: never.
struct moved_promise {
  promise what;
  std::optional<time_ms> before;
  std::optional<time_ms> after;
  /// How far it moves; 0 if one of the two is never.
  duration_ms by() const { return before && after ? *after - *before : duration_ms(0); }
};

/// Those whose due instant is not the same under both.
std::vector<moved_promise> moved(const calendar& before, const calendar& after,
                                 const std::vector<promise>& promises);

}  // namespace parley

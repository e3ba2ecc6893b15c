#pragma once
// Time is data. The core never reads a clock: every time it sees was recorded in a commit.

#include "events/base/strong.hpp"

namespace parley {

/// A length of time in milliseconds. May be negative.
using duration_ms = number<struct duration_tag, std::int64_t>;
/// Milliseconds since 1970-01-01T00:00Z. 0 means "none": no deadline, not known.
using time_ms = number<struct time_tag, std::int64_t>;

constexpr time_ms operator+(time_ms t, duration_ms d) { return time_ms(t.value + d.value); }
constexpr time_ms operator-(time_ms t, duration_ms d) { return time_ms(t.value - d.value); }
constexpr duration_ms operator-(time_ms a, time_ms b) { return duration_ms(a.value - b.value); }

}  // namespace parley

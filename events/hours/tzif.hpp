#pragma once
// Compiled time zone files, TZif (RFC 8536), as zone rules.
// Limits: version 2 and later; leap seconds are not read.

#include <cstdint>
#include <span>

#include "events/base/result.hpp"
#include "events/hours/zone_rules.hpp"

namespace parley {

/// CORRUPT if `bytes` are not a zone file. Transitions that change only a name or the daylight flag
/// are dropped, but for the last: the footer holds from there on.
result<zone_rules> parse_tzif(std::string zone, std::string release,
                              std::span<const std::uint8_t> bytes);

}  // namespace parley

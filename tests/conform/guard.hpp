#pragma once
// What a schema may not do to the bytes and names of its predecessor. Compares two compiled schemas
// by reflection, because `flatc --conform` accepts several changes that break old data: a removed
// last field or union member, a new `required`, a longer struct, another identifier, a new name.
// Limits: it does not look at services, attributes other than those below, or comments.

#include <span>
#include <string>
#include <vector>

#include <flatbuffers/reflection.h>

namespace parley::conform {

/// One sentence for each break of `now` against `before`; none: every old buffer and every JSON
/// text of `before` means the same under `now`.
std::vector<std::string> breaks(const reflection::Schema& before, const reflection::Schema& now);

/// As above, from .bfbs bytes. Bytes that are not a schema are a break.
std::vector<std::string> breaks(std::span<const std::uint8_t> before,
                                std::span<const std::uint8_t> now);

}  // namespace parley::conform

#include "events/base/result.hpp"

#include <array>
#include <cstddef>

namespace parley {
namespace {

struct row {
  const char* name;
  int http_status;
};

// Indexed by errc. The public catalogue: stable names.
constexpr std::array<row, 21> errc_table{{
    {"BAD_REQUEST", 400},
    {"UNAUTHENTICATED", 401},
    {"TOKEN_EXPIRED", 401},
    {"NOT_PERMITTED", 403},
    {"ROUTING_OWNER_MISMATCH", 403},
    {"CONSENT_OWNER_MISMATCH", 403},
    {"CONSENT_REFUSED", 403},
    {"NOT_FOUND", 404},
    {"CHANNEL_NOT_CONFIGURED", 404},
    {"WRONG_STATE", 409},
    {"NO_CAPACITY", 409},
    {"NOT_AVAILABLE", 409},
    {"CLOSED", 410},
    {"STALE_VERSION", 412},
    {"INVALID_DEFINITION", 422},
    {"PARTNER_MISMATCH", 422},
    {"UNSUPPORTED", 422},
    {"OVERLOADED", 429},
    {"RECOVERING", 503},
    {"UNAVAILABLE", 503},
    {"CORRUPT", 500},
}};

}  // namespace

const char* to_string(errc code) { return errc_table.at(static_cast<std::size_t>(code)).name; }

int http_status(errc code) { return errc_table.at(static_cast<std::size_t>(code)).http_status; }

}  // namespace parley

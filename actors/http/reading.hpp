#pragma once
// What all reads share: from which position on, how long to wait for it, and views as bodies.

#include "actors/http/exchange.hpp"
#include "actors/node/port.hpp"

namespace parley::http {

struct read_terms {
  offset at_least;  ///< of `?after=`; 0: what there is
  duration_ms wait;
};

/// From `?after=` and `?wait_ms=`. BAD_REQUEST for what is not a position of the tenant's partition
/// or not a time within the limits.
result<read_terms> terms_of(const exchange& ex);

/// A number of the query; `otherwise` if it is not there. BAD_REQUEST outside 1 … `most`.
result<std::uint64_t> number_of(const http_request& request, std::string_view name,
                                std::uint64_t otherwise, std::uint64_t most);

/// Answers NOT_FOUND: `why`, or in the words of no_such_tenant() if it is the tenant that is
/// unknown.
void refuse_not_found(const exchange_ptr& ex, const rejection& why);

}  // namespace parley::http

#pragma once
// How long a request's token is good: for answers that go on after it was let in.

#include <string_view>

#include "events/base/time.hpp"

namespace parley::http {

/// Of the value of an Authorization header that was believed; the largest time if it has no token,
/// as in development mode.
time_ms good_until(std::string_view authorization);

}  // namespace parley::http

#pragma once
// The wall clock of the gateway: for dates of answers, lines of logs and the expiry of tokens.
// Nothing that is decided or stored depends on it.

#include "events/base/time.hpp"

namespace parley::http {

time_ms system_time();

}  // namespace parley::http

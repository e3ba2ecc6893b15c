#pragma once
// What an operator may set of the gateway. Defaults are the documented limits of the API.

#include <cstdint>
#include <functional>
#include <string>

#include "actors/http/partner_view.hpp"
#include "actors/http/token.hpp"
#include "events/base/time.hpp"

namespace parley::http {

struct gateway_options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;            ///< 0: the system chooses; start() tells which
  std::uint16_t threads = 1;         ///< that serve connections, each with its own
  std::uint16_t reader_threads = 1;  ///< that read the log for feeds and transcripts

  /// No tokens needed. Refused unless `host` is a loopback address.
  bool dev = false;
  key_ring keys;                                       ///< needed unless `dev`
  std::string zone_directory = "/usr/share/zoneinfo";  ///< compiled time zones, of one release
  std::string static_directory;  ///< the console's files; empty: none are served

  std::size_t connections_max = 1024;  ///< one more is answered 503 and closed
  std::size_t subscribers_max = 256;   ///< open event feeds; one more is answered 429
  std::size_t header_bytes_max = std::size_t{16} << 10U;
  std::size_t target_bytes_max = std::size_t{8} << 10U;
  std::size_t body_bytes_max = std::size_t{1} << 20U;

  duration_ms header_timeout{10'000};  ///< from a request's first byte to its last header
  duration_ms body_timeout{30'000};    ///< from the last header to the end of the body
  duration_ms idle_timeout{60'000};    ///< between requests of a kept connection
  duration_ms write_timeout{30'000};   ///< a client that does not take its answer is cut off
  duration_ms answer_timeout{60'000};  ///< the node owes an answer; then UNAVAILABLE
  duration_ms heartbeat{15'000};       ///< of an event feed
  duration_ms wait_default{10'000};    ///< of `?after=`
  duration_ms wait_max{30'000};        ///< of `?wait_ms=`

  std::function<time_ms()> clock;  ///< empty: the system's
  partner_views partners;          ///< empty: no partner has a feed
  partner_door door;               ///< empty: other nodes send no partners' records
};

}  // namespace parley::http

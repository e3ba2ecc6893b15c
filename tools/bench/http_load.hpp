#pragma once
// Load on the public HTTP API of a server under test on this machine: keep-alive connections, each
// with one request out, posting 200-byte messages to random conversations.

#include <string>

#include "events/base/result.hpp"

namespace parley::bench {

struct http_load_options {
  std::string host = "127.0.0.1";  ///< loopback only
  std::string port = "8080";
  std::string token;  ///< empty: none is sent
  std::string tenant = "bench-http";
  std::uint32_t connections = 64;
  std::uint32_t entities = 1000;
  double warm_up_seconds = 1;
  double seconds = 5;
};

struct http_load_result {
  std::uint64_t commands = 0;
  double commands_per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
  double client_cpu_us_per_command = 0;
  std::uint64_t failures = 0;  ///< answers that are not 2xx
};

/// BAD_REQUEST for an address that is not loopback; UNAVAILABLE if the server cannot be reached.
result<http_load_result> run_http_load(const http_load_options& options);

}  // namespace parley::bench

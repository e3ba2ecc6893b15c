#pragma once
// Calls the public HTTP API over a bounded number of kept connections. A call that got no sure
// answer (connection lost, OVERLOADED, RECOVERING, UNAVAILABLE) is sent again with the same
// Idempotency-Key, which the API makes harmless, until `patience` is over.
// Lives on its loop's thread.

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "tools/client/endpoint.hpp"
#include "tools/client/loop.hpp"

namespace parley::client {

struct client_options {
  endpoint server;
  std::string token;  ///< bearer token; empty: none is sent
  std::size_t connections_max = 32;
  std::chrono::milliseconds call_timeout{30'000};
  std::chrono::milliseconds patience{60'000};
};

struct call {
  std::string method = "GET";
  std::string path;  ///< with the query
  std::string body;
  std::string key;                        ///< Idempotency-Key; empty: none
  std::chrono::milliseconds patience{0};  ///< 0: the client's
};

struct answer {
  int status = 0;  ///< 0: no answer came; `body` tells why
  std::string body;
  bool repeated = false;  ///< the command was done before: this is the first answer again
  bool ok() const { return status >= 200 && status < 300; }
  /// The stable code of an error body: "WRONG_STATE"; empty for a good answer.
  std::string code() const;
};

class http_client {
 public:
  using answered = std::function<void(const answer&)>;

  http_client(loop& on, client_options options);
  http_client(const http_client&) = delete;
  http_client& operator=(const http_client&) = delete;
  ~http_client();

  /// `then` runs on the loop, once. Calls start in the order given.
  void send(call what, answered then);
  /// Gives up what waits and closes all connections; no callback follows.
  void close();
  std::size_t waiting() const;    ///< calls not yet given to a connection
  std::size_t in_flight() const;  ///< calls on a connection, or about to be sent again

 private:
  struct pool;
  std::shared_ptr<pool> pool_;
};

}  // namespace parley::client

#pragma once
// What all connections share: the node, the options, the counters, and the way of a request from
// its last byte to the handler that answers it: name, target, route, token, rights, body.

#include "actors/http/counters.hpp"
#include "actors/http/exchange.hpp"
#include "actors/http/forwarder.hpp"
#include "actors/http/options.hpp"
#include "actors/http/static_files.hpp"
#include "actors/node/port.hpp"

namespace parley::http {

class service : public std::enable_shared_from_this<service> {
 public:
  service(node_port& behind, gateway_options set_to, static_files console);
  ~service();
  service(const service&) = delete;
  service& operator=(const service&) = delete;

  void handle(const exchange_ptr& ex);
  /// Gives the request its id: the client's if it is plain, else a new one.
  void name_request(http_request& request) const;
  /// Counts and logs. Thread-safe.
  void finished(const exchange& ex, int status, const char* code);
  /// Runs `f` on a reader thread, which may block on the log; drops it after close_readers().
  void on_reader(std::function<void()> f);
  /// Waits for what runs there, and sends nothing on any more.
  void close_readers();
  time_ms now() const { return options.clock(); }
  void replace_keys(key_ring keys);
  /// With the present keys.
  result<std::string> mint(const token_claims& claims) const;

  node_port& node;
  const gateway_options options;
  const static_files files;
  gateway_counters counters;

 private:
  status admit_dev(const http_request& request) const;
  result<token_claims> claims_of(const http_request& request) const;
  void refuse_method(const exchange_ptr& ex, const std::string& allow) const;
  void serve_plain(const exchange_ptr& ex);
  void serve_tenant(const exchange_ptr& ex, const route_match& found);
  bool serve_elsewhere(const exchange_ptr& ex);

  struct reader_pool;
  std::unique_ptr<reader_pool> readers_;
  std::unique_ptr<forwarder> forwarder_;  ///< none: there are no other nodes
  std::shared_ptr<const key_ring> keys_;  ///< by std::atomic_load and std::atomic_store
};

}  // namespace parley::http

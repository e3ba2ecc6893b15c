#pragma once
// The server as `parley serve` runs it, in this process, over a data directory of the test. The
// test may stand between the node and its replica.

#include <chrono>
#include <thread>

#include <doctest/doctest.h>

#include "actors/http/gateway.hpp"
#include "actors/node/node.hpp"
#include "actors/replay/verify.hpp"
#include "store/embedded.hpp"
#include "tests/http/client.hpp"
#include "tests/store/temporary_directory.hpp"

namespace parley::test {

/// A replica in front of the real one; its updates are refused while `failing`.
class stubborn_replica final : public store::replica {
 public:
  explicit stubborn_replica(store::replica& real) : real_(real) {}
  std::atomic<bool> failing{false};

  status apply(partition_id p, const store::replica_update& update, offset applied) override {
    if (failing) {
      return rejection{errc::unavailable, "the replica's disk is away", {}};
    }
    return real_.apply(p, update, applied);
  }
  offset applied(partition_id p) const override { return real_.applied(p); }
  offset indexed(partition_id p) const override { return real_.indexed(p); }
  bool current(partition_id p) const override { return real_.current(p); }
  result<std::vector<offset>> commits(partition_id p, const stream_id& stream,
                                      version from) const override {
    return real_.commits(p, stream, from);
  }
  std::optional<store::snapshot> find_snapshot(partition_id p, const stream_id& s) const override {
    return real_.find_snapshot(p, s);
  }
  std::optional<std::vector<std::uint8_t>> find_row(partition_id p, std::string_view table,
                                                    std::string_view key) const override {
    return real_.find_row(p, table, key);
  }
  status scan(partition_id p, std::string_view table, std::string_view prefix,
              const std::function<bool(std::string_view, std::span<const std::uint8_t>)>& use)
      const override {
    return real_.scan(p, table, prefix, use);
  }
  status flush() override { return real_.flush(); }
  std::uint64_t damaged() const override { return real_.damaged(); }

 private:
  store::replica& real_;
};

class running_server {
 public:
  explicit running_server(store::embedded_options options, node_options how = {})
      : options_(std::move(options)), how_(std::move(how)) {
    options_.partition_count = 4;
    start();
  }
  ~running_server() { stop(); }
  running_server(const running_server&) = delete;
  running_server& operator=(const running_server&) = delete;

  void start() {
    auto opened = store::open_embedded(path(), options_);
    REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().message));
    store_ = std::move(*opened);
    replica_ = std::make_unique<stubborn_replica>(*store_.follower);
    node_ = std::make_unique<node>(*store_.log, *replica_, how_);
    http::gateway_options gateway;
    gateway.dev = true;
    gateway_ = std::make_unique<http::gateway>(*node_, std::move(gateway));
    const auto bound = gateway_->start();
    REQUIRE(bound.ok());
    port_ = bound->port;
    REQUIRE(node_->wait_until_ready(duration_ms(20000)));
  }
  void stop() {
    gateway_.reset();
    node_.reset();
    replica_.reset();
    store_.follower.reset();
    store_.log.reset();
  }

  std::string path() const { return directory_.path() + "/data"; }
  stubborn_replica& replica() { return *replica_; }
  answer ask(std::string_view method, std::string_view target, std::string_view body = {},
             std::string_view headers = {}) const {
    client one(port_);
    return one.ask(method, target, body, headers);
  }
  answer acme(std::string_view method, const std::string& path, std::string_view body = {},
              const std::string& key = {}) const {
    const std::string header = key.empty() ? "" : "Idempotency-Key: " + key + "\r\n";
    return ask(method, "/v1/tenants/acme" + path, body, header);
  }
  bool ready_within(std::chrono::seconds limit) const {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < until) {
      if (ask("GET", "/health/ready").status == 200) {
        return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }

 private:
  store::test::temporary_directory directory_;
  store::embedded_options options_;
  node_options how_;
  store::embedded_store store_;
  std::unique_ptr<stubborn_replica> replica_;
  std::unique_ptr<node> node_;
  std::unique_ptr<http::gateway> gateway_;
  std::uint16_t port_ = 0;
};

}  // namespace parley::test

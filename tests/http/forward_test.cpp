// Goal: any node answers any request: by itself, or with the answer of the node that serves it; and
// what cannot be answered now is told so that the client knows whether to repeat it.
// Method: two gateways over fake nodes that say where the partition is.
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/http/site.hpp"

using namespace parley;
using parley::test::answer;
using parley::test::client;
using parley::test::dev_options;
using parley::test::request_text;
using parley::test::site;

namespace {

constexpr const char* open_body = R"({"contact":"ann","channel":"messaging"})";
using custody = partition_place::custody;

/// Node `a`, which has to ask others.
struct edge {
  explicit edge(const std::string& url, http::gateway_options options = dev_options())
      : gateway(node, std::move(options)) {
    node.be_called("a");
    node.move_partition({custody::elsewhere, "b", url});
    const auto bound = gateway.start();
    REQUIRE(bound.ok());
    port = bound->port;
  }
  answer ask(std::string_view method, std::string_view target, std::string_view body = {},
             std::string_view headers = {}) const {
    client one(port);
    return one.ask(method, target, body, headers);
  }
  test::fake_node node;
  http::gateway gateway;
  std::uint16_t port = 0;
};

std::string url_of(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }

/// Takes connections and never answers.
struct silent_peer {
  silent_peer() : socket(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(socket, plain, size) == 0);
    REQUIRE(::listen(socket, 8) == 0);
    REQUIRE(::getsockname(socket, plain, &size) == 0);
    port = ntohs(address.sin_port);
  }
  ~silent_peer() { ::close(socket); }
  silent_peer(const silent_peer&) = delete;
  silent_peer& operator=(const silent_peer&) = delete;
  int socket;
  std::uint16_t port = 0;
};

}  // namespace

TEST_CASE("a request for another node's partition gets that node's answer") {
  const site b;
  const edge a(url_of(b.port));
  const auto opened = a.ask("POST", "/v1/tenants/acme/conversations?conversation=c1", open_body,
                            "Idempotency-Key: k1\r\nX-Request-Id: r1\r\n");
  CHECK(opened.status == 201);
  CHECK(opened.has("\"conversation_id\":\"c1\""));
  CHECK(opened.headers.at("x-request-id") == "r1");
  CHECK(a.node.submitted() == 0);
  const auto again = a.ask("POST", "/v1/tenants/acme/conversations?conversation=c1", open_body,
                           "Idempotency-Key: k1\r\n");
  CHECK(again.body == opened.body);
  CHECK(again.headers.at("idempotent-replayed") == "true");
  CHECK(a.ask("GET", "/v1/tenants/acme/overview").has("\"position\""));
  CHECK(a.ask("GET", "/v1/tenants/nobody/overview").status == 404);
}

TEST_CASE("many requests over one connection are answered in order") {
  const site b;
  const edge a(url_of(b.port));
  client c(a.port);
  for (int i = 0; i < 20; ++i) {
    c.send(request_text("POST", "/v1/tenants/acme/conversations?conversation=m" + std::to_string(i),
                        open_body));
  }
  for (int i = 0; i < 20; ++i) {
    CHECK(c.read().has("\"conversation_id\":\"m" + std::to_string(i) + "\""));
  }
}

TEST_CASE("a request that was sent on already goes no further") {
  const site b;
  const edge a(url_of(b.port));
  const auto refused =
      a.ask("GET", "/v1/tenants/acme/overview", {}, "X-Parley-Forwarded-By: c\r\n");
  CHECK(refused.status == 503);
  CHECK(refused.has("RECOVERING"));
  CHECK(refused.headers.at("retry-after") == "1");
}

TEST_CASE("while nobody serves a partition its requests are told to come again") {
  edge a("");
  a.node.move_partition({custody::nobody, {}, {}});
  const auto refused = a.ask("GET", "/v1/tenants/acme/overview");
  CHECK(refused.status == 503);
  CHECK(refused.has("\"code\":\"RECOVERING\""));
  CHECK(refused.has("\"state\":\"moving\""));
}

TEST_CASE("a node that is not reached has surely stored nothing, one that is silent perhaps") {
  std::uint16_t closed = 0;
  { closed = silent_peer().port; }
  const edge gone(url_of(closed));
  CHECK(gone.ask("POST", "/v1/tenants/acme/conversations", open_body).has("RECOVERING"));

  const silent_peer peer;
  edge a(url_of(peer.port));
  std::thread mover([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    a.node.move_partition({custody::elsewhere, "c", url_of(closed)});
  });
  const auto unknown = a.ask("POST", "/v1/tenants/acme/conversations", open_body);
  mover.join();
  CHECK(unknown.status == 503);
  CHECK(unknown.has("UNAVAILABLE"));
}

TEST_CASE("feeds are told from this node's own copy of the log") {
  const site b;
  const edge a(url_of(b.port));
  client c(a.port);
  c.send(request_text("GET", "/v1/tenants/acme/events?from=start"));
  // The fake node of `a` has no tenant; the one of `b` has.
  CHECK(c.read().status == 404);
}

TEST_CASE("whoever serves a partition is told by /health/ready") {
  const edge a("http://127.0.0.1:1");
  CHECK(a.ask("GET", "/health/ready").has("\"owner\":\"a\""));
  const site alone;
  CHECK_FALSE(alone.ask("GET", "/health/ready").has("owner"));
}

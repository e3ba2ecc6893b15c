// The event feed: order, resuming, filters, heartbeats, and clients that are slow or gone.
#include <atomic>
#include <thread>

#include "tests/http/site.hpp"
#include "tests/http/tokens.hpp"

using namespace parley;
using parley::test::client;
using parley::test::dev_options;
using parley::test::request_text;
using parley::test::site;

namespace {

constexpr const char* open_body = R"({"contact":"ann","channel":"messaging"})";

std::string feed_request(const std::string& query, std::string_view headers = {}) {
  return request_text("GET", "/v1/tenants/acme/events" + query, {}, headers);
}

void wait_until(const std::function<bool()>& good) {
  for (int i = 0; i < 400 && !good(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  CHECK(good());
}

}  // namespace

TEST_CASE("a feed from the start tells every event of the tenant, then goes on live") {
  const site s;
  REQUIRE(s.ask("PUT", "/v1/tenants/other", R"({"settings":{"name":"Other"}})").status == 200);
  s.acme("POST", "/conversations?conversation=c1", open_body);
  client c(s.port);
  c.send(feed_request("?from=start"));
  const auto head = c.read_until("\r\n\r\n");
  CHECK(head.find("200 OK") != std::string::npos);
  CHECK(head.find("text/event-stream") != std::string::npos);
  CHECK(head.find("access-control") == std::string::npos);
  const auto first = c.read_until("\n\n");
  CHECK(first.find("id: 0:1\nevent: tenant_created\ndata: {\"position\":\"0:1\",\"version\":1,"
                   "\"stream\":\"acme/tenant/acme\"") == 0);
  CHECK(first.find("\"by\":{\"role\":\"system\",\"name\":\"dev\"}") != std::string::npos);
  CHECK(first.find("\"payload\":{\"settings\":{\"name\":\"Acme\"") != std::string::npos);
  // 0:2 is the other tenant's.
  CHECK(c.read_until("\n\n").find("id: 0:3\nevent: conversation_opened\n") == 0);
  CHECK(c.read_until("\n\n").find("id: 0:4\nevent: session_opened\n") == 0);
  s.acme("POST", "/conversations/c1/messages", R"({"message":{"author":"ann","text":"a\nb"}})");
  const auto live = c.read_until("\n\n");
  CHECK(live.find("id: 0:5\nevent: inbound_message_received\n") == 0);
  CHECK(live.find("a\\nb") != std::string::npos);
}

TEST_CASE("a feed resumes after the last event seen, even inside a commit; the header wins") {
  const site s;
  s.acme("POST", "/conversations?conversation=c1", open_body);  // 0:2 and 0:3, one commit
  client from(s.port);
  from.send(feed_request("?from=0:2"));
  from.read_until("\r\n\r\n");
  CHECK(from.read_until("\n\n").find("id: 0:3\n") == 0);
  client header(s.port);
  header.send(feed_request("?from=start", "Last-Event-ID: 0:2\r\n"));
  header.read_until("\r\n\r\n");
  CHECK(header.read_until("\n\n").find("id: 0:3\n") == 0);
}

TEST_CASE("without a place a feed starts now") {
  const site s;
  for (const char* query : {"", "?from=now"}) {
    client c(s.port);
    c.send(feed_request(query));
    c.read_until("\r\n\r\n");
    s.acme("PUT", "/queues/q" + std::to_string(std::string(query).size()), R"({"settings":{}})");
    CHECK(c.read_until("\n\n").find("event: queue_configured\n") != std::string::npos);
  }
}

TEST_CASE("a feed may be of some types and of one stream") {
  const site s;
  s.acme("POST", "/conversations?conversation=c1", open_body);
  s.acme("POST", "/conversations?conversation=c2", open_body);
  client types(s.port);
  types.send(feed_request("?from=start&types=session_opened,tenant_created"));
  types.read_until("\r\n\r\n");
  CHECK(types.read_until("\n\n").find("id: 0:1\n") == 0);
  CHECK(types.read_until("\n\n").find("id: 0:3\n") == 0);
  CHECK(types.read_until("\n\n").find("id: 0:5\n") == 0);
  for (const char* stream : {"conversation/c2", "acme/conversation/c2"}) {
    client one(s.port);
    one.send(feed_request("?from=start&stream=" + std::string(stream)));
    one.read_until("\r\n\r\n");
    CHECK(one.read_until("\n\n").find("id: 0:4\n") == 0);
  }
}

TEST_CASE("feeds that cannot be are refused before they start") {
  const site s;
  for (const char* query : {"?from=x", "?from=1:1", "?from=0:99", "?types=nothing", "?stream=c1",
                            "?stream=other/agent/x", "?stream=zebra/x", "?from=0:-1"}) {
    CAPTURE(query);
    CHECK(s.acme("GET", "/events" + std::string(query)).status == 400);
  }
  CHECK(s.acme("GET", "/events", {}, "Last-Event-ID: 7\r\n").status == 400);
  CHECK(s.ask("GET", "/v1/tenants/none/events").status == 404);
}

TEST_CASE("a feed with nothing to tell is kept alive") {
  auto options = dev_options();
  options.heartbeat = duration_ms(50);
  options.idle_timeout = duration_ms(400);
  options.write_timeout = duration_ms(400);
  const site s(options);
  client c(s.port);
  c.send(feed_request(""));
  c.read_until("\r\n\r\n");
  for (int i = 0; i < 12; ++i) {
    CHECK(c.read_until(": still here\n\n") != "");
  }
}

TEST_CASE(
    "a client that does not read loses nothing and costs no memory; one that left is let go") {
  site s;
  s.acme("POST", "/conversations?conversation=c1", open_body);
  auto slow = std::make_unique<client>(s.port);
  slow->send(feed_request("?from=start"));
  slow->read_until("\r\n\r\n");
  client writer(s.port);
  const std::string text(20'000, 'x');
  const std::string body = R"({"message":{"author":"ann","text":")" + text + "\"}}";
  constexpr int count = 400;  // 8 MB: more than the socket's buffers hold
  for (int i = 0; i < count; ++i) {
    REQUIRE(writer.ask("POST", "/v1/tenants/acme/conversations/c1/messages", body).status == 200);
  }
  std::string got;
  for (int i = 4; i < 4 + count; ++i) {
    got = slow->read_until("\"seq\":" + std::to_string(i - 3) + ",");
    REQUIRE(got.find("id: 0:" + std::to_string(i) + "\n") != std::string::npos);
  }
  CHECK(s.node.follower_count() == 1);
  slow.reset();
  wait_until([&] { return s.node.follower_count() == 0; });
  wait_until([&] { return s.ask("GET", "/metrics").has("parley_http_subscribers 0"); });
}

TEST_CASE("feeds over the limit are answered 429") {
  auto options = dev_options();
  options.subscribers_max = 1;
  const site s(options);
  client c(s.port);
  c.send(feed_request(""));
  c.read_until("\r\n\r\n");
  const auto got = s.acme("GET", "/events");
  CHECK(got.status == 429);
  CHECK(got.headers.at("retry-after") == "1");
}

TEST_CASE("a gateway stops with feeds open, and follows no more") {
  auto made = std::make_unique<site>();
  client c(made->port);
  c.send(feed_request("?from=start"));
  c.read_until("\n\n");
  CHECK(made->node.follower_count() == 1);
  made->gateway.stop();
  CHECK(made->node.follower_count() == 0);
  CHECK(c.ended());
}

// It was: whoever had been let in followed for ever.
TEST_CASE("c34 a feed ends with TOKEN_EXPIRED when its token does, before it tells anything more") {
  static std::atomic<std::int64_t> the_time;
  the_time = 1'000'000;
  auto options = test::token_options();
  options.clock = [] { return time_ms(the_time.load()); };
  const site s(options, false);
  const auto admin = test::header_for(test::claims_of(principal_role::admin, "root"));
  auto brief = test::claims_of(principal_role::supervisor, "sue");
  brief.expires_at = time_ms(1'500'000);
  REQUIRE(s.acme("PUT", "", R"({"settings":{"name":"Acme"}})", admin).status == 200);
  client c(s.port);
  c.send(feed_request("?from=start", test::header_for(brief)));
  c.read_until("\r\n\r\n");
  CHECK(c.read_until("\n\n").find("event: tenant_created") != std::string::npos);
  the_time = 1'500'000;
  CHECK(s.acme("PUT", "/queues/q", R"({"settings":{"name":"q"}})", admin).status == 200);
  CHECK(c.read_until("\n\n").find("event: failed\ndata: {\"code\":\"TOKEN_EXPIRED\"}") == 0);
}

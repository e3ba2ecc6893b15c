// HTTP itself: framing, limits, time-outs, many requests on a connection, and malformed ones.
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "tests/http/site.hpp"

using namespace parley;
using parley::test::client;
using parley::test::dev_options;
using parley::test::request_text;
using parley::test::site;

TEST_CASE("a connection is kept for the next request, and closed when the client says so") {
  const site s;
  client c(s.port);
  const auto first = c.ask("GET", "/health/live");
  CHECK(first.status == 200);
  CHECK(first.headers.at("connection") == "keep-alive");
  CHECK(first.headers.count("date") == 1);
  const auto last = c.ask("GET", "/health/live", {}, "Connection: close\r\n");
  CHECK(last.headers.at("connection") == "close");
  CHECK(c.ended());
}

TEST_CASE("requests sent ahead are answered one by one, in order") {
  const site s;
  client c(s.port);
  std::string ahead;
  for (int i = 0; i < 50; ++i) {
    ahead +=
        request_text("POST", "/v1/tenants/acme/conversations?conversation=c" + std::to_string(i),
                     R"({"contact":"ann","channel":"messaging"})",
                     "X-Request-Id: r" + std::to_string(i) + "\r\n");
    ahead += request_text("GET", "/nowhere", {}, "X-Request-Id: n" + std::to_string(i) + "\r\n");
  }
  c.send(ahead);
  for (int i = 0; i < 50; ++i) {
    const auto opened = c.read();
    CHECK_MESSAGE(opened.status == 201, opened.body);
    CHECK(opened.headers.at("x-request-id") == "r" + std::to_string(i));
    CHECK(c.read().headers.at("x-request-id") == "n" + std::to_string(i));
  }
}

TEST_CASE("a request may come byte by byte") {
  const site s;
  client c(s.port);
  for (const char byte : request_text("PUT", "/v1/tenants/acme/queues/q", R"({"settings":{}})")) {
    c.send(std::string_view(&byte, 1));
  }
  CHECK(c.read().status == 200);
}

TEST_CASE("a chunked body is a body") {
  const site s;
  client c(s.port);
  c.send(
      "PUT /v1/tenants/acme/queues/q HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\n{\"set\r\n11;x=y\r\ntings\":{\"name\":\"Q\r\n3\r\n\"}}\r\n0\r\n\r\n");
  const auto got = c.read();
  CHECK_MESSAGE(got.status == 200, got.body);
}

TEST_CASE("a client that asks whether to go on is told to") {
  const site s;
  client c(s.port);
  const std::string body = R"({"settings":{}})";
  const auto text =
      request_text("PUT", "/v1/tenants/acme/queues/q", body, "Expect: 100-continue\r\n");
  c.send(std::string_view(text).substr(0, text.size() - body.size()));
  CHECK(c.read_until("100 Continue\r\n\r\n") != "");
  c.send(body);
  CHECK(c.read().status == 200);
}

TEST_CASE(
    "headers beyond 16 KB are answered 431, a target beyond 8 KB 414, a body beyond 1 MB 413") {
  const site s;
  const std::string filler(17 * 1024, 'x');
  CHECK(s.ask("GET", "/health/live", {}, "X-Filler: " + filler + "\r\n").status == 431);
  CHECK(s.ask("GET", "/" + filler.substr(0, 9000)).status == 414);
  CHECK(s.ask("GET", "/" + filler).status == 414);
  client c(s.port);
  c.send("PUT /v1/tenants/acme HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n");
  const auto got = c.read();
  CHECK(got.status == 413);
  CHECK(got.has("BAD_REQUEST"));
  CHECK(c.ended());
}

TEST_CASE("a large body that is refused while it is still sent is answered all the same") {
  const site s;
  client c(s.port);
  c.send("PUT /v1/tenants/acme HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n");
  c.send(std::string(2'000'000, ' '));
  CHECK(c.read().status == 413);
}

TEST_CASE("what is not HTTP is answered 400 and the connection is closed") {
  const site s;
  const std::string host = "Host: localhost\r\n";
  for (const std::string& bytes : std::vector<std::string>{
           "hello\r\n\r\n", "GET /x HTTP/1.1\r\n" + host + "no colon\r\n\r\n",
           "GET /x HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n",
           "GET /x HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
           "GET /x HTTP/1.1\r\n" + host +
               "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "GET /x HTTP/1.1\r\n" + host + host + "\r\n",
           "GET /x HTTP/1.1\r\n" + host + "Authorization: a\r\nAuthorization: b\r\n\r\n",
           "GET /x HTTP/1.1\r\n" + host + "Bad Name: 1\r\n\r\n",
           "POST /x HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
           std::string("GET /\0 HTTP/1.1\r\n\r\n", 19)}) {
    CAPTURE(bytes);
    client c(s.port);
    c.send(bytes);
    const auto got = c.read();
    CHECK(got.status == 400);
    CHECK(got.has("\"code\":\"BAD_REQUEST\""));
    CHECK(got.has("\"request_id\":\""));
    CHECK(c.ended());
  }
}

TEST_CASE("targets that name nothing are refused: dots, encoded slashes, controls, other forms") {
  const site s;
  for (const char* target :
       {"/v1/tenants/../x", "/v1/tenants/%2e%2e/x", "/a%2fb", "/a%5cb", "/a%00b", "/a%0d%0aX:y",
        "/a%zz", "http://localhost/x", "*", "/?a=%00"}) {
    CAPTURE(target);
    CHECK(s.ask("GET", target).status == 400);
  }
}

TEST_CASE("other versions of HTTP are refused, HTTP/1.0 is answered once") {
  const site s;
  client two(s.port);
  two.send("GET / HTTP/2.0\r\n\r\n");
  const int status = two.read().status;
  CHECK((status == 505 || status == 400));
  client one(s.port);
  one.send("GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n");
  CHECK(one.read().status == 200);
  CHECK(one.ended());
}

TEST_CASE("HEAD is GET without a body, OPTIONS tells the methods, others are 405") {
  const site s;
  client c(s.port);
  const auto head = c.ask("HEAD", "/health/live");
  CHECK(head.status == 200);
  CHECK(head.headers.at("content-length") == "13");
  const auto options = c.ask("OPTIONS", "/v1/tenants/acme/conversations");
  CHECK(options.status == 204);
  CHECK(options.headers.at("allow") == "POST, GET, HEAD, OPTIONS");
  const auto wrong = c.ask("DELETE", "/v1/tenants/acme/overview");
  CHECK(wrong.status == 405);
  CHECK(wrong.headers.at("allow") == "GET, HEAD, OPTIONS");
  CHECK(wrong.has("BAD_REQUEST"));
  CHECK(c.ask("PATCH", "/v1/tenants/acme").status == 405);
  const auto nowhere = c.ask("GET", "/v1/tenants/acme/nothing");
  CHECK(nowhere.status == 404);
  CHECK(nowhere.has("NOT_FOUND"));
  CHECK(nowhere.headers.count("access-control-allow-origin") == 0);
}

TEST_CASE("a request id of plain text is echoed, any other is replaced") {
  const site s;
  CHECK(s.ask("GET", "/x", {}, "X-Request-Id: abc-1.2:Z_\r\n").headers.at("x-request-id") ==
        "abc-1.2:Z_");
  const auto other = s.ask("GET", "/x", {}, "X-Request-Id: a b<script>\r\n");
  CHECK(other.headers.at("x-request-id").size() == 16);
  CHECK(other.has(other.headers.at("x-request-id")));
  const std::string longer(65, 'a');
  CHECK(s.ask("GET", "/x", {}, "X-Request-Id: " + longer + "\r\n")
            .headers.at("x-request-id")
            .size() == 16);
}

TEST_CASE("slow headers, slow bodies and idle connections are cut off in time") {
  auto options = dev_options();
  options.header_timeout = duration_ms(300);
  options.body_timeout = duration_ms(300);
  options.idle_timeout = duration_ms(600);
  const site s(options);
  client slow_header(s.port);
  slow_header.send("GET /health/live HTTP/1.1\r\nHo");
  client slow_body(s.port);
  slow_body.send("PUT /v1/tenants/acme HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{");
  client idle(s.port);
  CHECK(idle.ask("GET", "/health/live").status == 200);
  CHECK(slow_header.read().status == 408);
  CHECK(slow_header.ended());
  CHECK(slow_body.read().status == 408);
  CHECK(slow_body.ended());
  CHECK(idle.ended());
}

TEST_CASE("drops that keep coming do not keep a slow request alive") {
  auto options = dev_options();
  options.header_timeout = duration_ms(300);
  const site s(options);
  client c(s.port);
  c.send("GET /health/live HTTP/1.1\r\n");
  for (int i = 0; i < 80; ++i) {
    c.send("X-A: b\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(c.read().status == 408);
}

TEST_CASE("a node that does not answer is UNAVAILABLE, and its late answer is dropped") {
  auto options = dev_options();
  options.answer_timeout = duration_ms(400);
  site s(options);
  s.node.keep_silent(true);
  client c(s.port);
  const auto got = c.ask("PUT", "/v1/tenants/acme/queues/q", R"({"settings":{}})");
  CHECK(got.status == 503);
  CHECK(got.has("UNAVAILABLE"));
  CHECK(got.headers.at("retry-after") == "1");
  s.node.keep_silent(false);
  CHECK(c.ask("PUT", "/v1/tenants/acme/queues/q", R"({"settings":{}})").status == 200);
}

TEST_CASE("connections over the limit are told so, and there is room again when one ends") {
  auto options = dev_options();
  options.connections_max = 3;
  const site s(options, false);
  std::vector<std::unique_ptr<client>> held;
  for (int i = 0; i < 3; ++i) {
    held.push_back(std::make_unique<client>(s.port));
    CHECK(held.back()->ask("GET", "/health/live").status == 200);
  }
  client over(s.port);
  const auto got = over.read();
  CHECK(got.status == 503);
  CHECK(got.has("OVERLOADED"));
  CHECK(over.ended());
  held.front()->ask("GET", "/health/live", {}, "Connection: close\r\n");
  held.front()->ended();
  held.erase(held.begin());
  int status = 0;
  for (int i = 0; i < 100 && status != 200; ++i) {
    status = s.ask("GET", "/health/live").status;
  }
  CHECK(status == 200);
}

TEST_CASE("a gateway stops with connections open and requests under way") {
  auto made = std::make_unique<site>();
  made->node.keep_silent(true);
  client waiting(made->port);
  waiting.send(request_text("PUT", "/v1/tenants/acme/queues/q", R"({"settings":{}})"));
  client idle(made->port);
  made->gateway.stop();
  CHECK(waiting.ended());
  CHECK(idle.ended());
}

TEST_CASE("several threads serve at once") {
  auto options = dev_options();
  options.threads = 3;
  const site s(options);
  std::vector<std::unique_ptr<client>> clients;
  for (int i = 0; i < 9; ++i) {
    clients.push_back(std::make_unique<client>(s.port));
    clients.back()->send(request_text("POST", "/v1/tenants/acme/conversations",
                                      R"({"contact":"ann","channel":"messaging"})"));
  }
  for (const auto& c : clients) {
    CHECK(c->read().status == 201);
  }
}

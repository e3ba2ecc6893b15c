// A partner's feed over HTTP: its own conversations, with the ids that its topic has.

#include "actors/http/gateway.hpp"
#include "actors/partner/concern.hpp"
#include "actors/partner/publisher.hpp"
#include "tests/http/client.hpp"
#include "tests/http/tokens.hpp"
#include "tests/partner/partner_site.hpp"

using namespace parley;
using namespace parley::test;

namespace {

struct site {
  explicit site(std::vector<partner::definition> partners = two_partners())
      : in(node, source, rejects, two_partners(), {}), web(node, options(std::move(partners))) {
    create_tenant(node);
    in.start();
    const auto bound = web.start();
    REQUIRE(bound.ok());
    port = bound->port;
  }
  ~site() { in.stop(); }
  static http::gateway_options options(std::vector<partner::definition> partners) {
    auto made = token_options();
    made.partners = partner::views_of(std::move(partners));
    return made;
  }
  void take(store::partner_record record) {
    const store::source_partition which{"parley.in." + std::string(of_rival(record)), 0};
    source.put(which, std::move(record));
    ++taken[which.topic];
    REQUIRE(eventually([&] { return source.committed(which) == taken[which.topic]; }));
  }
  static const char* of_rival(const store::partner_record& record) {
    return record.key.find("/r") == std::string::npos ? "shop" : "rival";
  }
  void follow(client& as, const std::string& partner, const std::string& query) const {
    as.send(request_text("GET", "/v1/tenants/acme/events" + query, {},
                         header_for(claims_of(principal_role::partner, partner.c_str()))));
  }

  fake_node node;
  memory_source source;
  memory_sink rejects;
  partner::intake in;
  http::gateway web;
  std::uint16_t port = 0;
  std::map<std::string, std::uint64_t> taken;
};

// Each "id: P\nevent: NAME\n" as the topic's "ce_id ce_type".
std::vector<std::string> read_feed(client& from, std::size_t count) {
  std::vector<std::string> all;
  while (all.size() < count) {
    const std::string text = from.read_until("\n\n");
    REQUIRE(text.find("id: ") == 0);
    const auto line = text.find("\nevent: ");
    const auto end = text.find('\n', line + 1);
    all.push_back(text.substr(4, line - 4) + " parley." + text.substr(line + 8, end - line - 8));
  }
  return all;
}

}  // namespace

TEST_CASE("a partner follows the conversations on its channels, and no others") {
  site here;
  here.take(opening("1", "c1"));           // 0:2 and 0:3
  here.take(opening("1", "r1", "sms"));    // 0:4 and 0:5: the rival's
  here.take(saying("2", "r1", "secret"));  // 0:6
  here.take(saying("2", "c1", "hello"));   // 0:7
  client shop(here.port);
  here.follow(shop, "shop", "?from=start");
  CHECK(shop.read_until("\r\n\r\n").find("200 OK") != std::string::npos);
  CHECK(shop.read_until("\n\n").find("id: 0:2\nevent: conversation_opened\n") == 0);
  CHECK(shop.read_until("\n\n").find("id: 0:3\nevent: session_opened\n") == 0);
  CHECK(shop.read_until("\n\n").find("id: 0:7\nevent: inbound_message_received\n") == 0);
  here.take(saying("3", "c1", "live"));
  CHECK(shop.read_until("\n\n").find("id: 0:8\n") == 0);
}

TEST_CASE("the feed tells what the topic tells: the same events and ids in the same order") {
  site here;
  here.take(opening("1", "c1"));
  here.take(opening("1", "r1", "sms"));
  here.take(saying("2", "c1", "hello"));
  tell_of_case(here.node, "ours", "c1");
  tell_of_case(here.node, "theirs", "r1");
  here.take(saying("3", "c1", "bye"));
  memory_sink sink;
  memory_cursors cursors;
  partner::publisher topic(here.node, sink, cursors, two_partners()[0], {});
  topic.start();
  REQUIRE(eventually([&] { return sink.records("parley.out.shop").size() == 5; }));
  std::vector<std::string> told;
  for (const auto& record : sink.records("parley.out.shop")) {
    told.push_back(header(record, "ce_id") + " " + header(record, "ce_type"));
  }
  client shop(here.port);
  here.follow(shop, "shop", "?from=start");
  CHECK(shop.read_until("\r\n\r\n").find("200 OK") != std::string::npos);
  CHECK(read_feed(shop, 5) == told);
  for (std::size_t i = 0; i < told.size(); ++i) {
    client again(here.port);
    here.follow(again, "shop", "?from=" + told[i].substr(0, told[i].find(' ')));
    again.read_until("\r\n\r\n");
    const std::vector<std::string> rest(told.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                        told.end());
    CHECK(read_feed(again, rest.size()) == rest);
  }
}

TEST_CASE("a node that follows another's log feeds a partner from its copy") {
  site here;
  here.take(opening("1", "c1"));
  here.take(opening("1", "r1", "sms"));
  here.take(saying("2", "r1", "secret"));
  tell_of_case(here.node, "theirs", "r1");
  here.node.hold_index();  // the rest it finds at the log's end
  tell_of_case(here.node, "ours", "c1");
  here.take(opening("3", "c2"));
  here.take(saying("2", "c1", "hello"));
  partition_place there;
  there.who = partition_place::custody::elsewhere;
  there.url = "http://127.0.0.1:9";
  here.node.move_partition(there);
  client shop(here.port);
  here.follow(shop, "shop", "?from=0:5");
  CHECK(shop.read_until("\r\n\r\n").find("200 OK") != std::string::npos);
  const auto told = read_feed(shop, 4);
  CHECK(told[0].find("parley.milestone_acted") != std::string::npos);
  CHECK(told[1].find("parley.conversation_opened") != std::string::npos);
  CHECK(told[3].find("parley.inbound_message_received") != std::string::npos);
  client later(here.port);
  here.follow(later, "shop", "?from=" + told[1].substr(0, told[1].find(' ')));
  later.read_until("\r\n\r\n");
  CHECK(read_feed(later, 2) == std::vector<std::string>(told.begin() + 2, told.end()));
}

TEST_CASE("a feed that goes on in the middle knows whose conversations those are") {
  site here;
  here.take(opening("1", "c1"));
  here.take(opening("1", "r1", "sms"));
  client shop(here.port);
  here.follow(shop, "shop", "?from=0:5");
  CHECK(shop.read_until("\r\n\r\n").find("200 OK") != std::string::npos);
  here.take(saying("2", "r1", "secret"));
  here.take(saying("2", "c1", "hello"));
  CHECK(shop.read_until("\n\n").find("id: 0:7\n") == 0);
}

TEST_CASE("to a partner that serves nothing in a tenant the tenant does not exist") {
  site here;
  client stranger(here.port);
  here.follow(stranger, "stranger", "?from=start");
  CHECK(stranger.read_until("\r\n\r\n").find("404") != std::string::npos);
}

// Channels and the partners behind them, over the wire: their work, routing, actions and consent.
#include "actors/http/token.hpp"
#include "tests/http/site.hpp"
#include "tests/http/tokens.hpp"

using namespace parley;
using parley::test::answer;
using parley::test::member;
using parley::test::site;

namespace {

std::string token_of(principal_role role, const char* name) {
  return test::header_for(test::claims_of(role, name));
}

const std::string chat = R"({"settings":{"partner":"shop","routing_owner":"partner",)"
                         R"("consent_owner":"partner","actions":["lookup"]}})";

// A tenant whose channel "chat" the partner "shop" serves, with the agents bo, who works for it,
// too, and zoe, who does not.
struct partner_site : site {
  partner_site() : site(test::token_options(), false) {
    REQUIRE(acme("PUT", "", R"({"settings":{}})", admin).status == 200);
    REQUIRE(acme("PUT", "/queues/q", R"({"settings":{"name":"q"}})", admin).status == 200);
    REQUIRE(acme("PUT", "/channels/chat", chat, admin).status == 200);
    REQUIRE(acme("PUT", "/agents/bo",
                 R"({"definition":{"capacity_units":4,"queues":["q"],"partners":["shop"]}})", admin)
                .status == 200);
    REQUIRE(acme("PUT", "/agents/zoe", R"({"definition":{"capacity_units":4}})", admin).status ==
            200);
    REQUIRE(acme("POST", "/agents/bo/presence", R"({"status":"available"})", shop).status == 200);
  }
  answer as_shop(std::string_view path, std::string_view body) const {
    return acme("POST", path, body, shop);
  }
  std::string code_of(const answer& got) const { return member(got.body, "code"); }

  const std::string admin = token_of(principal_role::admin, "root");
  const std::string shop = token_of(principal_role::partner, "shop");
  const std::string bank = token_of(principal_role::partner, "bank");
};

}  // namespace

TEST_CASE("c58 a partner reports its own work, and reads the agents that work for it") {
  const partner_site s;
  const std::string path = "/agents/bo/partner-work";
  const auto told = s.as_shop(
      path, R"({"sequence":1,"full":true,"started":[{"work":"x","channel":"chat","weight":3}]})");
  CHECK(told.status == 200);
  CHECK(s.code_of(s.as_shop(path, R"({"sequence":3,"ended":["x"]})")) == "STALE_VERSION");
  CHECK(member(s.as_shop(path, R"({"sequence":3,"ended":["x"]})").body, "state") == "1");
  CHECK(s.acme("POST", path, R"({"sequence":1,"full":true})", s.bank).status == 404);
  CHECK(
      s.acme("POST", "/agents/zoe/partner-work", R"({"sequence":1,"full":true})", s.shop).status ==
      404);
  CHECK(s.acme("POST", path, R"({"sequence":1})", s.admin).status == 403);

  const auto bo = s.acme("GET", "/agents/bo", {}, s.shop);
  CHECK(bo.status == 200);
  CHECK(member(bo.body, "used_units") == "3");
  CHECK(bo.body.find("shop/x") != std::string::npos);
  CHECK(s.acme("GET", "/agents/bo", {}, s.bank).status == 404);
  CHECK(s.acme("GET", "/agents/zoe", {}, s.shop).status == 404);
  const auto all = s.acme("GET", "/capacity", {}, s.shop);
  CHECK(member(all.body, "free_units") == "1");
  CHECK(all.body.find("zoe") == std::string::npos);
}

TEST_CASE("c5 another's use of an agent's room shows in the sums, not in the items") {
  const partner_site s;
  const std::string both =
      R"({"definition":{"capacity_units":4,"queues":["q"],"partners":["shop","bank"]}})";
  REQUIRE(s.acme("PUT", "/agents/bo", both, s.admin).status == 200);
  REQUIRE(s.acme("POST", "/agents/bo/partner-work",
                 R"({"sequence":1,"full":true,"started":[{"work":"secret","channel":"loan"}]})",
                 s.bank)
              .status == 200);
  const auto bo = s.acme("GET", "/agents/bo", {}, s.shop);
  CHECK(member(bo.body, "used_units") == "1");
  CHECK(bo.body.find("secret") == std::string::npos);
  CHECK(s.acme("GET", "/agents/bo", {}, s.bank).body.find("secret") != std::string::npos);
}

TEST_CASE("c44 a partner answers the route of its channel; other sides' answers are on record") {
  const partner_site s;
  const std::string c1 = "/conversations/c1";
  REQUIRE(
      s.as_shop("/conversations?conversation=c1", R"({"contact":"kim","channel":"chat"})").status ==
      201);
  CHECK(s.code_of(s.acme("POST", "/conversations?conversation=c2",
                         R"({"contact":"kim","channel":"chat"})", s.bank)) ==
        "CHANNEL_NOT_CONFIGURED");
  CHECK(s.acme("POST", c1 + "/route", R"({"queue":"q"})", s.bank).status == 404);
  const auto routed = s.as_shop(c1 + "/route", R"({"queue":"q"})");
  REQUIRE(member(routed.body, "route_id") == "c1.r1");
  // It was: a partner read the transcripts of all the tenant's channels.
  CHECK(s.acme("GET", c1, {}, s.shop).status == 200);
  CHECK(s.acme("GET", c1, {}, s.admin).status == 200);
  const auto others = s.acme("GET", c1, {}, s.bank);
  CHECK(others.status == 404);
  CHECK(member(others.body, "message") ==
        member(s.acme("GET", "/conversations/none", {}, s.bank).body, "message"));
  CHECK(s.code_of(s.as_shop(c1 + "/route/proposal", R"({"route":"c1.r9","agent":"bo"})")) ==
        "WRONG_STATE");
  CHECK(s.as_shop(c1 + "/route/proposal", R"({"route":"c1.r1","agent":"bo"})").status == 200);
  CHECK(s.code_of(s.as_shop(c1 + "/route/proposal", R"({"route":"c1.r1","agent":"zoe"})")) ==
        "WRONG_STATE");

  // On a channel of the tenant's own routing the partner may ask for a route, not for an agent.
  REQUIRE(s.acme("PUT", "/channels/mail", R"({"settings":{"partner":"shop"}})", s.admin).status ==
          200);
  REQUIRE(
      s.as_shop("/conversations?conversation=c3", R"({"contact":"kim","channel":"mail"})").status ==
      201);
  const auto before = s.node.submitted();
  CHECK(
      s.code_of(s.as_shop("/conversations/c3/route", R"({"queue":"q","preferred_agent":"bo"})")) ==
      "ROUTING_OWNER_MISMATCH");
  CHECK(s.node.submitted() == before + 2);  // the command and its record
  CHECK(s.node.last_principal() == principal{principal_role::partner, "shop"});
}

TEST_CASE("c80 consent is its owner's to change, and anybody's to read but another partner's") {
  const partner_site s;
  const std::string kim = "/consents/chat/kim";
  const auto nothing = s.acme("GET", kim, {}, s.admin);
  CHECK(nothing.status == 200);
  CHECK(member(nothing.body, "origin") == "none");
  CHECK(member(nothing.body, "approved") == "true");
  CHECK(member(nothing.body, "owner") == "shop");
  CHECK(s.acme("GET", kim, {}, s.bank).status == 404);
  CHECK(s.as_shop(kim, R"({"consent_given":"refused","sequence":4})").status == 200);
  const auto before = s.node.submitted();
  const auto refused =
      s.acme("POST", kim, R"({"consent_given":"granted"})", s.admin + "Idempotency-Key: k\r\n");
  CHECK(refused.status == 403);
  CHECK(s.code_of(refused) == "CONSENT_OWNER_MISMATCH");
  CHECK(s.node.submitted() == before + 2);
  CHECK(s.code_of(s.as_shop(kim, R"({"consent_given":"granted","sequence":3})")) ==
        "STALE_VERSION");
  const auto now = s.acme("GET", kim, {}, s.shop);
  CHECK(member(now.body, "consent_given") == "refused");
  CHECK(member(now.body, "approved") == "false");
  CHECK(member(now.body, "sequence") == "4");
  CHECK(s.acme("PUT", kim + "/owner", R"({"owner":""})", s.admin).status == 200);
  CHECK(s.acme("POST", kim, R"({"consent_given":"granted"})", s.admin).status == 200);
  CHECK(s.as_shop(kim, R"({"consent_given":"refused","sequence":9})").status == 403);
  CHECK(s.acme("POST", kim, R"({"contact":"joe","consent_given":"granted"})", s.admin).status ==
        400);
}

TEST_CASE(
    "c69 an action that the channel does not offer is UNSUPPORTED, one that it does is asked") {
  const partner_site s;
  const std::string c1 = "/conversations/c1";
  REQUIRE(
      s.as_shop("/conversations?conversation=c1", R"({"contact":"kim","channel":"chat"})").status ==
      201);
  REQUIRE(s.as_shop(c1 + "/flow", R"({"flow":"greet"})").status == 200);
  REQUIRE(s.acme("DELETE", c1 + "/flow", R"({"to_bot":"helper"})", s.shop).status == 200);
  CHECK(s.code_of(s.as_shop(c1 + "/actions", R"({"name":"dance","by":"helper"})")) ==
        "UNSUPPORTED");
  CHECK(s.as_shop(c1 + "/actions", R"({"name":"dance","by":"helper"})").status == 422);
  const auto asked =
      s.as_shop(c1 + "/actions",
                R"({"name":"lookup","by":"helper","arguments":[{"key":"order","value":"7"}]})");
  CHECK(member(asked.body, "action_id") == "c1.a1");
  CHECK(s.as_shop(c1 + "/actions/c1.a1/result", R"({"done":true})").status == 200);
  CHECK(s.code_of(s.as_shop(c1 + "/actions/c1.a1/result", R"({"done":true})")) == "WRONG_STATE");
  CHECK(s.as_shop(c1 + "/actions/c1.a7/result", R"({"done":true})").status == 404);
}

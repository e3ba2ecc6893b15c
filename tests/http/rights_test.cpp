// Who may do what: each role and operation, tokens over the wire, and development mode.
#include "actors/http/authorise.hpp"
#include "actors/http/host.hpp"
#include "tests/http/site.hpp"
#include "tests/http/tokens.hpp"

using namespace parley;
using parley::http::authorise;
using parley::http::key_ring;
using parley::http::operation;
using parley::http::token_claims;
using parley::test::claims_of;
using parley::test::dev_options;
using parley::test::header_for;
using parley::test::member;
using parley::test::site;
using parley::test::token_options;

namespace {

// A site whose tenant acme was made by a token of role system.
struct guarded_site : site {
  guarded_site() : site(token_options(), false) {
    REQUIRE(acme("PUT", "", R"({"settings":{}})",
                 header_for(claims_of(principal_role::system, "root", "*")))
                .status == 200);
  }
};

constexpr principal_role all_roles[] = {principal_role::system,     principal_role::agent,
                                        principal_role::supervisor, principal_role::partner,
                                        principal_role::admin,      principal_role::customer};

// The letters are the roles that may: system, admin, supervisor (u), partner, agent (g).
constexpr std::pair<operation, const char*> matrix[] = {
    {operation::define_tenant, "sa"},
    {operation::configure_queue, "sa"},
    {operation::define_agent, "sa"},
    {operation::set_presence, "saupg"},
    {operation::read_agent, "saupg"},
    {operation::list_agents, "sau"},
    {operation::read_capacity, "saup"},
    {operation::open_conversation, "saupg"},
    {operation::list_conversations, "sau"},
    {operation::read_conversation, "saupg"},
    {operation::post_message, "sapg"},
    {operation::request_route, "saup"},
    {operation::cancel_route, "saup"},
    {operation::request_transfer, "saug"},
    {operation::cancel_transfer, "saug"},
    {operation::start_flow, "sap"},
    {operation::finish_flow, "sap"},
    {operation::hand_back, "sap"},
    {operation::end_session, "saupg"},
    {operation::close_conversation, "sau"},
    {operation::show_work, "sapg"},
    {operation::accept_work, "sapg"},
    {operation::deliver_work, "sapg"},
    {operation::decline_work, "sapg"},
    {operation::complete_work, "saupg"},
    {operation::extend_after_work, "saug"},
    {operation::read_queues, "saug"},
    {operation::read_overview, "sau"},
    {operation::define_hours, "saupgc"},
    {operation::activate_hours, "saupgc"},
    {operation::deactivate_hours, "saupgc"},
    {operation::make_default_hours, "saupgc"},
    {operation::delete_hours, "saupgc"},
    {operation::define_holiday, "saupgc"},
    {operation::remove_holiday, "saupgc"},
    {operation::load_tz_release, "sa"},
    {operation::administer_hours, "sa"},
    {operation::define_holiday_region, "saupgc"},
    {operation::list_hours, "saupgc"},
    {operation::compute_hours, "saupgc"},
    {operation::start_outbound, "sag"},
    {operation::finish_external_transfer, "sap"},
    {operation::change_consent, "saup"},
    {operation::report_delivery, "sap"},
    {operation::follow_events, "saupg"},
    {operation::take_records, "sp"},
    {operation::configure_service_level, "sa"},
    {operation::configure_entitlement_template, "sa"},
    {operation::configure_product_bundle, "sa"},
    {operation::configure_price_book, "sa"},
    {operation::remove_service_level, "sa"},
    {operation::configure_process, "sa"},
    {operation::read_processes, "saug"},
    {operation::define_customer, "sap"},
    {operation::record_asset, "sap"},
    {operation::record_contract, "sap"},
    {operation::extend_contract, "sap"},
    {operation::renew_contract, "sap"},
    {operation::open_renewal, "sap"},
    {operation::record_contract_line, "sap"},
    {operation::remove_contract_line, "sap"},
    {operation::record_order, "sap"},
    {operation::record_order_line, "sap"},
    {operation::cancel_order, "sap"},
    {operation::create_entitlement, "sap"},
    {operation::change_entitlement, "sap"},
    {operation::extend_entitlement, "sap"},
    {operation::renew_entitlement, "sap"},
    {operation::cancel_entitlement, "sap"},
    {operation::change_entitled_contacts, "sapc"},
    {operation::read_customer, "saupgc"},
    {operation::list_customers, "saug"},
    {operation::verify_coverage, "saupg"},
    {operation::open_case, "saupg"},
    {operation::list_cases, "saug"},
    {operation::read_case, "saupg"},
    {operation::change_case, "saupg"},
    {operation::relate_case, "saupg"},
    {operation::set_case_status, "saupg"},
    {operation::link_conversation, "saupg"},
    {operation::close_case, "saupg"},
    {operation::reopen_case, "saupg"},
    {operation::migrate_case, "sau"},
    {operation::finish_case_import, "sap"},
    {operation::complete_case_task, "saupg"},
    {operation::set_case_hours, "sau"},
    {operation::report_case_action, "sap"},
    {operation::read_case_times, "saug"},
    {operation::read_times, "sau"},
    {operation::read_timeline, "saupg"},
    {operation::add_case_milestone, "sau"},
    {operation::complete_case_milestone, "saupg"},
    {operation::read_milestone, "saupg"},
    {operation::read_promises, "saug"},
    {operation::read_compliance, "sau"},
    {operation::configure_channel, "sa"},
    {operation::report_partner_work, "sp"},
    {operation::propose_route, "sp"},
    {operation::request_action, "sapg"},
    {operation::finish_action, "sap"},
    {operation::update_consent, "saup"},
    {operation::assign_consent_owner, "sa"},
    {operation::read_consent, "saupg"},
};

char letter_of(principal_role role) {
  switch (role) {
    case principal_role::system:
      return 's';
    case principal_role::admin:
      return 'a';
    case principal_role::supervisor:
      return 'u';
    case principal_role::partner:
      return 'p';
    case principal_role::agent:
      return 'g';
    case principal_role::customer:
      return 'c';
  }
  return '?';
}

}  // namespace

TEST_CASE("each role may do exactly what the matrix says") {
  for (const auto& row : matrix) {
    const auto what = row.first;
    for (const auto role : all_roles) {
      CAPTURE(http::to_string(what));
      CAPTURE(letter_of(role));
      const auto got = authorise(claims_of(role, "x"), what, tenant_id("acme"));
      const bool may = std::string_view(row.second).find(letter_of(role)) != std::string_view::npos;
      CHECK(got.ok() == may);
      if (!may) {
        CHECK(got.error().code == errc::not_permitted);
      }
    }
  }
}

TEST_CASE("scopes narrow a role and never widen it") {
  auto claims = claims_of(principal_role::agent, "bo");
  claims.scopes = {"work", "define"};
  CHECK(authorise(claims, operation::accept_work, tenant_id("acme")).ok());
  CHECK_FALSE(authorise(claims, operation::post_message, tenant_id("acme")).ok());
  CHECK_FALSE(authorise(claims, operation::define_tenant, tenant_id("acme")).ok());
}

TEST_CASE("a token is of one tenant, but for role system's star") {
  const auto foreign = authorise(claims_of(principal_role::admin, "x", "other"),
                                 operation::read_queues, tenant_id("acme"));
  CHECK(foreign.error().code == errc::not_found);
  CHECK(authorise(claims_of(principal_role::system, "x", "*"), operation::read_queues,
                  tenant_id("acme"))
            .ok());
  CHECK_FALSE(authorise(claims_of(principal_role::system, "x", "other"), operation::read_queues,
                        tenant_id("acme"))
                  .ok());
  CHECK_FALSE(authorise(claims_of(principal_role::admin, "x", "*"), operation::read_queues,
                        tenant_id("acme"))
                  .ok());
}

TEST_CASE("over the wire: no token, a bad one, an old one, another tenant's, the right one") {
  const guarded_site s;
  const auto none = s.acme("GET", "/overview");
  CHECK(none.status == 401);
  CHECK(member(none.body, "code") == "UNAUTHENTICATED");
  CHECK(none.headers.at("www-authenticate") == "Bearer");
  for (const char* header : {"Authorization: Bearer x\r\n", "Authorization: Basic YTpi\r\n",
                             "Authorization: Bearer \r\n", "Authorization: Bearer\r\n"}) {
    CHECK(member(s.acme("GET", "/overview", {}, header).body, "code") == "UNAUTHENTICATED");
  }
  auto old = claims_of(principal_role::supervisor, "sue");
  old.expires_at = time_ms(1'000'000);
  CHECK(member(s.acme("GET", "/overview", {}, header_for(old)).body, "code") == "TOKEN_EXPIRED");
  const auto foreign = header_for(claims_of(principal_role::admin, "eve", "evil"));
  const auto refused = s.acme("GET", "/overview", {}, foreign);
  CHECK(refused.status == 404);
  // A tenant that exists and one that does not look alike to others.
  const auto unknown = s.ask("GET", "/v1/tenants/none/overview", {}, foreign);
  CHECK(member(refused.body, "message") == member(unknown.body, "message"));
  CHECK(unknown.status == 404);
  const auto good = header_for(claims_of(principal_role::supervisor, "sue"));
  CHECK(s.acme("GET", "/overview", {}, good).status == 200);
  CHECK(s.acme("GET", "/overview", {}, good).headers.count("x-parley-dev") == 0);
  CHECK(s.acme("PUT", "/queues/q", R"({"settings":{}})", good).status == 403);
  CHECK(s.node.last_principal().name == "root");
}

TEST_CASE("c32 what an expired token could not send is sent once with the next one") {
  auto clock = std::make_shared<std::atomic<std::int64_t>>(1'000'000);
  auto options = token_options();
  options.clock = [clock] { return time_ms(clock->load()); };
  const site s(options, false);
  const auto admin = header_for(claims_of(principal_role::admin, "root"));
  REQUIRE(s.acme("PUT", "", R"({"settings":{}})", admin).status == 200);
  const std::string c1 = "/conversations/c1/messages";
  REQUIRE(s.acme("POST", "/conversations?conversation=c1", R"({"contact":"kim","channel":"chat"})",
                 admin)
              .status == 201);
  const std::string body = R"({"message":{"message":"m1","text":"hello"}})";
  auto renewed = claims_of(principal_role::partner, "shop");
  const auto old = header_for(renewed);
  clock->store(2'000'000);
  const auto before = s.node.submitted();
  const auto late = s.acme("POST", c1, body, old + "Idempotency-Key: k\r\n");
  CHECK(member(late.body, "code") == "TOKEN_EXPIRED");
  CHECK(s.node.submitted() == before);
  renewed.expires_at = time_ms(3'000'000);
  const auto sent = s.acme("POST", c1, body, header_for(renewed) + "Idempotency-Key: k\r\n");
  CHECK(sent.status == 200);
  const auto again = s.acme("POST", c1, body, header_for(renewed) + "Idempotency-Key: k\r\n");
  CHECK(again.body == sent.body);
}

TEST_CASE("an agent acts only as itself") {
  const guarded_site s;
  const auto bo = header_for(claims_of(principal_role::agent, "bo"));
  CHECK(s.acme("GET", "/agents/zoe", {}, bo).status == 403);
  CHECK(s.acme("POST", "/agents/zoe/presence", R"({"status":"available"})", bo).status == 403);
  CHECK(s.acme("POST", "/work/c1.w1/accept", R"({"agent":"zoe"})", bo).status == 403);
  CHECK(
      s.acme("POST", "/conversations/c1/messages", R"({"message":{"author":"zoe"}})", bo).status ==
      403);
  CHECK(s.acme("POST", "/conversations/c1/end", R"({"by":"zoe"})", bo).status == 403);
  CHECK(s.acme("POST", "/conversations/c1/transfer", R"({"by":"zoe"})", bo).status == 403);
  CHECK(s.acme("GET", "/events", {}, bo).status == 403);
  CHECK(s.acme("GET", "/events?stream=agent/zoe", {}, bo).status == 403);
  const auto submitted = s.node.submitted();
  CHECK(submitted == 1);  // the tenant's: none of the above reached the node
  // Without a name in the body it is the token's.
  CHECK(s.acme("POST", "/work/c1.w1/accept", {}, bo).status == 404);
  CHECK(s.node.last_principal() == principal{principal_role::agent, "bo"});
}

TEST_CASE("metrics need role system, health and pages need nothing") {
  const guarded_site s;
  CHECK(s.ask("GET", "/metrics").status == 401);
  CHECK(s.ask("GET", "/metrics", {}, header_for(claims_of(principal_role::admin, "x"))).status ==
        403);
  CHECK(s.ask("GET", "/metrics", {}, header_for(claims_of(principal_role::system, "x"))).status ==
        200);
  CHECK(s.ask("GET", "/health/live").status == 200);
  CHECK(s.ask("GET", "/health/ready").status == 200);
}

TEST_CASE("keys are replaced while the gateway runs") {
  guarded_site s;
  const auto good = header_for(claims_of(principal_role::supervisor, "sue"));
  CHECK(s.acme("GET", "/overview", {}, good).status == 200);
  s.gateway.replace_keys(*key_ring::parse(*key_ring::generate_line("k2")));
  CHECK(s.acme("GET", "/overview", {}, good).status == 401);
}

TEST_CASE("development mode is for loopback addresses, says so, and is never a default") {
  test::fake_node node;
  const auto starts = [&](auto change) {
    auto options = dev_options();
    change(options);
    http::gateway gateway(node, options);
    return gateway.start().ok();
  };
  CHECK(starts([](auto&) {}));
  CHECK(starts([](auto& o) { o.host = "localhost"; }));
  CHECK_FALSE(starts([](auto& o) { o.host = "0.0.0.0"; }));
  CHECK_FALSE(starts([](auto& o) { o.host = "::"; }));
  CHECK_FALSE(starts([](auto& o) { o.host = "192.0.2.1"; }));
  CHECK_FALSE(starts([](auto& o) { o.host = "example.org"; }));
  CHECK_FALSE(starts([](auto& o) { o.dev = false; }));
  CHECK_FALSE(starts([](auto& o) { o.threads = 0; }));
  const site s;
  CHECK(s.ask("GET", "/health/live").headers.at("x-parley-dev") == "1");
}

TEST_CASE("in development mode other sites' pages and rebound names are kept out") {
  const site s;
  const std::string body = R"({"settings":{}})";
  CHECK(s.acme("PUT", "/queues/q", body, "Origin: http://evil.example\r\n").status == 403);
  CHECK(s.acme("PUT", "/queues/q", body, "Origin: null\r\n").status == 403);
  CHECK(s.acme("PUT", "/queues/q", body, "Origin: http://localhost\r\n").status == 200);
  test::client rebound(s.port);
  rebound.send("GET /v1/tenants/acme/overview HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  CHECK(rebound.read().status == 403);
  test::client nameless(s.port);
  nameless.send("GET /v1/tenants/acme/overview HTTP/1.1\r\n\r\n");
  CHECK(nameless.read().status == 403);
}

TEST_CASE("loopback names are told from others") {
  for (const char* good : {"127.0.0.1", "127.9.9.9:80", "localhost:8080", "LOCALHOST", "[::1]:1"}) {
    CHECK(http::is_loopback_authority(good));
  }
  for (const char* bad : {"", "127.0.0.1.evil.org", "localhost.evil.org", "10.0.0.1", "[::2]",
                          "[::1", "::1x", "0.0.0.0"}) {
    CHECK_FALSE(http::is_loopback_authority(bad));
  }
}

TEST_CASE("c3 where rights are given, an agent reads and replays only with the right to") {
  const guarded_site s;
  const auto admin = header_for(claims_of(principal_role::admin, "x"));
  const auto bo = header_for(claims_of(principal_role::agent, "bo"));
  REQUIRE(s.acme("PUT", "/agents/bo",
                 R"({"definition":{"name":"Bo","capacity_units":1,"permission_sets":["reads"]}})",
                 admin)
              .status == 200);
  const auto opened =
      s.acme("POST", "/conversations", R"({"contact":"ann","channel":"messaging"})", admin);
  REQUIRE(opened.status / 100 == 2);
  const std::string read = "/conversations/" + member(opened.body, "conversation_id");
  const std::string replay = "/events?stream=agent/bo&from=start";
  CHECK(s.acme("GET", read, {}, bo).status == 200);
  const auto give = [&](const char* rights) {
    REQUIRE(s.acme("PUT", "/permissions/reads",
                   std::string(R"({"settings":{"name":"r",)") + rights + "}}", admin)
                .status == 200);
  };
  give(R"("send":true)");
  CHECK(s.acme("GET", read, {}, bo).status == 403);
  CHECK(s.acme("GET", replay, {}, bo).status == 403);
  CHECK(s.acme("GET", read, {}, admin).status == 200);
  give(R"("read_transcript":true,"channels":["voice"])");
  CHECK(s.acme("GET", read, {}, bo).status == 403);
  give(R"("read_transcript":true)");
  CHECK(s.acme("GET", read, {}, bo).status == 200);
  CHECK(s.acme("GET", replay, {}, bo).status == 403);
}

// Goal: over HTTP, who may see and change what: a customer its own entitlements' contacts, roles
// their share of business hours; and the paths of orders, price books, hours and times of cases.
// Method: a gateway over a fake node, with tokens of each role.
#include "tests/http/site.hpp"
#include "tests/http/tokens.hpp"

using namespace parley;
using parley::test::answer;
using parley::test::member;
using parley::test::site;

namespace {

std::string as(principal_role role, const char* name, const char* tenant = "acme") {
  return test::header_for(test::claims_of(role, name, tenant));
}

struct sold_site : site {
  sold_site() : site(test::token_options(), false) {
    does("PUT", "", R"({"settings":{}})");
    does("PUT", "/customers/globex", R"({"contacts":["bob","eve"]})");
    does("PUT", "/customers/initech", R"({"contacts":["ian"]})");
    for (const char* account : {"globex", "initech"}) {
      does("PUT", std::string("/customers/") + account + "/entitlements/e1",
           R"({"entitlement":{"starts_on":"2026-01-01"}})");
    }
  }
  answer does(const char* method, const std::string& path, const std::string& body) {
    const auto done = acme(method, path, body, as(principal_role::system, "root", "*"));
    REQUIRE_MESSAGE(done.status < 300, done.body);
    return done;
  }
};

}  // namespace

TEST_CASE("a customer manages the contacts of its own entitlements, and knows of no other") {
  sold_site s;
  const std::string globex = as(principal_role::customer, "globex");
  const char* path = "/customers/globex/entitlements/e1/contacts";
  const auto added = s.acme("POST", path, R"({"add":["bob"]})", globex);
  CHECK(added.status == 200);
  CHECK(added.body.find("warnings") == std::string::npos);
  CHECK(s.acme("GET", "/customers/globex", {}, globex).body.find(R"("contacts":["bob"])") !=
        std::string::npos);
  CHECK(s.acme("POST", path, R"({"add":["ian"]})", globex).status == 404);
  const auto last = s.acme("POST", path, R"({"remove":["bob"]})", globex);
  CHECK(last.body.find(R"("warnings":["LAST_CONTACT"])") != std::string::npos);
  for (const char* other : {"/customers/initech/entitlements/e1/contacts",
                            "/customers/none/entitlements/e1/contacts"}) {
    const auto refused = s.acme("POST", other, R"({"add":["bob"]})", globex);
    CHECK(refused.status == 404);
    CHECK(member(refused.body, "code") == "NOT_FOUND");
  }
  CHECK(s.acme("GET", "/customers/initech", {}, globex).status == 404);
  CHECK(s.acme("GET", "/customers/globex", {}, as(principal_role::customer, "globex", "other"))
            .status == 404);
  CHECK(s.acme("PUT", "/customers/globex", R"({"contacts":["mallory"]})", globex).status == 403);
  CHECK(s.acme("GET", "/overview", {}, globex).status == 403);
}

TEST_CASE("business hours are read and changed by whom the tenant lets") {
  sold_site s;
  const std::string partner = as(principal_role::partner, "shop");
  const std::string customer = as(principal_role::customer, "globex");
  CHECK(s.acme("GET", "/hours", {}, partner).status == 200);
  CHECK(member(s.acme("GET", "/hours", {}, customer).body, "state") == "FORBIDDEN read");
  const char* set = R"({"definition":{"name":"Office"}})";
  const auto refused = s.acme("PUT", "/hours/sets/office", set, partner);
  CHECK(refused.status == 403);
  CHECK(member(refused.body, "state") == "FORBIDDEN create");
  const char* more =
      R"({"administration":{"rights":[{"profile":"partner","create":true,"read":true},)"
      R"({"profile":"customer","read":true}]}})";
  CHECK(s.acme("PUT", "/hours/administration", more, partner).status == 403);
  CHECK(s.acme("PUT", "/hours/administration", more, as(principal_role::admin, "al")).status ==
        200);
  CHECK(s.acme("PUT", "/hours/sets/office", set, partner).status == 200);
  CHECK(s.acme("GET", "/hours", {}, customer).status == 200);
  CHECK(member(s.acme("DELETE", "/hours/sets/office", {}, partner).body, "state") ==
        "DELETE_FORBIDDEN");
}

TEST_CASE("a region's holidays are linked by its sets, and told beside them") {
  sold_site s;
  s.does("PUT", "/hours/holidays/unity",
         R"({"definition":{"name":"Unity","when":{"date":"2026-10-03","to_ms":86400000}}})");
  s.does("PUT", "/hours/regions/DE", R"({"region":{"holidays":["unity"]}})");
  s.does("PUT", "/hours/sets/office", R"({"definition":{"name":"Office","region":"DE"}})");
  const auto all = s.acme("GET", "/hours", {}, as(principal_role::agent, "ana"));
  CHECK(all.body.find(R"("linked":[{"hours":"office","holidays":["unity"]}])") !=
        std::string::npos);
  const auto linked =
      s.acme("DELETE", "/hours/holidays/unity", {}, as(principal_role::admin, "al"));
  CHECK(member(linked.body, "state") == "HOLIDAY_LINKED");
}

TEST_CASE("orders, price books and levels have their paths") {
  sold_site s;
  s.does(
      "PUT", "/price_books/retail",
      R"({"settings":{"currency":"EUR","entries":[{"entry":"c1","product":"care","price":9}]}})");
  s.does("POST", "/customers/globex/orders/77/lines",
         R"({"system":"shop","line":{"line":"1","price_entry":"c1"}})");
  s.does("PUT", "/customers/globex/orders/77",
         R"({"order":{"system":"shop","price_book":"retail","starts_on":"2026-01-01"}})");
  const auto customer = s.acme("GET", "/customers/globex", {}, as(principal_role::agent, "ana"));
  CHECK(customer.body.find(R"("contract":"shop.77")") != std::string::npos);
  CHECK(customer.body.find(R"("price":9)") != std::string::npos);
  s.does("POST", "/customers/globex/orders/77/cancel", R"({"system":"shop"})");
  CHECK(s.acme("PUT", "/customers/globex/orders/77", R"({"order":{"order":"78"}})",
               as(principal_role::partner, "shop"))
            .status == 400);
  s.does("PUT", "/levels/gold", R"({"settings":{"name":"Gold"}})");
  s.does("DELETE", "/levels/gold", "");
  CHECK(s.acme("DELETE", "/levels/gold", {}, as(principal_role::admin, "al")).status == 404);
  CHECK(s.acme("GET", "/processes", {}, as(principal_role::admin, "al"))
            .body.find(R"("book":"retail")") != std::string::npos);
}

TEST_CASE("a case's hours are set, its times are told in them or in others") {
  sold_site s;
  s.does("PUT", "/hours/sets/never", R"({"definition":{"name":"Never"}})");
  s.does("POST", "/cases?case=c1", R"({"hours":"never","at":400000})");
  s.does("POST", "/cases/c1/status", R"({"status":"working","at":700000})");
  const std::string agent = as(principal_role::agent, "ana");
  const auto own = s.acme("GET", "/cases/c1/times", {}, agent);
  CHECK(own.status == 200);
  CHECK(member(own.body, "clock_ms") == "600000");
  CHECK(member(own.body, "business_ms") == "0");
  CHECK(own.body.find(R"({"name":"new","clock_ms":300000,"business_ms":0})") != std::string::npos);
  const auto round = s.acme("GET", "/cases/c1/times?hours=default", {}, agent);
  CHECK(member(round.body, "business_ms") == "600000");
  CHECK(s.acme("GET", "/cases/c1/times?hours=none", {}, agent).status == 404);
  CHECK(s.acme("GET", "/cases/c2/times", {}, agent).status == 404);
  s.does("POST", "/cases/c1/hours", R"({"hours":"default"})");
  CHECK(s.acme("POST", "/cases/c1/hours", R"({"hours":"default"})", agent).status == 403);
  s.does("POST", "/hours/sets/never/deactivate", "");
  const auto off = s.acme("POST", "/cases/c1/hours", R"({"hours":"never"})",
                          as(principal_role::supervisor, "sue"));
  CHECK(member(off.body, "state") == "SET_INACTIVE");
  CHECK(s.acme("POST", "/cases/c1/actions/c1.first.1.0", R"({"failed":true})",
               as(principal_role::partner, "shop"))
            .status == 404);
}

TEST_CASE(
    "the times of many cases are told each in its own office, or in each of those asked for") {
  sold_site s;
  s.does("PUT", "/hours/sets/never", R"({"definition":{"name":"Never"}})");
  s.does("POST", "/cases?case=c1", R"({"hours":"never","at":400000,"fields":[]})");
  s.does("POST", "/cases?case=c2", R"({"at":700000,"fields":[{"key":"queue","value":"support"}]})");
  const std::string boss = as(principal_role::supervisor, "sue");
  const auto own = s.acme("GET", "/times", {}, boss);
  CHECK(own.status == 200);
  CHECK(own.body.find(R"({"office":"default","zone":"UTC","cases":1,"clock_ms":300000,)"
                      R"("business_ms":300000},{"office":"never","zone":"UTC","cases":1,)"
                      R"("clock_ms":600000,"business_ms":0})") != std::string::npos);
  const auto both = s.acme("GET", "/times?hours=default,never&cases=c1", {}, boss);
  CHECK(both.body.find(R"("clock_ms":600000,"business_ms":600000},{"office":"never")") !=
        std::string::npos);
  CHECK(both.body.find("\"c2\"") == std::string::npos);
  CHECK(s.acme("GET", "/times?queue=support", {}, boss).body.find("\"c1\"") == std::string::npos);
  s.does("POST", "/cases/c2/close", "{}");
  CHECK(s.acme("GET", "/times", {}, boss).body.find("\"c2\"") == std::string::npos);
  CHECK(s.acme("GET", "/times?cases=c2", {}, boss).body.find("\"c2\"") != std::string::npos);
  CHECK(s.acme("GET", "/times?cases=c3", {}, boss).status == 404);
  CHECK(s.acme("GET", "/times?hours=none", {}, boss).status == 404);
  CHECK(s.acme("GET", "/times", {}, as(principal_role::agent, "ana")).status == 403);
}

TEST_CASE("customers are listed by their ids, from any of them on") {
  sold_site s;
  const std::string agent = as(principal_role::agent, "ana");
  const auto all = s.acme("GET", "/customers", {}, agent);
  CHECK(all.body.find(R"("count":2,"customers":["globex","initech"])") != std::string::npos);
  CHECK(s.acme("GET", "/customers?from=h&limit=1", {}, agent)
            .body.find(R"("count":2,"customers":["initech"])") != std::string::npos);
  CHECK(s.acme("GET", "/customers", {}, as(principal_role::customer, "globex")).status == 403);
}

TEST_CASE("what was kept is asked for by level, by office, and by account and month or year") {
  sold_site s;
  const std::string boss = as(principal_role::supervisor, "sue");
  for (const char* of : {"", "?of=level", "?of=office&by=year", "?of=account&by=month"}) {
    const auto told = s.acme("GET", std::string("/compliance") + of, {}, boss);
    CHECK(told.status == 200);
    CHECK(told.body.find(R"("lines":[])") != std::string::npos);
  }
  CHECK(s.acme("GET", "/compliance?of=account", {}, boss).status == 400);
  CHECK(s.acme("GET", "/compliance?of=moon", {}, boss).status == 400);
}

TEST_CASE("a token may carry a profile of the tenant's own, for its rights to business hours") {
  sold_site s;
  auto claims = test::claims_of(principal_role::agent, "ana", "acme");
  claims.profile = "planner";
  const std::string planner = test::header_for(claims);
  const char* set = R"({"definition":{"name":"Office"}})";
  CHECK(s.acme("GET", "/hours", {}, planner).status == 200);
  CHECK(s.acme("PUT", "/hours/sets/office", set, planner).status == 403);
  s.does("PUT", "/hours/administration",
         R"({"administration":{"rights":[{"custom":"planner","create":true,"read":true}]}})");
  CHECK(s.acme("PUT", "/hours/sets/office", set, planner).status == 200);
  CHECK(s.acme("PUT", "/hours/sets/other", set, as(principal_role::agent, "ana")).status == 403);
}

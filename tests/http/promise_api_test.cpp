// Goal: customers, entitlements, cases and promises over HTTP: what each path does when all is
// well, and what it says when not. Method: a gateway over a fake node, which runs no reactions.

#include "tests/http/site.hpp"

using namespace parley;
using parley::test::member;
using parley::test::site;

namespace {

constexpr const char* process_body =
    R"({"definition":{"name":"Gold","pause_statuses":["waiting"],"milestones":[)"
    R"({"milestone":"first","kind":"first_response","target_minutes":30},)"
    R"({"milestone":"resolution","kind":"resolution","target_minutes":190}]}})";

void promise(const site& s) {
  REQUIRE(s.acme("PUT", "/levels/gold", R"({"settings":{"name":"Gold","rank":2}})").status == 200);
  const auto made = s.acme("PUT", "/processes/gold", process_body);
  REQUIRE_MESSAGE(made.status == 200, made.body);
}

void sell(const site& s) {
  REQUIRE(s.acme("PUT", "/customers/globex", R"({"name":"Globex","contacts":["bob"]})").status ==
          200);
  REQUIRE(s.acme("PUT", "/customers/globex/assets/a1", R"({"asset":{"product":"w"}})").status ==
          200);
  REQUIRE(s.acme("PUT", "/customers/globex/entitlements/e1",
                 R"({"entitlement":{"terms":{"level":"gold","process":"gold"},"assets":["a1"]}})")
              .status == 200);
}

}  // namespace

TEST_CASE("a process is saved over the version that was edited, or not at all") {
  const site s;
  promise(s);
  const auto read = s.acme("GET", "/processes");
  CHECK(member(read.body, "process_version") == "1");
  CHECK(read.body.find("\"target_minutes\":190") != std::string::npos);
  const auto stale =
      s.acme("PUT", "/processes/gold", R"({"definition":{"name":"New"},"if_version":7})");
  CHECK(member(stale.body, "code") == "STALE_VERSION");
  CHECK(member(stale.body, "state") == "1");
  CHECK(
      s.acme("PUT", "/processes/gold", R"({"definition":{"name":"New"},"if_version":1})").status ==
      200);
  const auto bad =
      s.acme("PUT", "/processes/x", R"({"definition":{"milestones":[{"milestone":"a b"}]}})");
  CHECK(member(bad.body, "code") == "INVALID_DEFINITION");
}

TEST_CASE("a case is opened once, read, changed, closed and opened again") {
  const site s;
  promise(s);
  const auto opened = s.acme("POST", "/cases?case=c1", R"({"process":"gold"})");
  CHECK(opened.status == 201);
  CHECK(member(opened.body, "case_id") == "c1");
  CHECK(s.acme("POST", "/cases?case=c1", R"({"process":"gold"})").status == 200);
  CHECK(s.acme("POST", "/cases/c1/fields", R"({"fields":[{"key":"queue","value":"q"}]})").status ==
        200);
  CHECK(s.acme("POST", "/cases/c1/status", R"({"status":"waiting"})").status == 200);
  const auto read = s.acme("GET", "/cases/c1");
  CHECK(member(read.body, "phase") == "on_hold");
  CHECK(s.acme("GET", "/cases?queue=q").body.find("\"of_case\":\"c1\"") != std::string::npos);
  CHECK(s.acme("GET", "/cases?queue=other").body.find("c1") == std::string::npos);
  CHECK(s.acme("POST", "/cases/c1/conversations", R"({"conversation":"k1"})").status == 200);
  CHECK(s.acme("POST", "/cases/c1/milestones",
               R"({"definition":{"milestone":"extra","target_minutes":5}})")
            .status == 200);
  CHECK(s.acme("POST", "/cases/c1/milestones/extra/complete").status == 200);
  CHECK(member(s.acme("POST", "/cases/c1/milestones/none/complete").body, "code") == "NOT_FOUND");
  CHECK(s.acme("POST", "/cases/c1/close").status == 200);
  CHECK(member(s.acme("POST", "/cases/c1/status", R"({"status":"open"})").body, "code") ==
        "WRONG_STATE");
  CHECK(s.acme("POST", "/cases/c1/reopen").status == 200);
  CHECK(member(s.acme("GET", "/cases/none").body, "code") == "NOT_FOUND");
  CHECK(member(s.acme("POST", "/cases/none/close").body, "code") == "NOT_FOUND");
}

TEST_CASE("the timeline of a case tells its promises, and why there are none") {
  const site s;
  promise(s);
  REQUIRE(s.acme("POST", "/cases?case=c1", R"({"process":"gold"})").status == 201);
  const auto told = s.acme("GET", "/cases/c1/milestones");
  CHECK(told.status == 200);
  CHECK(told.body.find("\"run\":\"c1.first\"") != std::string::npos);
  CHECK(told.body.find("\"run\":\"c1.resolution\"") != std::string::npos);
  REQUIRE(s.acme("POST", "/cases?case=c2", "{}").status == 201);
  CHECK(member(s.acme("GET", "/cases/c2/milestones").body, "reason") == "NOT_VERIFIED");
  CHECK(member(s.acme("GET", "/milestones/c1.first").body, "code") == "NOT_FOUND");
}

TEST_CASE("what a customer has is recorded, and who asks is answered") {
  const site s;
  promise(s);
  sell(s);
  const auto told = s.acme("POST", "/verify", R"({"question":{"asset":"a1"}})");
  CHECK(told.status == 200);
  CHECK(member(told.body, "eligible") == "true");
  CHECK(member(told.body, "path") == "asset");
  const auto refused =
      s.acme("POST", "/verify", R"({"question":{"account":"globex","contact":"eve"}})");
  CHECK(member(refused.body, "reason") == "MISMATCH");
  CHECK(member(s.acme("POST", "/verify", R"({"question":{"asset":"a9"}})").body, "code") ==
        "NOT_FOUND");
  CHECK(member(s.acme("POST", "/verify", "{}").body, "state") == "NOTHING_TO_VERIFY");
  CHECK(s.acme("PUT", "/customers/globex/contracts/k",
               R"({"contract":{"starts_on":"2026-01-01","ends_on":"2026-12-31"}})")
            .status == 200);
  CHECK(s.acme("PUT", "/customers/globex/lines/l1", R"({"contract":"k","line":{"product":"w"}})")
            .status == 200);
  CHECK(s.acme("DELETE", "/customers/globex/lines/l1", R"({"contract":"k"})").status == 200);
  CHECK(s.acme("POST", "/customers/globex/contracts/k/extend", R"({"ends_on":"2027-12-31"})")
            .status == 200);
  CHECK(
      s.acme("POST", "/customers/globex/entitlements/e1/cancel", R"({"reason":"unpaid"})").status ==
      200);
  CHECK(member(s.acme("GET", "/customers/globex").body, "name") == "Globex");
}

TEST_CASE("promises at risk and compliance are read by queue and period") {
  const site s;
  promise(s);
  CHECK(member(s.acme("GET", "/promises?queue=q&horizon_minutes=30").body, "overdue") == "0");
  CHECK(s.acme("GET", "/compliance?by=month&period=2026").body.find("\"lines\":[]") !=
        std::string::npos);
  CHECK(member(s.acme("GET", "/compliance?by=week").body, "code") == "BAD_REQUEST");
  CHECK(member(s.acme("GET", "/promises?horizon_minutes=0").body, "code") == "BAD_REQUEST");
}

// Business hours over the API: sets, holidays, releases, calculations. Zone rules are those of
// tests/data/tz, so that answers do not depend on the machine's.
#include "tests/http/site.hpp"

using namespace parley;
using parley::test::dev_options;
using parley::test::member;
using parley::test::site;

namespace {

http::gateway_options with_zones(const std::string& release) {
  auto options = dev_options();
  options.zone_directory = "tests/data/tz/" + release;
  return options;
}

constexpr const char* vancouver =
    R"({"definition":{"name":"Vancouver","zone":"America/Vancouver","weekly":[
       {"day":"monday","from_ms":32400000,"to_ms":61200000}]}})";

}  // namespace

TEST_CASE("a set is defined, found among all, and calculates") {
  const site s(with_zones("2026f"));
  REQUIRE(s.acme("PUT", "/hours/sets/van", vancouver).status == 200);
  const auto all = s.acme("GET", "/hours");
  CHECK(all.status == 200);
  CHECK(member(all.body, "default_hours") == "default");
  CHECK(all.body.find(R"({"zone":"America/Vancouver","release":"2026f"})") != std::string::npos);
  const auto added = s.acme(
      "GET", "/hours/sets/van/compute?function=add&from=2026-11-21T12:00:00Z&amount_ms=3600000");
  CHECK(added.status == 200);
  CHECK(member(added.body, "local") == "2026-11-23T10:00:00-07:00");
  CHECK(member(added.body, "tz_release") == "2026f");
  const auto open =
      s.acme("GET", "/hours/sets/van/compute?function=is_open&from=2026-11-23T16:00:00Z");
  CHECK(member(open.body, "open") == "true");
  const auto difference = s.acme("GET",
                                 "/hours/sets/van/compute?function=difference&"
                                 "from=2026-11-23T00:00:00Z&to=2026-11-25T00:00:00Z");
  CHECK(member(difference.body, "open_ms") == "28800000");
  CHECK(member(difference.body, "days") == "1");
}

TEST_CASE("calculations that cannot be are answered with the reason") {
  const site s(with_zones("2026f"));
  REQUIRE(s.acme("PUT", "/hours/sets/none", R"({"definition":{"name":"None"}})").status == 200);
  const auto never =
      s.acme("GET", "/hours/sets/none/compute?function=add&from=2026-11-21T12:00:00Z&amount_ms=1");
  CHECK(never.status == 409);
  CHECK(member(never.body, "state") == "NO_BUSINESS_TIME");
  const auto next =
      s.acme("GET", "/hours/sets/none/compute?function=next_open&from=2026-11-21T12:00:00Z");
  CHECK(member(next.body, "none") == "true");
  CHECK(s.acme("GET", "/hours/sets/nowhere/compute?function=is_open&from=2026-11-21T12:00:00Z")
            .status == 404);
  for (const char* bad : {"function=add&from=2026-11-21T12:00:00&amount_ms=1",
                          "function=add&from=2026-11-21T12:00:00Z&amount_ms=x",
                          "function=fly&from=2026-11-21T12:00:00Z", "function=difference",
                          "function=difference&from=2026-11-21T12:00:00Z&to=tomorrow"}) {
    CAPTURE(bad);
    CHECK(s.acme("GET", "/hours/sets/none/compute?" + std::string(bad)).status == 400);
  }
}

TEST_CASE("a zone nobody knows, and rules in a body, are refused") {
  const site s(with_zones("2026f"));
  for (const char* zone : {"Mars/Base", "UTC+2", "../2025b/UTC", "tzdata.zi", "/etc/passwd"}) {
    CAPTURE(zone);
    const auto refused =
        s.acme("PUT", "/hours/sets/x",
               R"({"definition":{"name":"X","zone":")" + std::string(zone) + "\"}}");
    CHECK(refused.status == 422);
    CHECK(member(refused.body, "state") == "UNKNOWN_ZONE");
  }
  CHECK(s.acme("PUT", "/hours/sets/x",
               R"({"definition":{"name":"X"},"rules":{"zone":"X","first_offset_s":5}})")
            .status == 400);
  CHECK(s.acme("POST", "/hours/tz", R"({"zones":[{"zone":"UTC"}]})").status == 400);
}

TEST_CASE("sets are switched off and on, made the default, and never deleted") {
  const site s(with_zones("2026f"));
  REQUIRE(s.acme("PUT", "/hours/sets/van", vancouver).status == 200);
  CHECK(s.acme("POST", "/hours/sets/van/deactivate").status == 200);
  const auto inactive = s.acme("POST", "/hours/sets/van/default");
  CHECK(inactive.status == 409);
  CHECK(member(inactive.body, "state") == "SET_INACTIVE");
  CHECK(s.acme("POST", "/hours/sets/van/activate").status == 200);
  CHECK(s.acme("POST", "/hours/sets/van/default").status == 200);
  CHECK(member(s.acme("POST", "/hours/sets/van/deactivate").body, "state") == "IS_DEFAULT");
  const auto deleted = s.acme("DELETE", "/hours/sets/van");
  CHECK(deleted.status == 403);
  CHECK(member(deleted.body, "state") == "DELETE_FORBIDDEN");
}

TEST_CASE("holidays are defined, linked and removed when nobody links them") {
  const site s(with_zones("2026f"));
  CHECK(s.acme("PUT", "/hours/holidays/xmas",
               R"({"definition":{"name":"Christmas","when":{"date":"2020-12-25",
               "rule":"FREQ=YEARLY"}}})")
            .status == 200);
  CHECK(s.acme("PUT", "/hours/sets/eu",
               R"({"definition":{"name":"EU","zone":"Europe/Berlin","holidays":["xmas"],
               "weekly":[{"day":"friday"}]}})")
            .status == 200);
  const auto closed =
      s.acme("GET", "/hours/sets/eu/compute?function=is_open&from=2026-12-25T12:00:00Z");
  CHECK(member(closed.body, "open") == "false");
  CHECK(member(s.acme("DELETE", "/hours/holidays/xmas").body, "state") == "HOLIDAY_LINKED");
  CHECK(s.acme("PUT", "/hours/sets/eu",
               R"({"definition":{"name":"EU","zone":"Europe/Berlin","weekly":[{"day":"friday"}]}})")
            .status == 200);
  CHECK(s.acme("DELETE", "/hours/holidays/xmas").status == 200);
}

TEST_CASE("the server's release is loaded for the zones that the tenant uses") {
  site s(with_zones("2025b"));
  REQUIRE(s.acme("PUT", "/hours/sets/van", vancouver).status == 200);
  const auto other = s.acme("POST", "/hours/tz", R"({"release":"2026f"})");
  CHECK(other.status == 409);
  CHECK(member(other.body, "state") == "2025b");
  CHECK(s.acme("POST", "/hours/tz", R"({"policy":"grandfathered"})").status == 200);
  const auto all = s.acme("GET", "/hours");
  CHECK(member(all.body, "tz_release") == "2025b");
  CHECK(member(all.body, "policy") == "grandfathered");
}

TEST_CASE("a foreign tenant's hours are as unknown as no tenant's") {
  const site s(with_zones("2026f"));
  CHECK(s.ask("GET", "/v1/tenants/other/hours").status == 404);
  CHECK(s.ask("PUT", "/v1/tenants/other/hours/sets/van", vancouver).status == 404);
}

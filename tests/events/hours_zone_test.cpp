// Goal: zone files and their footers mean what RFC 8536 and POSIX say, for ever. Method: files of
// two releases of the database, footers written here, bytes broken on purpose.

#include "events/hours/posix_tz.hpp"
#include "events/hours/zone_clock.hpp"
#include "tests/events/hours_desk.hpp"

using namespace parley;
using hours::parse_posix_tz;

namespace {

std::int32_t offset_minutes(const zone_rules& rules, const std::string& instant) {
  const auto clock = hours::zone_clock::compile(rules);
  REQUIRE(clock.ok());
  return clock->offset_s(desk::at(instant).value / 1000) / 60;
}

}  // namespace

TEST_CASE("a release is part of the rules, and releases differ") {
  const zone_rules old_rules = desk::zone("America/Vancouver", "2025b");
  const zone_rules new_rules = desk::zone("America/Vancouver", "2026f");
  CHECK(old_rules.release == "2025b");
  CHECK(offset_minutes(old_rules, "2026-11-21T12:00:00Z") == -480);
  CHECK(offset_minutes(new_rules, "2026-11-21T12:00:00Z") == -420);
}

TEST_CASE("the footer holds after the last listed transition, not before") {
  // Troll's clocks had no offset before 2005, and no listed transition changes it.
  const zone_rules troll = desk::zone("Antarctica/Troll");
  CHECK(offset_minutes(troll, "1975-08-15T00:00:00Z") == 0);
  CHECK(offset_minutes(troll, "2026-08-15T00:00:00Z") == 120);
}

TEST_CASE("a zone's name with a sign is the reverse of its offset") {
  CHECK(offset_minutes(desk::zone("Etc/GMT+8"), "2026-08-15T00:00:00Z") == -480);
}

TEST_CASE("footers of every form are read") {
  for (const char* good :
       {"UTC0", "EST5EDT,M3.2.0,M11.1.0", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "IST-1GMT0,M10.5.0,M3.5.0/1", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
        "EET-2EEST,M3.4.4/50,M10.4.4/50", "UVW3YYY,J60/0,J300", "UVW3EDT4,0/0,J365/23"}) {
    CAPTURE(good);
    CHECK(parse_posix_tz(good).has_value());
  }
  for (const char* bad : {"", "E5", "EST", "EST5EDT", "EST5EDT,M13.1.0,M1.1.0", "EST5EDT,M3.2.0",
                          "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "<+10-10", "EST168",
                          "EST5EDT,M3.2.0,M11.1.0x", "EST5EDT,J0,J3"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_posix_tz(bad).has_value());
  }
}

TEST_CASE("daylight time all year has one offset") {
  zone_rules rules = fixed_zone("X/Y", -14'400);
  rules.footer = "UVW3EDT4,0/0,J365/23";
  CHECK(offset_minutes(rules, "2027-01-01T02:59:59Z") == -240);
  CHECK(offset_minutes(rules, "2027-01-01T03:00:00Z") == -240);
  const auto clock = hours::zone_clock::compile(rules);
  REQUIRE(clock.ok());
  CHECK_FALSE(clock->next_change(desk::at("2026-06-01T00:00:00Z").value / 1000).has_value());
}

TEST_CASE("the next change is the first that changes the offset, listed or by the footer") {
  const auto clock = hours::zone_clock::compile(desk::zone("Europe/Berlin"));
  REQUIRE(clock.ok());
  for (const char* year : {"1999", "2026", "2037", "2038", "2200"}) {
    CAPTURE(year);
    const auto spring =
        clock->next_change(desk::at(std::string(year) + "-01-10T00:00:00Z").value / 1000);
    REQUIRE(spring.has_value());
    CHECK(spring->offset_s == 7200);
    const auto autumn = clock->next_change(spring->at_s);
    REQUIRE(autumn.has_value());
    CHECK(autumn->offset_s == 3600);
    CHECK(autumn->at_s > spring->at_s);
  }
}

TEST_CASE("broken zone files are refused at every length, and never read beyond") {
  std::ifstream file("tests/data/tz/2026f/America/Vancouver", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::vector<std::uint8_t> whole(text.begin(), text.end());
  CHECK(parse_tzif("x", "y", whole).ok());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::vector<std::uint8_t> part(whole.begin(),
                                         whole.begin() + static_cast<std::ptrdiff_t>(length));
    const auto rules = parse_tzif("x", "y", part);
    CAPTURE(length);
    REQUIRE_FALSE(rules.ok());
    CHECK(rules.error().code == errc::corrupt);
  }
}

TEST_CASE("rules out of order, or with a footer nobody can read, are not compiled") {
  zone_rules rules = fixed_zone("X/Y", 0);
  rules.transitions = {{100, 3600}, {100, 0}};
  CHECK_FALSE(hours::zone_clock::compile(rules).ok());
  rules.transitions.clear();
  rules.footer = "nonsense";
  CHECK_FALSE(hours::zone_clock::compile(rules).ok());
}

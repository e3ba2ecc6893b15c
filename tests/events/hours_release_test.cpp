// Goal: what a newer release of the time zone database moves is told exactly. Method: releases
// 2025b and 2026f of six zones whose rules changed in 2026, and a promise made in each minute of a
// week.

#include "events/hours/zone_difference.hpp"
#include "tests/events/hours_desk.hpp"

using namespace parley;

namespace {

constexpr std::int64_t minute_ms = 60'000;

std::vector<promise> one_a_minute(const std::string& from, std::int64_t count) {
  std::vector<promise> promises;
  const time_ms start = desk::at(from);
  for (std::int64_t i = 0; i < count; ++i) {
    promises.push_back({start + duration_ms(i * minute_ms), duration_ms(60 * minute_ms)});
  }
  return promises;
}

std::vector<moved_promise> moved_in(const std::string& zone) {
  const hours_definition office = desk::weekly("Mon-Fri 09:00-17:00");
  return moved(desk::open(desk::zone(zone, "2025b"), office),
               desk::open(desk::zone(zone, "2026f"), office),
               one_a_minute("2026-11-16T00:00:00Z", 7 * 24 * 60));
}

}  // namespace

TEST_CASE("field 09: 8,275 of a week's 10,080 promises move in each zone that changed its rules") {
  for (const char* zone : {"America/Vancouver", "America/Edmonton", "America/Inuvik",
                           "America/Winnipeg", "Africa/Casablanca", "America/Havana"}) {
    CAPTURE(zone);
    const auto found = moved_in(zone);
    CHECK(found.size() == 8275);
    std::int64_t most = 0;
    for (const moved_promise& each : found) {
      most = std::max(most, std::abs(each.by().value));
    }
    CHECK(most == 64 * 60 * minute_ms);
  }
  CHECK(moved_in("Europe/Berlin").empty());
}

TEST_CASE("field 09: the Saturday promise of Vancouver is due an hour earlier") {
  const auto found = moved_in("America/Vancouver");
  const auto at = std::find_if(found.begin(), found.end(), [](const moved_promise& each) {
    return each.what.from == desk::at("2026-11-21T12:00:00Z");
  });
  REQUIRE(at != found.end());
  CHECK((at->before == desk::at("2026-11-23T18:00:00Z")));
  CHECK((at->after == desk::at("2026-11-23T17:00:00Z")));
}

TEST_CASE("the stretches in which two releases disagree are told with both offsets") {
  const auto found = differences(
      desk::zone("America/Vancouver", "2025b"), desk::zone("America/Vancouver", "2026f"),
      desk::at("2026-01-01T00:00:00Z").value / 1000, desk::at("2028-01-01T00:00:00Z").value / 1000);
  REQUIRE(found.ok());
  REQUIRE_FALSE(found->empty());
  const zone_difference& first = found->front();
  CHECK(first.from_s == desk::at("2026-11-01T09:00:00Z").value / 1000);
  CHECK(first.to_s == desk::at("2027-03-14T10:00:00Z").value / 1000);
  CHECK(first.offset_before_s == -8 * 3600);
  CHECK(first.offset_after_s == -7 * 3600);
  const auto same = differences(desk::zone("Europe/Berlin", "2025b"), desk::zone("Europe/Berlin"),
                                0, desk::at("2100-01-01T00:00:00Z").value / 1000);
  REQUIRE(same.ok());
  CHECK(same->empty());
}

// Goal: business time is what the definition of "open" says, also where clocks change. Method: sets
// and instants worked out by hand. Vectors and random cases are elsewhere (tests/hours).

#include "events/hours/calendar.hpp"
#include "tests/events/hours_desk.hpp"

using namespace parley;
using desk::at;
using desk::minutes;
using desk::shown;

TEST_CASE("an hour that clocks repeat counts each time it passes") {
  const calendar by = desk::open(desk::zone("America/New_York"), desk::weekly("24x7"));
  const time_ms midnight = at("2025-11-02T00:00:00-04:00");
  CHECK((by.difference(midnight, at("2025-11-03T00:00:00-05:00")) == minutes(25 * 60)));
  CHECK(shown(by, by.add(midnight, minutes(150))) == "2025-11-02T01:30:00-05:00");
}

TEST_CASE("an hour that clocks skip counts nothing") {
  const calendar by = desk::open(desk::zone("America/New_York"), desk::weekly("24x7"));
  CHECK((by.difference(at("2025-03-09T00:00:00-05:00"), at("2025-03-10T00:00:00-04:00")) ==
         minutes(23 * 60)));
}

TEST_CASE("an interval within a skipped hour does not happen, and its day is no working day") {
  const calendar by = desk::open(desk::zone("America/New_York"), desk::weekly("Sun 02:15-02:45"));
  const time_ms midnight = at("2025-03-09T00:00:00-05:00");
  CHECK(by.working_days(midnight, at("2025-03-10T00:00:00-04:00")) == 0);
  CHECK(shown(by, by.next_open(midnight)) == "2025-03-16T02:15:00-04:00");
}

TEST_CASE("an interval that starts within a repeated hour opens, closes and opens again") {
  const calendar by = desk::open(desk::zone("America/New_York"), desk::weekly("Sun 01:30-03:00"));
  const auto spans = by.spans(at("2025-11-02T00:00:00-04:00"), at("2025-11-02T12:00:00-05:00"));
  REQUIRE(spans.size() == 2);
  CHECK(shown(by, spans[0].from) == "2025-11-02T01:30:00-04:00");
  CHECK(shown(by, spans[0].to) == "2025-11-02T01:00:00-05:00");
  CHECK(shown(by, spans[1].from) == "2025-11-02T01:30:00-05:00");
  CHECK(shown(by, spans[1].to) == "2025-11-02T03:00:00-05:00");
}

TEST_CASE("a zone whose clocks change by 30 minutes has days of 23.5 and 24.5 hours") {
  const calendar by = desk::open(desk::zone("Australia/Lord_Howe"), desk::weekly("24x7"));
  CHECK((by.difference(at("2025-10-05T00:00:00+10:30"), at("2025-10-06T00:00:00+11:00")) ==
         minutes(1410)));
  CHECK((by.difference(at("2025-04-06T00:00:00+11:00"), at("2025-04-07T00:00:00+10:30")) ==
         minutes(1470)));
}

TEST_CASE("a day without midnight begins at one o'clock") {
  const calendar by = desk::open(desk::zone("America/Sao_Paulo"), desk::weekly("24x7"));
  CHECK((by.difference(at("2018-11-03T23:00:00-03:00"), at("2018-11-04T02:00:00-02:00")) ==
         minutes(120)));
  CHECK(by.working_days(at("2018-11-03T23:59:00-03:00"), at("2018-11-04T01:01:00-02:00")) == 2);
}

TEST_CASE("a date that comes twice is one working day") {
  // Clocks went back from 00:00 to 23:00: the 16th was left and came again.
  const calendar by = desk::open(desk::zone("America/Sao_Paulo"), desk::weekly("24x7"));
  const time_ms first_23 = at("2019-02-16T23:30:00-02:00");
  const time_ms second_23 = at("2019-02-16T23:30:00-03:00");
  CHECK(by.working_days(first_23, second_23) == 1);
  CHECK(by.working_days(first_23, at("2019-02-17T00:30:00-03:00")) == 2);
  // In Saint John's they went back at 00:01, after the next date had begun.
  const calendar saint_johns = desk::open(desk::zone("America/St_Johns"), desk::weekly("24x7"));
  CHECK(saint_johns.working_days(at("2000-10-28T12:00:00-02:30"),
                                 at("2000-10-28T23:30:00-03:30")) == 2);
  CHECK(saint_johns.working_days(at("2000-10-29T00:00:30-02:30"),
                                 at("2000-10-29T01:00:00-03:30")) == 2);
}

TEST_CASE("a date that a zone skipped is no working day and does not stop the count") {
  const calendar by = desk::open(desk::zone("Pacific/Apia"), desk::weekly("Mon-Fri 09:00-17:00"));
  CHECK(by.working_days(at("2011-12-29T00:00:00-10:00"), at("2011-12-31T23:59:00+14:00")) == 1);
  CHECK(shown(by, by.add(at("2011-12-29T16:30:00-10:00"), minutes(60))) ==
        "2012-01-02T09:30:00+14:00");
}

TEST_CASE("zone rules hold after the last listed transition, in 2099 and in 2450") {
  const calendar by = desk::open(desk::zone("Europe/Berlin"), desk::weekly("Mon-Sun 09:00-17:00"));
  CHECK((by.difference(at("2099-07-01T00:00:00Z"), at("2099-07-01T08:00:00Z")) == minutes(60)));
  CHECK((by.difference(at("2450-07-01T00:00:00Z"), at("2450-07-01T08:00:00Z")) == minutes(60)));
}

TEST_CASE("an exception opens a closed day, a holiday, and what another exception closes") {
  hours_definition hours = desk::weekly("Mon-Fri 09:00-17:00");
  dated_interval saturday{"2026-11-28", "", {}, day_ms(10 * 3'600'000), day_ms(14 * 3'600'000)};
  dated_interval christmas{"2026-12-25", "", {}, day_ms(10 * 3'600'000), day_ms(11 * 3'600'000)};
  dated_interval stock_taking{"2026-12-25", "", {}, day_ms(0), day_end};
  hours.exceptions = {{"sale", exception_effect::opens, saturday},
                      {"emergency", exception_effect::opens, christmas},
                      {"stock", exception_effect::closes, stock_taking}};
  const calendar by = desk::open(desk::zone("Europe/Berlin"), hours, "2026-12-25 all");
  CHECK((by.difference(at("2026-11-28T00:00:00+01:00"), at("2026-11-29T00:00:00+01:00")) ==
         minutes(240)));
  CHECK((by.difference(at("2026-12-25T00:00:00+01:00"), at("2026-12-26T00:00:00+01:00")) ==
         minutes(60)));
}

TEST_CASE("an exception that closes holds for its own set") {
  hours_definition hours = desk::weekly("Mon-Fri 09:00-17:00");
  hours.exceptions = {
      {"move", exception_effect::closes, {"2026-11-23", "", {}, day_ms(0), day_ms(43'200'000)}}};
  const calendar by = desk::open(desk::zone("Europe/Berlin"), hours);
  CHECK(shown(by, by.next_open(at("2026-11-23T00:00:00+01:00"))) == "2026-11-23T12:00:00+01:00");
}

TEST_CASE("a set with only an exception is open then and never else") {
  hours_definition hours;
  hours.exceptions = {{"day", exception_effect::opens, {"2026-11-23", "", {}, day_ms(0), day_end}}};
  const calendar by = desk::open(fixed_zone("UTC", 0), hours);
  CHECK(shown(by, by.add(at("2026-01-01T00:00:00Z"), minutes(1440))) ==
        "2026-11-24T00:00:00+00:00");
  CHECK(by.add(at("2026-01-01T00:00:00Z"), minutes(1441)) == std::nullopt);
  CHECK(by.subtract(at("2027-01-01T00:00:00Z"), minutes(1441)) == std::nullopt);
}

TEST_CASE("next open and next close tell the instant itself if it is so already") {
  const calendar by =
      desk::open(desk::zone("Europe/Berlin"), desk::weekly("Mon 20:00-24:00; Tue 00:00-04:00"));
  const time_ms in = at("2026-11-23T21:00:00+01:00");
  CHECK(by.is_open(in));
  CHECK((by.next_open(in) == in));
  CHECK(shown(by, by.next_close(in)) == "2026-11-24T04:00:00+01:00");
  const time_ms close = at("2026-11-24T04:00:00+01:00");
  CHECK_FALSE(by.is_open(close));
  CHECK((by.next_close(close) == close));
  CHECK(shown(by, by.next_open(close)) == "2026-11-30T20:00:00+01:00");
}

TEST_CASE("around the clock never closes, an empty set never opens") {
  const time_ms now = at("2026-11-23T21:00:00Z");
  const calendar always = desk::open(desk::zone("Europe/Berlin"), desk::weekly("24x7"));
  CHECK(always.next_close(now) == std::nullopt);
  const calendar never = desk::open(desk::zone("Europe/Berlin"), desk::weekly("none"));
  CHECK(never.next_open(now) == std::nullopt);
  CHECK((never.next_close(now) == now));
  CHECK(never.add(now, minutes(1)) == std::nullopt);
  CHECK((never.add(now, minutes(0)) == now));
  CHECK((never.difference(now, now + minutes(10'000)) == duration_ms(0)));
}

TEST_CASE("a holiday that eats every opening ends the search after a hundred years") {
  const calendar by = desk::open(desk::zone("Europe/Berlin"), desk::weekly("Mon 09:00-17:00"),
                                 "2020-01-06 FREQ=WEEKLY;BYDAY=MO all");
  CHECK(by.add(at("2026-11-23T21:00:00Z"), minutes(1)) == std::nullopt);
  CHECK(by.next_open(at("2026-11-23T21:00:00Z")) == std::nullopt);
  // Before the rule began there were hours.
  CHECK(shown(by, by.subtract(at("2026-11-23T21:00:00Z"), minutes(1))) ==
        "2019-12-30T16:59:00+01:00");
}

TEST_CASE("milliseconds are kept") {
  hours_definition hours = desk::weekly("Mon-Fri 09:00:00.001-17:00");
  const calendar by = desk::open(desk::zone("Europe/Berlin"), hours);
  CHECK((by.next_open(at("2026-11-23T00:00:00+01:00")) == at("2026-11-23T09:00:00.001+01:00")));
  CHECK((by.difference(at("2026-11-23T00:00:00+01:00"), at("2026-11-24T00:00:00+01:00")) ==
         duration_ms(8 * 3'600'000 - 1)));
}

TEST_CASE("what covers a date is told, in order, with its part of the day") {
  const calendar by = desk::open(desk::zone("Europe/Berlin"), desk::weekly("Mon-Fri 09:00-17:00"),
                                 "2020-12-25 FREQ=YEARLY all | 2026-12-24 12:00-24:00");
  const auto told = by.exceptions(at("2026-12-24T00:00:00+01:00"), at("2026-12-26T00:00:00+01:00"));
  REQUIRE(told.size() == 2);
  CHECK(told[0].date == "2026-12-24");
  CHECK((told[0].from_ms == day_ms(43'200'000)));
  CHECK(told[1].date == "2026-12-25");
  CHECK(told[1].effect == exception_effect::closes);
}

TEST_CASE("instants beyond the table's years are taken as its ends") {
  const calendar by = desk::open(desk::zone("Europe/Berlin"), desk::weekly("24x7"));
  CHECK_FALSE(by.is_open(time_ms(INT64_MAX / 4)));
  CHECK(by.add(time_ms(INT64_MAX / 4), minutes(1)) == std::nullopt);
  CHECK(by.subtract(time_ms(INT64_MIN / 4), minutes(1)) == std::nullopt);
}

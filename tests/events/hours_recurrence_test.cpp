// Goal: a rule's dates are those of RFC 5545, with INTERVAL counted from the first date that fits.
// Method: dates worked out by hand, and the closed forms compared with libical's expansion of the
// same rule. python-dateutil judges both in tests/hours/differential_test.py.

#include <random>

#include <doctest/doctest.h>

#include "events/hours/ical_recurrence.hpp"
#include "events/hours/recurrence.hpp"

using namespace parley;
using namespace parley::hours;

namespace {

day_number day(const std::string& text) {
  const auto found = parse_date(text);
  REQUIRE_MESSAGE(found.has_value(), text);
  return *found;
}

result<recurrence> compiled(const std::string& date, const std::string& rule) {
  return recurrence::compile({date, rule, {}, day_ms(0), day_end});
}

std::string dates(const std::string& date, const std::string& rule, const std::string& from,
                  const std::string& to, const std::vector<std::string>& except = {}) {
  const auto made = recurrence::compile({date, rule, except, day_ms(0), day_end});
  REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : made.error().message));
  std::vector<day_number> found;
  made->dates(day(from), day(to), found);
  std::string text;
  for (const day_number each : found) {
    text += (text.empty() ? "" : " ") + format_date(each);
  }
  return text;
}

std::string refusal(const std::string& date, const std::string& rule) {
  const auto made = compiled(date, rule);
  return made.ok() ? "accepted" : made.error().state;
}

std::vector<day_number> by_libical(const std::string& rule, day_number first, day_number to) {
  const auto parsed = parse_rrule(rule);
  REQUIRE(parsed.ok());
  auto source = ical_recurrence::open(format_rrule(*parsed), first);
  REQUIRE(source.has_value());
  std::vector<day_number> found;
  while (const auto next = source->next()) {
    if (*next >= to) {
      break;
    }
    found.push_back(*next);
  }
  return found;
}

}  // namespace

TEST_CASE("a date without a rule happens once") {
  CHECK(dates("2026-12-24", "", "2020-01-01", "2030-01-01") == "2026-12-24");
  CHECK(dates("2026-12-24", "", "2026-12-25", "2030-01-01").empty());
}

TEST_CASE("an interval counts from the first date that fits, not from the date entered") {
  CHECK(dates("2025-01-15", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10", "2025-01-01", "2025-12-31") ==
        "2025-02-10 2025-05-10 2025-08-10 2025-11-10");
  CHECK(dates("2021-12-25", "FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=24", "2020-01-01",
              "2027-01-01") == "2022-12-24 2024-12-24 2026-12-24");
  CHECK(dates("2025-01-01", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2025-01-01", "2025-02-05") ==
        "2025-01-06 2025-01-20 2025-02-03");
}

TEST_CASE("weeks start on Monday unless the rule says otherwise") {
  // From a Sunday: with Monday weeks it is the last day of its week.
  CHECK(dates("2025-06-01", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO", "2025-06-01", "2025-06-30") ==
        "2025-06-01 2025-06-09 2025-06-15 2025-06-23 2025-06-29");
  CHECK(dates("2025-06-01", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", "2025-06-01",
              "2025-06-30") == "2025-06-01 2025-06-02 2025-06-15 2025-06-16 2025-06-29");
}

TEST_CASE("a date that a month or year does not have is skipped") {
  CHECK(dates("2025-01-31", "FREQ=MONTHLY", "2025-01-01", "2025-08-01") ==
        "2025-01-31 2025-03-31 2025-05-31 2025-07-31");
  CHECK(dates("2096-02-29", "FREQ=YEARLY", "2096-01-01", "2109-01-01") ==
        "2096-02-29 2104-02-29 2108-02-29");
}

TEST_CASE("an end date is part of the rule, an excepted date is not") {
  CHECK(dates("2025-01-10", "FREQ=MONTHLY;UNTIL=20250410", "2025-01-01", "2026-01-01",
              {"2025-03-10"}) == "2025-01-10 2025-02-10 2025-04-10");
  CHECK(dates("2025-01-10", "FREQ=DAILY;UNTIL=20250112T235959Z", "2025-01-01", "2026-01-01") ==
        "2025-01-10 2025-01-11 2025-01-12");
}

TEST_CASE("rules without a closed form come from libical") {
  CHECK(dates("2026-01-01", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01",
              "2026-04-01") == "2026-01-30 2026-02-27 2026-03-31");
  CHECK(dates("2026-01-01", "FREQ=DAILY;COUNT=3", "2026-01-01", "2027-01-01") ==
        "2026-01-01 2026-01-02 2026-01-03");
  CHECK(dates("2026-01-01", "FREQ=YEARLY;BYDAY=20MO", "2026-01-01", "2028-01-01") ==
        "2026-05-18 2027-05-17");
}

TEST_CASE("a listed rule answers any order of questions alike") {
  const auto made = compiled("2026-01-01", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1");
  REQUIRE(made.ok());
  std::vector<day_number> late;
  made->dates(day("2030-01-01"), day("2031-01-01"), late);
  std::vector<day_number> early;
  made->dates(day("2026-01-01"), day("2027-01-01"), early);
  CHECK(late.size() == 12);
  CHECK(early.size() == 12);
  CHECK(format_date(early.front()) == "2026-01-01");
}

TEST_CASE("a rule that never happens is refused") {
  CHECK(refusal("2025-01-01", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30") == "NEVER_HAPPENS");
  CHECK(refusal("2025-01-01", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=31") == "NEVER_HAPPENS");
  CHECK(refusal("2025-02-01", "FREQ=DAILY;UNTIL=20250131") == "NEVER_HAPPENS");
  CHECK(refusal("2025-01-01", "FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2;BYSETPOS=1") ==
        "NEVER_HAPPENS");
}

TEST_CASE("what is no rule of dates is refused") {
  for (const char* bad :
       {"FREQ=HOURLY", "FREQ=DAILY;BYHOUR=3", "BYDAY=MO", "FREQ=DAILY;FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=1MO", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=1;UNTIL=20300101",
        "FREQ=YEARLY;BYMONTHDAY=32", "FREQ=YEARLY;BYMONTHDAY=0", "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=YEARLY;RSCALE=CHINESE", "FREQ=DAILY;", "FREQ=DAILY;BYSETPOS=1",
        "FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYWEEKNO=3"}) {
    CAPTURE(bad);
    CHECK(refusal("2025-01-01", bad) == "INVALID_RULE");
  }
  CHECK(refusal("2025-02-29", "") == "INVALID_DATE");
  CHECK(refusal("25-02-2025", "") == "INVALID_DATE");
}

TEST_CASE("closed forms give libical's dates") {
  std::mt19937 random(20261122);
  const auto pick = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most));
  };
  const char* const names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  for (int round = 0; round < 1500; ++round) {
    const std::string interval = ";INTERVAL=" + std::to_string(1 + pick(4));
    const std::string month = std::to_string(1 + pick(12));
    const std::string date = std::to_string(1 + pick(31));
    const std::string nth = std::to_string(pick(2) == 0 ? 1 + pick(5) : -1 - pick(5));
    const std::string weekday = names[pick(7)];
    const std::string rules[] = {
        "FREQ=DAILY" + interval,
        "FREQ=WEEKLY" + interval + ";BYDAY=" + weekday + "," + names[pick(7)] +
            (pick(2) == 0 ? ";COUNT=30" : ""),
        "FREQ=MONTHLY" + interval + ";BYMONTHDAY=" + date,
        "FREQ=MONTHLY" + interval + ";BYMONTHDAY=-" + date,
        "FREQ=MONTHLY" + interval + ";BYDAY=" + nth + weekday,
        "FREQ=MONTHLY;BYDAY=" + weekday + ";BYMONTHDAY=" + date,
        "FREQ=YEARLY" + interval + ";BYMONTH=" + month + ";BYMONTHDAY=" + date,
        "FREQ=YEARLY" + interval + ";BYMONTH=" + month + ";BYDAY=" + nth + weekday,
    };
    const std::string rule = rules[pick(8)];
    const day_number entered(18'000 + pick(4000));
    const auto made = compiled(format_date(entered), rule);
    if (!made.ok()) {
      CHECK(made.error().state == "NEVER_HAPPENS");
      continue;
    }
    const day_number to(made->first().value + 6000);
    std::vector<day_number> closed;
    made->dates(day_number(0), to, closed);
    CAPTURE(rule);
    CAPTURE(format_date(entered));
    CHECK(closed == by_libical(rule, made->first(), to));
  }
}

// Goal: what holds for every set of hours and every instant. Method: random sets in zones of all
// kinds, random instants near changes of the clock and far from them.

#include <rapidcheck.h>

#include "tests/events/hours_desk.hpp"

using namespace parley;

namespace {

constexpr std::int64_t minute_ms = 60'000;

// RC_ASSERT takes expressions apart, so that && and || would no longer stop at the first answer.
bool holds(bool truth) { return truth; }

const zone_rules& zone_number(int number) {
  static const std::vector<zone_rules> zones = [] {
    std::vector<zone_rules> all;
    for (const char* name :
         {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo",
          "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu", "Europe/Dublin",
          "Africa/Casablanca", "Asia/Gaza", "Pacific/Chatham", "UTC"}) {
      all.push_back(desk::zone(name));
    }
    return all;
  }();
  return zones[static_cast<std::size_t>(number) % zones.size()];
}

struct question {
  hours_definition hours;
  std::vector<holiday_definition> holidays;
  int zone = 0;
};

hours_definition random_hours() {
  hours_definition hours;
  const int count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) {
    const int from = *rc::gen::inRange(0, 1430);
    const int to = *rc::gen::inRange(from + 1, 1441);
    hours.weekly.push_back({static_cast<weekday>(*rc::gen::inRange(0, 7)), day_ms(from * 60'000),
                            day_ms(to * 60'000)});
  }
  return hours;
}

std::vector<holiday_definition> random_holidays() {
  static const std::vector<std::string> rules{
      "2015-12-25 FREQ=YEARLY all",
      "2010-01-04 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH 01:00-03:00",
      "2010-01-01 FREQ=DAILY;INTERVAL=5 12:00-24:00",
      "2010-03-01 FREQ=MONTHLY;BYDAY=-1SU all",
      "2019-02-16 all",
      "2025-11-02 01:00-02:00"};
  std::vector<holiday_definition> holidays;
  for (const std::string& rule : rules) {
    if (*rc::gen::inRange(0, 3) == 0) {
      holidays.push_back(desk::closed(rule).front());
    }
  }
  return holidays;
}

time_ms random_time() {
  const std::int64_t day = *rc::gen::inRange<std::int64_t>(14'000, 24'000);
  const std::int64_t part = *rc::gen::inRange<std::int64_t>(0, 86'400'000);
  return time_ms(day * 86'400'000 + part);
}

calendar compiled(const question& q) {
  auto made = calendar::compile(q.hours, q.holidays, zone_number(q.zone));
  RC_ASSERT(made.ok());
  return std::move(*made);
}

question random_question() { return {random_hours(), random_holidays(), *rc::gen::inRange(0, 12)}; }

}  // namespace

TEST_CASE("differences have a sign, add up, and agree with additions") {
  CHECK(rc::check([] {
    const calendar by = compiled(random_question());
    const time_ms a = random_time();
    const time_ms b =
        a + duration_ms(*rc::gen::inRange<std::int64_t>(-9'000'000'000, 9'000'000'000));
    const time_ms c = random_time();
    RC_ASSERT(by.difference(a, b).value == -by.difference(b, a).value);
    RC_ASSERT(by.difference(a, b).value + by.difference(b, c).value == by.difference(a, c).value);
    const duration_ms amount(*rc::gen::inRange<std::int64_t>(1, 6000) * minute_ms);
    if (const auto later = by.add(a, amount)) {
      RC_ASSERT(by.difference(a, *later) == amount);
      RC_ASSERT(by.difference(a, *later - duration_ms(1)) < amount);
    }
    if (const auto earlier = by.subtract(a, amount)) {
      RC_ASSERT(by.difference(*earlier, a) == amount);
      RC_ASSERT(by.difference(*earlier + duration_ms(1), a) < amount);
    }
  }));
}

TEST_CASE("additions grow with the instant and with the amount") {
  CHECK(rc::check([] {
    const calendar by = compiled(random_question());
    const time_ms a = random_time();
    const time_ms b = a + duration_ms(*rc::gen::inRange<std::int64_t>(0, 900'000'000));
    const duration_ms amount(*rc::gen::inRange<std::int64_t>(0, 9000) * minute_ms);
    const auto from_a = by.add(a, amount);
    const auto from_b = by.add(b, amount);
    RC_ASSERT(holds(!from_b || (from_a && *from_a <= *from_b)));
    const auto more = by.add(a, duration_ms(amount.value + minute_ms));
    RC_ASSERT(holds(!more || (from_a && *from_a <= *more)));
  }));
}

TEST_CASE("a holiday more never adds open time, and the order of things means nothing") {
  CHECK(rc::check([] {
    question q = random_question();
    const time_ms a = random_time();
    const time_ms b = a + duration_ms(*rc::gen::inRange<std::int64_t>(0, 9'000'000'000));
    const duration_ms before = compiled(q).difference(a, b);
    std::reverse(q.hours.weekly.begin(), q.hours.weekly.end());
    std::reverse(q.holidays.begin(), q.holidays.end());
    RC_ASSERT(compiled(q).difference(a, b) == before);
    q.holidays.push_back(desk::closed("2012-05-01 FREQ=MONTHLY;INTERVAL=2 10:00-11:30").front());
    RC_ASSERT(compiled(q).difference(a, b) <= before);
  }));
}

TEST_CASE("the spans are the open instants, and what was asked before changes no answer") {
  CHECK(rc::check([] {
    const question q = random_question();
    const calendar by = compiled(q);
    const time_ms a = random_time();
    const time_ms b = a + duration_ms(*rc::gen::inRange<std::int64_t>(0, 3'000'000'000));
    static_cast<void>(by.is_open(random_time()));
    static_cast<void>(by.add(random_time(), duration_ms(minute_ms)));
    std::int64_t total = 0;
    time_ms last = a;
    for (const open_span& span : by.spans(a, b)) {
      RC_ASSERT(span.from < span.to);
      RC_ASSERT(holds(span.from == a || span.from > last));
      RC_ASSERT(holds(by.is_open(span.from) && by.is_open(span.to - duration_ms(1))));
      RC_ASSERT(holds(span.to == b || !by.is_open(span.to)));
      RC_ASSERT(holds(span.from == a || !by.is_open(span.from - duration_ms(1))));
      total += (span.to - span.from).value;
      last = span.to;
    }
    RC_ASSERT(total == by.difference(a, b).value);
    RC_ASSERT(total == compiled(q).difference(a, b).value);
    const time_ms at = random_time();
    RC_ASSERT(by.is_open(at) == (by.next_open(at) == at));
    RC_ASSERT(by.is_open(at) != (by.next_close(at) == at));
  }));
}

TEST_CASE("working days are counted once each, wherever a span of days is cut") {
  CHECK(rc::check([] {
    const calendar by = compiled(random_question());
    const time_ms a = random_time();
    const time_ms b = a + duration_ms(*rc::gen::inRange<std::int64_t>(0, 3'000'000'000));
    const time_ms c = b + duration_ms(*rc::gen::inRange<std::int64_t>(0, 3'000'000'000));
    const std::int64_t whole = by.working_days(a, c);
    const std::int64_t parts = by.working_days(a, b) + by.working_days(b, c);
    // A cut splits one date, or two where clocks went back over midnight.
    RC_ASSERT(holds(parts - whole >= 0 && parts - whole <= 2));
    RC_ASSERT((whole > 0) == (by.difference(a, c).value > 0));
    RC_ASSERT(by.working_days(c, a) == -whole);
  }));
}

// Goal: holiday files of others are taken as they mean it or left out with a reason, and what
// Parley writes it reads again. Method: files in the forms that feeds have.

#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "events/hours/ical_file.hpp"
#include "events/hours/notation.hpp"
#include "events/hours/recurrence.hpp"

using namespace parley;
using namespace parley::hours;

namespace {

ical_holidays read(const std::string& events) {
  const auto found =
      read_ical("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + events + "END:VCALENDAR\r\n");
  REQUIRE(found.ok());
  return *found;
}

std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:a b/c@example.org\r\nDTSTAMP:20250101T000000Z\r\nSUMMARY:Day\r\n" +
         lines + "END:VEVENT\r\n";
}

holiday_definition only(const std::string& lines) {
  const auto found = read(event(lines));
  REQUIRE(found.left_out.empty());
  REQUIRE(found.holidays.size() == 1);
  return found.holidays[0].definition;
}

std::string left_out(const std::string& lines) {
  const auto found = read(event(lines));
  CHECK(found.holidays.empty());
  REQUIRE(found.left_out.size() == 1);
  return found.left_out[0];
}

}  // namespace

TEST_CASE("a whole day, with and without its end") {
  const auto day = only("DTSTART;VALUE=DATE:20261225\r\n");
  CHECK(day.name == "Day");
  CHECK(day.when == dated_interval{"2026-12-25", "", {}, day_ms(0), day_end});
  CHECK(only("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\n") == day);
}

TEST_CASE("a rule with its excepted dates, folded over lines") {
  const auto day = only(
      "DTSTART;VALUE=DATE:20201225\r\nRRULE:FREQ=YEARLY;\r\n BYMONTH=12;BYMONTHDAY=25\r\n"
      "EXDATE;VALUE=DATE:20221225,20231225\r\n");
  const auto dates = recurrence::compile(day.when);
  REQUIRE(dates.ok());
  std::vector<day_number> found;
  dates->dates(*parse_date("2020-01-01"), *parse_date("2026-01-01"), found);
  CHECK(found.size() == 4);
}

TEST_CASE("part of a day is wall-clock time, whatever zone it names") {
  const dated_interval afternoon{"2026-12-24", "", {}, day_ms(43'200'000), day_ms(61'200'000)};
  CHECK(only("DTSTART:20261224T120000\r\nDTEND:20261224T170000\r\n").when == afternoon);
  CHECK(only("DTSTART;TZID=Europe/Berlin:20261224T120000\r\nDURATION:PT5H\r\n").when == afternoon);
  CHECK(only("DTSTART:20261224T120000\r\nDTEND:20261225T000000\r\n").when.to_ms == day_end);
}

TEST_CASE("several days are a daily rule, a night is two holidays") {
  CHECK(only("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\n").when.rule ==
        "FREQ=DAILY;COUNT=3");
  const auto night = read(event("DTSTART:20261231T220000\r\nDTEND:20270101T030000\r\n"));
  REQUIRE(night.holidays.size() == 2);
  CHECK(night.holidays[0].holiday == holiday_id("a-b-c-example.org"));
  CHECK(night.holidays[0].definition.when.to_ms == day_end);
  CHECK(night.holidays[1].holiday == holiday_id("a-b-c-example.org.2"));
  CHECK(night.holidays[1].definition.when.date == "2027-01-01");
  CHECK((night.holidays[1].definition.when.to_ms == day_ms(10'800'000)));
}

TEST_CASE("what cannot be a holiday is left out and told") {
  CHECK(left_out("DTSTART:20261224T120000Z\r\nDTEND:20261224T170000Z\r\n") ==
        "Day: is in UTC, and a holiday is wall-clock time");
  CHECK(left_out("DTSTART:20261224T120000\r\n") == "Day: has no end after its start within a year");
  CHECK(left_out("DTSTART;VALUE=DATE:20261224\r\nSTATUS:CANCELLED\r\n") == "Day: is cancelled");
  CHECK(left_out("DTSTART;VALUE=DATE:20261224\r\nRECURRENCE-ID;VALUE=DATE:20261224\r\n") ==
        "Day: overrides one occurrence of another (RECURRENCE-ID)");
  CHECK(left_out("DTSTART:20261224T220000\r\nDTEND:20261225T020000\r\nRRULE:FREQ=DAILY\r\n") ==
        "Day: lasts over midnight and repeats");
  CHECK(left_out("DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=HOURLY\r\n") ==
        "Day: has a rule that is none of dates, or never happens");
  CHECK(left_out("DTEND;VALUE=DATE:20261224\r\n") == "Day: has no usable DTSTART");
}

TEST_CASE("text that is no calendar is refused") {
  CHECK_FALSE(read_ical("").ok());
  CHECK_FALSE(read_ical("hello").ok());
  CHECK_FALSE(read_ical("BEGIN:VCARD\r\nEND:VCARD\r\n").ok());
}

TEST_CASE("what is written is read again as the same dates") {
  std::vector<named_holiday> before;
  const auto holidays = parse_holidays(
      "2026-12-25 all | 2025-01-15 FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10 all | "
      "2026-12-24 12:00-24:00 | 2020-09-01 FREQ=YEARLY;BYMONTH=9;BYDAY=1MO 08:00-12:30 | "
      "2025-06-02 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20261231 all");
  REQUIRE(holidays.ok());
  for (const holiday_definition& each : *holidays) {
    before.push_back({holiday_id("h" + std::to_string(before.size())), each});
    before.back().definition.description = "a; b, c\nd";
  }
  before[1].definition.when.except = {"2025-05-10"};
  const auto text = write_ical(before);
  REQUIRE(text.ok());
  CHECK(*write_ical(before) == *text);
  const auto after = read_ical(*text);
  REQUIRE(after.ok());
  CHECK(after->left_out.empty());
  REQUIRE(after->holidays.size() == before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    CAPTURE(i);
    const auto& was = before[i].definition;
    const auto& is = after->holidays[i].definition;
    CHECK(after->holidays[i].holiday == before[i].holiday);
    CHECK(is.name == was.name);
    CHECK(is.description == was.description);
    CHECK((is.when.from_ms == was.when.from_ms));
    CHECK((is.when.to_ms == was.when.to_ms));
    std::vector<day_number> was_on;
    std::vector<day_number> is_on;
    recurrence::compile(was.when)->dates(day_number(0), day_number(40'000), was_on);
    recurrence::compile(is.when)->dates(day_number(0), day_number(40'000), is_on);
    CHECK(was_on == is_on);
  }
}

TEST_CASE("the regions' files that are shipped are read whole, and mean the days they should") {
  const auto closed_in = [](const char* region, int year) {
    std::ifstream file(std::string("deploy/holidays/") + region + ".ics", std::ios::binary);
    REQUIRE(file.good());
    const auto read = read_ical(std::string(std::istreambuf_iterator<char>(file), {}));
    REQUIRE(read.ok());
    CHECK(read->left_out.empty());
    std::vector<day_number> all;
    for (const auto& each : read->holidays) {
      recurrence::compile(each.definition.when)
          ->dates(*parse_date(std::to_string(year) + "-01-01"),
                  *parse_date(std::to_string(year + 1) + "-01-01"), all);
    }
    return all.size();
  };
  CHECK(closed_in("DE", 2026) == 9);
  CHECK(closed_in("FR", 2030) == 11);
  // Independence Day lies on a Saturday in 2026, and is kept on the Friday before as well.
  CHECK(closed_in("US", 2026) == 12);
}

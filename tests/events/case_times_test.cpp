// Goal: how long a case took, by the clock and in each office's business time. Method: events with
// times, counted.

#include "events/views/case_times.hpp"

#include "tests/events/office_hours.hpp"

using namespace parley;
using given::december;

namespace {

constexpr std::int64_t hour = 3'600'000;

case_opened opened(const char* status, time_ms at) {
  case_opened event;
  event.status = status;
  event.at = at;
  return event;
}

participant_joined joined(const char* agent) {
  return {session_id("k.s1"), agent, participant_role::agent};
}
participant_left left(const char* agent) {
  return {session_id("k.s1"), agent, participant_role::agent};
}

}  // namespace

TEST_CASE("a case's age counts the hours that each office is open, beside the clock") {
  // 07:00 to 17:00 on a Monday in New York.
  given::office_hours hours;
  hours.put("early", 1, 4, 12);
  hours.put("late", 1, 16, 24);
  case_times times;
  times.take(opened("new", december(22, 7)), december(22, 7));
  const auto age = [&](const char* by) {
    return times.answer(&hours, hours_id(by), december(22, 17)).business_ms / hour;
  };
  CHECK(age("office") == 8);
  CHECK(age("early") == 5);
  CHECK(age("late") == 1);
  CHECK(times.answer(&hours, hours_id("late"), december(22, 17)).clock_ms == 10 * hour);
  CHECK(times.answer(nullptr, {}, december(22, 17)).business_ms == 10 * hour);
}

TEST_CASE("time in each status is told apart, and ends when the case is closed") {
  given::office_hours hours;
  case_times times;
  times.take(opened("new", december(22, 16)), {});
  times.take(case_status_changed{"working", false, december(22, 18)}, {});
  times.take(case_status_changed{"waiting", true, december(23, 10)}, {});
  times.take(case_status_changed{"working", false, december(23, 11)}, {});
  times.take(case_closed{"ana", december(23, 12)}, {});
  const auto told = times.answer(&hours, hours_id("office"), december(30, 12));
  CHECK(told.now == december(23, 12));
  CHECK(told.clock_ms == 20 * hour);
  CHECK(told.business_ms == 4 * hour);
  REQUIRE(told.statuses.size() == 3);
  CHECK(told.statuses[0] == time_spent{"new", 2 * hour, hour});
  CHECK(told.statuses[1] == time_spent{"working", 17 * hour, 2 * hour});
  CHECK(told.statuses[2] == time_spent{"waiting", hour, hour});
  CHECK(told.hours == hours_stamp{hours_id("office"), 1, "2025b"});
}

TEST_CASE("a case that is opened again is as old as since its opening; being closed is no status") {
  given::office_hours hours;
  case_times times;
  times.take(opened("new", december(22, 10)), {});
  times.take(case_closed{"", december(22, 11)}, {});
  case_reopened again;
  again.status = "open";
  again.at = december(22, 13);
  times.take(again, {});
  const auto told = times.answer(&hours, hours_id("office"), december(22, 14));
  CHECK(told.clock_ms == 4 * hour);
  REQUIRE(told.statuses.size() == 2);
  CHECK(told.statuses[0].clock_ms == hour);
  CHECK(told.statuses[1].clock_ms == hour);
}

TEST_CASE("an agent's time is counted once, however many of the case's conversations it is in") {
  given::office_hours hours;
  case_times times;
  times.take(opened("new", december(22, 9)), {});
  times.take(joined("ana"), december(22, 8));  // before the case was there
  times.take(left("ana"), december(22, 10));
  times.take(joined("bo"), december(22, 12));
  times.take(joined("ana"), december(22, 9, 30));  // in another conversation
  times.take(left("ana"), december(22, 11));
  const auto told = times.answer(&hours, hours_id("office"), december(22, 13));
  REQUIRE(told.agents.size() == 2);
  CHECK(told.agents[0] == time_spent{"ana", 2 * hour, 2 * hour});
  CHECK(told.agents[1] == time_spent{"bo", hour, hour});
}

// Goal: every step of a timer, legal and illegal. Method: commands with the events they must give.

#include <doctest/doctest.h>

#include "events/codec/table.hpp"
#include "events/timer/entity.hpp"
#include "tests/events/given.hpp"

using namespace parley;

namespace {

struct timer : given::actor<timer_entity> {
  timer() : actor({tenant_id("acme"), entity_kind::timer, "offer:c1.w7"}) {}
};

arm_timer arm(std::int64_t due) {
  return {timer_purpose::offer, entity_kind::conversation, "c1", "c1.w7", time_ms(due)};
}
timer_armed armed(std::int64_t due) {
  return {timer_purpose::offer, entity_kind::conversation, "c1", "c1.w7", time_ms(due)};
}
timer_fired fired(std::int64_t due) {
  return {timer_purpose::offer, entity_kind::conversation, "c1", "c1.w7", time_ms(due)};
}

}  // namespace

TEST_CASE("a timer is armed, and armed again only by another time or target") {
  timer t;
  t.at(100).gives(arm(500), armed(500));
  t.gives(arm(500));
  t.gives(arm(700), armed(700));
  t.gives(arm(200), armed(200));
  auto other = arm(200);
  other.target = "c2";
  CHECK(t.tell(other)->size() == 1);
}

TEST_CASE("a timer fires once, at or after its due time") {
  timer t;
  t.at(100).gives(arm(500), armed(500));
  CHECK(t.at(499).refuses(fire_timer{time_ms(500)}, errc::wrong_state).state == "500");
  t.at(500).gives(fire_timer{time_ms(500)}, fired(500));
  CHECK(t.at(501).refuses(fire_timer{time_ms(500)}, errc::wrong_state).state == "idle");
}

TEST_CASE("only the present arming fires") {
  timer t;
  t.at(100).gives(arm(500), armed(500));
  t.gives(arm(900), armed(900));
  CHECK(t.at(2000).refuses(fire_timer{time_ms(500)}, errc::wrong_state).state == "900");
  t.gives(fire_timer{time_ms(900)}, fired(900));
}

TEST_CASE("a timer that was never armed does not fire, and cancelling it changes nothing") {
  timer t;
  t.at(100).refuses(fire_timer{time_ms(0)}, errc::wrong_state);
  t.gives(cancel_timer{});
}

TEST_CASE("a cancelled timer does not fire; cancelling again changes nothing") {
  timer t;
  t.at(100).gives(arm(500), armed(500));
  t.gives(cancel_timer{}, timer_cancelled{time_ms(500)});
  t.gives(cancel_timer{});
  t.at(600).refuses(fire_timer{time_ms(500)}, errc::wrong_state);
}

TEST_CASE("a timer can be used again after it fired or was cancelled, even for the same time") {
  timer t;
  t.at(500).gives(arm(500), armed(500));
  t.gives(fire_timer{time_ms(500)}, fired(500));
  t.gives(arm(500), armed(500));
  t.gives(cancel_timer{}, timer_cancelled{time_ms(500)});
  t.gives(arm(500), armed(500));
  t.gives(fire_timer{time_ms(500)}, fired(500));
}

TEST_CASE("an arming must have a time and belong to this timer") {
  timer t;
  t.refuses(arm(0), errc::bad_request);
  t.refuses(arm(-1), errc::bad_request);
  auto foreign = arm(500);
  foreign.subject = "c1.w8";
  t.refuses(foreign, errc::bad_request);
  foreign = arm(500);
  foreign.purpose = timer_purpose::idle;
  t.refuses(foreign, errc::bad_request);
}

TEST_CASE("a timer's state is the fold of its events, and survives its bytes") {
  timer t;
  t.at(100).gives(arm(500), armed(500));
  t.gives(arm(900), armed(900));
  timer_state folded;
  for (const auto& [event, at] : t.history) {
    timer_entity::apply(folded, event, at);
  }
  CHECK(folded == t.state);
  const auto bytes = codec::encode(folded);
  timer_state back;
  REQUIRE(codec::decode(bytes.data(), bytes.size(), back));
  CHECK(back == folded);
}

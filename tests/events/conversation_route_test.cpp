#include <limits>

#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

namespace {

route_request sales_route() {
  route_request r;
  r.route = r1;
  r.queue = queue_id("sales");
  r.skills = {{skill_id("french"), 3}, {skill_id("billing"), 1}};
  r.priority = 5;
  r.channel = channel_kind("messaging");
  r.weight = 3;
  r.deadline = time_ms(start + 300'000);
  r.overflow_at = time_ms(start + 60'000);
  r.relax_after_ms = duration_ms(7'000);
  r.offer_timeout_ms = duration_ms(20'000);
  return r;
}

}  // namespace

TEST_CASE("a route carries the queue's settings as they were when it was requested") {
  desk d;
  d.fresh().gives(to_sales(), route_requested{s1, sales_route()});
  CHECK(d.state.session_now == session_state::routing);
}

TEST_CASE("a route's own wishes come on top of the queue's") {
  desk d;
  request_route what = to_sales();
  what.skills = {{skill_id("billing"), 4}, {skill_id("golf"), 2}, {skill_id("french"), 1}};
  what.priority = -2;
  what.preferred_agent = zoe;
  what.interruptible = true;
  route_request expected = sales_route();
  expected.skills = {{skill_id("french"), 3}, {skill_id("billing"), 4}, {skill_id("golf"), 2}};
  expected.priority = 3;
  expected.preferred_agent = zoe;
  expected.prefer_until = time_ms(start + 15'000);
  expected.interruptible = true;
  d.fresh().gives(what, route_requested{s1, expected});
}

TEST_CASE("a queue that leaves things out gets what the tenant says, and an end to its offers") {
  desk d;
  request_route what;
  what.queue = queue_id("backup");
  what.preferred_agent = zoe;
  what.priority = std::numeric_limits<std::int32_t>::max();
  d.fresh().does(what);
  const route_request& r = d.state.route->request;
  CHECK(r.weight == 2);
  CHECK(r.prefer_until == time_ms());
  CHECK(r.deadline == time_ms());
  CHECK(r.overflow_at == time_ms());
  CHECK(r.offer_timeout_ms == duration_ms(30'000));
  CHECK(r.priority == std::numeric_limits<std::int32_t>::max());
}

TEST_CASE("routes are refused by name of what stands in the way") {
  desk d;
  d.fresh();
  request_route nowhere;
  d.refuses(nowhere, errc::not_found);
  nowhere.queue = queue_id("nowhere");
  d.refuses(nowhere, errc::not_found);
  for (const skill_level& bad : {skill_level{skill_id(""), 1}, skill_level{skill_id("golf"), 0},
                                 skill_level{skill_id("golf"), 11}}) {
    request_route what = to_sales();
    what.skills = {bad};
    d.refuses(what, errc::bad_request);
  }
  d.does(to_sales());
  const refusal pending = d.refuses(to_sales(), errc::wrong_state);
  CHECK(pending.message.find("c1.r1") != std::string::npos);
  CHECK(pending.state == "routing");
}

TEST_CASE("cancelling a route withdraws its offer and can be repeated") {
  desk d;
  d.offered().gives(cancel_route{"shop"}, work_withdrawn{w1, r1, ana, "cancelled"},
                    route_cancelled{r1, "shop"});
  CHECK(d.state.session_now == session_state::fresh);
  d.gives(cancel_route{"shop"});
  d.does(to_sales());
  CHECK(d.state.route->request.route == r2);
  d.does(offer_work{w2, r2, ana});
  d.does(accept_work{w2, ana});
  CHECK(d.refuses(cancel_route{"shop"}, errc::wrong_state).state == "active");
}

TEST_CASE("a bot that owns the session hands it back to people") {
  desk d;
  d.in_automation();
  d.refuses(hand_back{"other", to_sales()}, errc::not_permitted);
  d.refuses(hand_back{"helper", request_route{}}, errc::not_found);
  route_request expected = sales_route();
  expected.reason = route_reason::hand_back;
  d.gives(hand_back{"helper", to_sales()}, participant_left{s1, "helper", participant_role::bot},
          route_requested{s1, expected});
  CHECK(d.state.bot.empty());
}

TEST_CASE("a failed route leaves a new session, which can be routed again") {
  desk d;
  d.offered().gives(fail_route{r1}, work_withdrawn{w1, r1, ana, "deadline"},
                    route_failed{r1, "NO_CAPACITY"});
  CHECK(d.state.session_now == session_state::fresh);
  d.refuses(fail_route{r1}, errc::wrong_state);
  d.refuses(cancel_route{"shop"}, errc::wrong_state);
  d.does(to_sales());
}

TEST_CASE("relaxing drops the least important skill until none is needed") {
  desk d;
  d.routing().gives(relax_route{r1}, skills_relaxed{r1, {{skill_id("french"), 3}}});
  d.gives(relax_route{r1}, skills_relaxed{r1, {}});
  d.refuses(relax_route{r1}, errc::wrong_state);
}

TEST_CASE("overflow moves the route to the next queue and keeps its age") {
  desk d;
  d.routing();
  d.later(59'999).refuses(overflow_route{r1}, errc::wrong_state);
  route_request moved = sales_route();
  moved.queue = queue_id("backup");
  moved.skills = {{skill_id("english"), 1}};
  moved.priority = 9;
  moved.weight = 2;
  moved.overflow_at = time_ms();
  moved.relax_after_ms = duration_ms();
  moved.offer_timeout_ms = duration_ms(30'000);
  moved.overflowed = {queue_id("sales")};
  d.later(1).gives(overflow_route{r1}, route_overflowed{moved, queue_id("sales")});
  CHECK(d.state.route->requested_at == time_ms(start));
  d.refuses(overflow_route{r1}, errc::wrong_state);
}

TEST_CASE("overflow does not lower a priority") {
  desk d;
  request_route urgent = to_sales();
  urgent.priority = 20;
  d.fresh().does(urgent);
  d.later(60'000).does(overflow_route{r1});
  CHECK(d.state.route->request.priority == 25);
}

TEST_CASE("an overflow that fell due during an offer happens when the offer is lost") {
  for (const conversation_command& lost :
       {conversation_command(decline_work{w1, ana, "busy"}), conversation_command(expire_offer{w1}),
        conversation_command(withdraw_offer{w1, "agent_lost"})}) {
    desk d;
    d.routing().later(50'000).does(offer_work{w1, r1, ana});
    CHECK(d.later(20'000).refuses(overflow_route{r1}, errc::wrong_state).message ==
          "an offer is open");
    const auto answer = d.tell(lost);
    REQUIRE(answer.ok());
    REQUIRE(answer->size() == 2);
    CHECK(std::holds_alternative<route_overflowed>(answer->back()));
    CHECK(d.state.route->request.queue.str() == "backup");
  }
}

TEST_CASE("overflow without a queue to go to is refused") {
  desk d;
  d.routing().later(60'000);
  d.tenant.queues.back().settings.overflow_queue = queue_id("gone");
  d.refuses(overflow_route{r1}, errc::wrong_state);
  d.tenant.queues.back().settings.overflow_queue = queue_id();
  d.refuses(overflow_route{r1}, errc::wrong_state);
}

TEST_CASE("a preference ends in time, or when the preferred agent does not want") {
  request_route wish = to_sales();
  wish.preferred_agent = ana;
  SUBCASE("in time") {
    desk d;
    d.fresh().does(wish);
    d.later(14'999).refuses(end_preference{r1}, errc::wrong_state);
    d.later(1).gives(end_preference{r1}, preference_ended{r1});
    d.refuses(end_preference{r1}, errc::wrong_state);
  }
  SUBCASE("declined") {
    desk d;
    d.fresh().does(wish);
    d.does(offer_work{w1, r1, ana});
    d.gives(decline_work{w1, ana, ""}, work_declined{w1, r1, ana, ""}, preference_ended{r1});
  }
  SUBCASE("another agent's refusal does not end it") {
    desk d;
    d.fresh().does(wish);
    d.does(offer_work{w1, r1, ben});
    d.gives(decline_work{w1, ben, ""}, work_declined{w1, r1, ben, ""});
  }
}

TEST_CASE("a new round forgets who declined") {
  desk d;
  d.offered();
  d.refuses(retry_route{r1}, errc::wrong_state);
  d.does(decline_work{w1, ana, ""});
  d.refuses(offer_work{w2, r1, ana}, errc::not_available);
  d.gives(retry_route{r1}, route_retried{r1, 1});
  d.gives(retry_route{r1});
  d.does(offer_work{w2, r1, ana});
}

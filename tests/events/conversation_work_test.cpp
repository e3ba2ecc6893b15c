// The accepted item until it is closed: completion, wrap-up, and an owner that is gone.

#include <limits>

#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

TEST_CASE("completing the work ends the session and starts wrap-up") {
  desk d;
  d.active().later(5'000).gives(
      complete_work{w1, ana}, work_completed{w1, ana, time_ms(start + 15'000)},
      participant_left{s1, "ana", participant_role::agent}, session_ended{s1, "ana", "completed"});
  CHECK(find_work(d.state, w1)->state == work_state::after_work);
  d.refuses(complete_work{w1, ben}, errc::not_permitted);
  d.gives(complete_work{w1, ana}, after_work_ended{w1, ana, "agent"});
  CHECK(d.refuses(complete_work{w1, ana}, errc::wrong_state).state == "closed");
  CHECK(d.refuses(extend_after_work{w1, ana, duration_ms(1)}, errc::wrong_state).state == "closed");
  CHECK(d.refuses(deliver_work{w1, ana}, errc::wrong_state).state == "closed");
  d.refuses(end_after_work{w1}, errc::wrong_state);
}

TEST_CASE("a tenant without wrap-up closes the work at once") {
  desk d;
  d.tenant.settings.after_work_ms = duration_ms(0);
  d.active().gives(complete_work{w1, ana}, work_completed{w1, ana, time_ms()},
                   participant_left{s1, "ana", participant_role::agent},
                   session_ended{s1, "ana", "completed"});
  CHECK(d.state.works.empty());
}

TEST_CASE("the timer ends wrap-up when it is over, not before") {
  desk d;
  d.ended().later(9'999);
  CHECK(d.refuses(end_after_work{w1}, errc::wrong_state).state == "after_work");
  d.later(1).gives(end_after_work{w1}, after_work_ended{w1, ana, "timer"});
  d.refuses(end_after_work{w1}, errc::wrong_state);
}

TEST_CASE("wrap-up is extended up to the tenant's limit, counted from its start") {
  desk d;
  d.active();
  d.refuses(extend_after_work{w1, ana, duration_ms(1)}, errc::wrong_state);
  d.does(complete_work{w1, ana});
  d.later(5'000).gives(extend_after_work{w1, ana, duration_ms(15'000)},
                       after_work_extended{w1, ana, time_ms(start + 25'000)});
  d.refuses(extend_after_work{w1, ana, duration_ms(5'001)}, errc::wrong_state);
  d.refuses(extend_after_work{w1, ana, duration_ms(std::numeric_limits<std::int64_t>::max())},
            errc::wrong_state);
  d.refuses(extend_after_work{w1, ana, duration_ms(0)}, errc::bad_request);
  d.gives(extend_after_work{w1, ana, duration_ms(5'000)},
          after_work_extended{w1, ana, time_ms(start + 30'000)});
  d.later(24'999).refuses(end_after_work{w1}, errc::wrong_state);
  d.later(1).does(end_after_work{w1});
}

TEST_CASE("without a limit there is no extension") {
  desk d;
  d.tenant.settings.after_work_max_ms = duration_ms(0);
  d.ended().refuses(extend_after_work{w1, ana, duration_ms(1)}, errc::wrong_state);
}

TEST_CASE("wrap-up outlives the session: the contact may be back, or the conversation closed") {
  desk d;
  d.ended().does(opening());
  d.does(to_sales());
  d.does(offer_work{w2, r2, ben});
  d.does(accept_work{w2, ben});
  CHECK(owner_work(d.state)->agent == ben);
  d.does(outbound("ben", "m1"));
  d.refuses(outbound("ana", "m2"), errc::not_permitted);
  d.gives(complete_work{w1, ana}, after_work_ended{w1, ana, "agent"});
  CHECK(d.state.session_now == session_state::active);
  desk closed;
  closed.closed().later(10'000).does(end_after_work{w1});
}

TEST_CASE("work whose owner is gone is routed again as it was") {
  desk d;
  request_route what = to_sales();
  what.skills = {{skill_id("golf"), 2}};
  what.priority = 7;
  what.interruptible = true;
  d.fresh().does(what);
  d.does(offer_work{w1, r1, ana});
  d.does(accept_work{w1, ana});
  const auto answer = d.later(1'000).tell(abandon_work{w1});
  REQUIRE(answer.ok());
  REQUIRE(answer->size() == 3);
  CHECK(answer->at(0) == conversation_event(work_abandoned{w1, ana}));
  CHECK(answer->at(1) == conversation_event(participant_left{s1, "ana", participant_role::agent}));
  const route_request& redo = std::get<route_requested>(answer->at(2)).request;
  CHECK(redo.route == r2);
  CHECK(redo.reason == route_reason::redo);
  CHECK(redo.queue.str() == "sales");
  CHECK(redo.priority == 12);
  CHECK(redo.skills.size() == 3);
  CHECK(redo.interruptible);
  CHECK(redo.deadline == time_ms(start + 301'000));
  CHECK(d.state.session_now == session_state::routing);
  CHECK(d.refuses(complete_work{w1, ana}, errc::wrong_state).state == "abandoned");
  d.refuses(abandon_work{w1}, errc::wrong_state);
}

TEST_CASE("an owner that is gone during its transfer leaves one route") {
  desk d;
  const auto answer = d.transfer_offered().tell(abandon_work{w1});
  REQUIRE(answer.ok());
  REQUIRE(answer->size() == 6);
  CHECK(answer->at(0) == conversation_event(work_withdrawn{w2, r2, ben, "agent_lost"}));
  CHECK(std::holds_alternative<route_cancelled>(answer->at(1)));
  CHECK(answer->at(2) == conversation_event(transfer_failed{s1, ana, "agent_lost"}));
  CHECK(d.state.session_now == session_state::routing);
  CHECK(d.state.route->request.reason == route_reason::redo);
}

TEST_CASE("completing the work during a transfer ends both") {
  desk d;
  const auto answer = d.transfer_offered().tell(complete_work{w1, ana});
  REQUIRE(answer.ok());
  CHECK(answer->size() == 6);
  CHECK(answer->at(2) == conversation_event(transfer_failed{s1, ana, "ended"}));
  CHECK(d.state.session_now == session_state::ended);
}

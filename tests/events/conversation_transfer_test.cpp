#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

TEST_CASE("a transfer asks for another agent while the first stays the owner") {
  desk d;
  d.active();
  request_transfer what = transfer_by(ana, "sales");
  what.to_agent = zoe;
  what.reason = "german";
  what.skills = {{skill_id("german"), 2}};
  const auto answer = d.tell(what);
  REQUIRE(answer.ok());
  REQUIRE(answer->size() == 2);
  CHECK(answer->at(0) == conversation_event(transfer_requested{s1, w1, ana, "german"}));
  const route_request& request = std::get<route_requested>(answer->at(1)).request;
  CHECK(request.reason == route_reason::transfer);
  CHECK(request.excluded_agent == ana);
  CHECK(request.preferred_agent == zoe);
  CHECK(request.prefer_until == time_ms(start + 15'000));
  CHECK(request.skills.size() == 3);
  CHECK(d.state.session_now == session_state::transferring);
  CHECK(owner_work(d.state)->agent == ana);
}

TEST_CASE("a transfer to an agent without a queue is counted in the work's own") {
  desk d;
  request_transfer what = transfer_by(ana, "");
  what.to_agent = ben;
  d.active().does(what);
  CHECK(d.state.route->request.queue.str() == "sales");
}

TEST_CASE("the second agent's acceptance changes the owner in one commit") {
  desk d;
  d.transfer_offered().gives(accept_work{w2, ben}, work_accepted{w2, r2, ben},
                             participant_joined{s1, "ben", participant_role::agent},
                             transfer_completed{s1, ana, ben},
                             work_completed{w1, ana, time_ms(start + 10'000)},
                             participant_left{s1, "ana", participant_role::agent});
  CHECK(d.state.session == s1);
  CHECK(d.state.session_now == session_state::active);
  CHECK(owner_work(d.state)->agent == ben);
  d.refuses(transfer_by(ana, "sales"), errc::not_permitted);
  d.does(transfer_by(ben, "sales"));
}

TEST_CASE("a transfer's offer does not go to the agent that transfers") {
  desk d;
  d.transferring().refuses(offer_work{w2, r2, ana}, errc::not_available);
}

TEST_CASE("only the owner transfers, one transfer at a time") {
  desk d;
  d.active().refuses(transfer_by(ben, "sales"), errc::not_permitted);
  d.where().by = {principal_role::agent, "ben"};
  d.refuses(transfer_by(ana, "sales"), errc::not_permitted);
  d.where().by.name = "ana";
  d.does(transfer_by(ana, "sales"));
  CHECK(d.refuses(transfer_by(ana, "sales"), errc::wrong_state).state == "transferring");
}

TEST_CASE("a transfer has one kind of target") {
  desk d;
  d.active();
  d.refuses(transfer_by(ana, ""), errc::bad_request);
  d.refuses(transfer_by(ana, "nowhere"), errc::not_found);
  request_transfer both = transfer_to_bot(ana);
  both.queue = queue_id("sales");
  d.refuses(both, errc::bad_request);
  request_transfer self = transfer_by(ana, "sales");
  self.to_agent = ana;
  d.refuses(self, errc::bad_request);
}

TEST_CASE("an inactive session becomes active before it is transferred") {
  desk d;
  d.inactive();
  const auto answer = d.tell(transfer_by(ana, "sales"));
  REQUIRE(answer.ok());
  CHECK(answer->front() == conversation_event(session_reactivated{s1}));
  CHECK(d.state.session_now == session_state::transferring);
}

TEST_CASE("a cancelled or failed transfer leaves the first agent the owner") {
  SUBCASE("cancelled by the owner") {
    desk d;
    d.transfer_offered().gives(cancel_transfer{"ana"}, work_withdrawn{w2, r2, ben, "cancelled"},
                               route_cancelled{r2, "ana"}, transfer_failed{s1, ana, "cancelled"});
    CHECK(d.state.session_now == session_state::active);
    CHECK(owner_work(d.state)->agent == ana);
    d.gives(cancel_transfer{"ana"});
    d.does(transfer_by(ana, "sales"));
  }
  SUBCASE("not by another agent") {
    desk d;
    d.transferring().where().by = {principal_role::agent, "ben"};
    d.refuses(cancel_transfer{"ana"}, errc::not_permitted);
  }
  SUBCASE("its route cancelled") {
    desk d;
    d.transferring().gives(cancel_route{"shop"}, route_cancelled{r2, "shop"},
                           transfer_failed{s1, ana, "cancelled"});
    CHECK(d.state.session_now == session_state::active);
  }
  SUBCASE("its route failed") {
    desk d;
    d.transfer_offered().gives(fail_route{r2}, work_withdrawn{w2, r2, ben, "deadline"},
                               route_failed{r2, "NO_CAPACITY"},
                               transfer_failed{s1, ana, "NO_CAPACITY"});
    CHECK(d.state.session_now == session_state::active);
    d.refuses(cancel_transfer{"ana"}, errc::wrong_state);
  }
  SUBCASE("after acceptance it is too late") {
    desk d;
    d.transfer_offered().does(accept_work{w2, ben});
    d.refuses(cancel_transfer{"ben"}, errc::wrong_state);
  }
}

TEST_CASE("a declined transfer is offered to others, the first agent stays the owner") {
  desk d;
  d.transfer_offered().does(decline_work{w2, ben, ""});
  CHECK(d.state.session_now == session_state::transferring);
  d.does(offer_work{w3, r2, zoe});
  d.does(accept_work{w3, zoe});
  CHECK(owner_work(d.state)->agent == zoe);
}

TEST_CASE("a transfer to a bot takes effect at once, from an open transfer too") {
  desk d;
  d.active().gives(transfer_to_bot(ana), participant_joined{s1, "helper", participant_role::bot},
                   work_completed{w1, ana, time_ms(start + 10'000)},
                   participant_left{s1, "ana", participant_role::agent});
  CHECK(d.state.session_now == session_state::in_automation);
  CHECK(owner_work(d.state) == nullptr);
  d.does(outbound("helper", "m1"));
  desk open;
  open.transfer_offered().gives(transfer_to_bot(ana), work_withdrawn{w2, r2, ben, "to_bot"},
                                route_cancelled{r2, "ana"}, transfer_failed{s1, ana, "to_bot"},
                                participant_joined{s1, "helper", participant_role::bot},
                                work_completed{w1, ana, time_ms(start + 10'000)},
                                participant_left{s1, "ana", participant_role::agent});
  CHECK(open.state.session_now == session_state::in_automation);
}

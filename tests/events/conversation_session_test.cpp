#include <algorithm>
#include <map>

#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

namespace {

open_conversation opening_with(const std::string& id, const std::string& text = "hi") {
  open_conversation what = opening();
  what.messages = {{message_id(id), "", "", text}};
  return what;
}

}  // namespace

TEST_CASE("opening makes the conversation, its first session and the first message in one commit") {
  desk d;
  d.gives(opening_with("m1"),
          conversation_opened{
              contact_id("carl"), channel_kind("messaging"), "+44", consent::unspecified, {}},
          session_opened{s1, initiator::contact},
          inbound_message_received{s1, message_id("m1"), 1, "carl", "text/plain", "hi"});
  CHECK(d.state.session_now == session_state::fresh);
}

TEST_CASE("opening a live session again changes nothing, but keeps a new message that has an id") {
  desk d;
  d.does(opening_with("m1"));
  d.gives(opening());
  d.gives(opening_with("m1"));
  d.gives(opening_with(""));
  d.gives(opening_with("m2"),
          inbound_message_received{s1, message_id("m2"), 2, "carl", "text/plain", "hi"});
}

TEST_CASE("opening after the end makes a new session, whose messages count from one") {
  desk d;
  d.does(opening_with("m1"));
  d.does(end_session{"carl", "bye"});
  d.gives(opening_with("m1"));  // a late repeat opens nothing
  d.gives(opening_with("m2"), session_opened{s2, initiator::contact},
          inbound_message_received{s2, message_id("m2"), 1, "carl", "text/plain", "hi"});
  CHECK(d.state.messages == 1);
}

TEST_CASE("a closed conversation stays closed") {
  desk d;
  d.closed();
  CHECK(d.refuses(opening(), errc::closed).state == "ended");
  d.gives(close_conversation{"admin"});
}

TEST_CASE("an opening that lacks or exceeds something is a bad request") {
  desk d;
  open_conversation what;
  d.refuses(what, errc::bad_request);
  what.contact = contact_id("carl");
  d.refuses(what, errc::bad_request);
  what = opening_with("m1");
  what.messages.push_back(what.messages.front());
  d.refuses(what, errc::bad_request);
  d.refuses(opening_with("m1", std::string(101, 'x')), errc::bad_request);
  what = opening();
  what.address = std::string(257, 'x');
  d.refuses(what, errc::bad_request);
}

TEST_CASE("an agent opens no conversation with a contact that refused") {
  desk d;
  d.where().by = {principal_role::agent, "ana"};
  open_conversation what = opening();
  what.consent_given = consent::refused;
  d.refuses(what, errc::consent_refused);
  d.tenant.settings.consent_default = consent::refused;
  d.refuses(opening(), errc::consent_refused);
  what.consent_given = consent::granted;
  d.does(what);
  CHECK(d.state.opened_by == initiator::agent);
}

TEST_CASE("without a tenant there is nothing") {
  desk d;
  d.where().tenant = nullptr;
  d.refuses(opening(), errc::not_found);
  d.refuses(inbound("m1"), errc::not_found);
}

TEST_CASE("a flow runs in a new session, and ends where it says") {
  desk d;
  d.fresh().gives(start_flow{"greet"}, flow_started{s1, "greet"});
  d.refuses(start_flow{"again"}, errc::wrong_state);
  d.gives(inbound("m1"),
          inbound_message_received{s1, message_id("m1"), 1, "carl", "text/plain", "hi"});
  d.gives(finish_flow{flow_outcome::failed, ""}, flow_finished{s1, "greet", flow_outcome::failed});
  CHECK(d.state.session_now == session_state::fresh);
  d.refuses(start_flow{""}, errc::bad_request);
  d.does(start_flow{"greet"});
  d.refuses(finish_flow{flow_outcome::failed, "helper"}, errc::bad_request);
  d.gives(finish_flow{flow_outcome::done, "helper"}, flow_finished{s1, "greet", flow_outcome::done},
          participant_joined{s1, "helper", participant_role::bot});
  CHECK(d.state.session_now == session_state::in_automation);
  desk e;
  e.in_flow().gives(finish_flow{flow_outcome::ended, ""},
                    flow_finished{s1, "greet", flow_outcome::ended},
                    session_ended{s1, "flow", "flow_ended"});
}

TEST_CASE("ending stops everything that is under way, and twice is once") {
  SUBCASE("a flow") {
    desk d;
    d.in_flow().gives(end_session{"carl", "bye"}, flow_finished{s1, "greet", flow_outcome::ended},
                      session_ended{s1, "carl", "bye"});
    d.gives(end_session{"shop", "other"});
  }
  SUBCASE("an open offer and its route") {
    desk d;
    d.offered().gives(end_session{"", "bye"}, work_withdrawn{w1, r1, ana, "ended"},
                      route_cancelled{r1, "shop"}, session_ended{s1, "shop", "bye"});
    d.refuses(accept_work{w1, ana}, errc::wrong_state);
  }
  SUBCASE("an agent's work") {
    desk d;
    d.active().gives(end_session{"carl", "bye"}, work_completed{w1, ana, time_ms(start + 10'000)},
                     participant_left{s1, "ana", participant_role::agent},
                     session_ended{s1, "carl", "bye"});
  }
  SUBCASE("a transfer") {
    desk d;
    d.transfer_offered().gives(end_session{"carl", "bye"}, work_withdrawn{w2, r2, ben, "ended"},
                               route_cancelled{r2, "carl"}, transfer_failed{s1, ana, "ended"},
                               work_completed{w1, ana, time_ms(start + 10'000)},
                               participant_left{s1, "ana", participant_role::agent},
                               session_ended{s1, "carl", "bye"});
  }
  SUBCASE("a bot") {
    desk d;
    d.in_automation().gives(end_session{"carl", "bye"},
                            participant_left{s1, "helper", participant_role::bot},
                            session_ended{s1, "carl", "bye"});
  }
}

TEST_CASE("closing ends the live session first") {
  desk d;
  d.routing().gives(close_conversation{"admin"}, route_cancelled{r1, "admin"},
                    session_ended{s1, "admin", "closed"}, conversation_closed{"admin"});
  CHECK(d.refuses(inbound("m1"), errc::closed).message == "the conversation is closed");
}

TEST_CASE("an owned session without traffic becomes inactive, and traffic wakes it") {
  desk d;
  d.active();
  d.later(40'000).does(inbound("m1"));
  d.later(20'000).gives(check_idle{s1}, idle_rechecked{s1, time_ms(start + 100'000)});
  d.later(39'999).gives(check_idle{s1}, idle_rechecked{s1, time_ms(start + 100'000)});
  d.later(1).gives(check_idle{s1}, session_inactivated{s1});
  d.gives(check_idle{s1});
  d.gives(inbound("m2"), session_reactivated{s1},
          inbound_message_received{s1, message_id("m2"), 2, "carl", "text/plain", "hi"});
  CHECK(d.state.session_now == session_state::active);
  d.later(60'000).does(check_idle{s1});
  d.gives(outbound("ana", "m3"), session_reactivated{s1},
          outbound_message_accepted{s1, message_id("m3"), 3, "ana", "text/plain", "hello"});
}

TEST_CASE("idle checks of sessions nobody owns are put off, of other sessions refused") {
  desk d;
  d.transferring().gives(check_idle{s1}, idle_rechecked{s1, time_ms(start + 60'000)});
  d.refuses(check_idle{s2}, errc::wrong_state);
  d.tenant.settings.idle_ms = duration_ms(0);
  d.gives(check_idle{s1});
}

TEST_CASE("what a client may do next is told with the state") {
  desk d;
  CHECK(allowed_commands(d.state) == std::vector<std::string>{"open_conversation"});
  d.active();
  CHECK(allowed_commands(d.state) ==
        std::vector<std::string>{"post_message", "request_transfer", "end_session", "deliver_work",
                                 "complete_work", "close_conversation"});
  const auto answer = describe(conversation_id("c1"), d.state);
  CHECK(answer.state == "active");
  CHECK(answer.owner == ana);
  CHECK(answer.work == w1);
  CHECK(answer.queue.str() == "sales");
  CHECK(answer.allowed_commands == allowed_commands(d.state));
  d.does(close_conversation{"admin"});
  CHECK(describe(conversation_id("c1"), d.state).state == "closed");
  CHECK(allowed_commands(d.state) ==
        std::vector<std::string>{"complete_work", "extend_after_work"});
}

TEST_CASE("each command named as allowed has a chance of success") {
  const std::map<std::string, conversation_command> commands{
      {"open_conversation", opening()},
      {"post_message", inbound("m1")},
      {"start_flow", start_flow{"greet"}},
      {"finish_flow", finish_flow{}},
      {"request_route", to_sales()},
      {"cancel_route", cancel_route{}},
      {"request_transfer", transfer_to_bot(ana)},
      {"cancel_transfer", cancel_transfer{}},
      {"hand_back", hand_back{"helper", to_sales()}},
      {"end_session", end_session{}},
      {"close_conversation", close_conversation{}}};
  for (auto reach : {&desk::fresh, &desk::in_flow, &desk::routing, &desk::offered, &desk::active,
                     &desk::transferring, &desk::transfer_offered, &desk::inactive,
                     &desk::in_automation, &desk::ended, &desk::closed}) {
    desk reached;
    (reached.*reach)();
    const auto allowed = allowed_commands(reached.state);
    for (const auto& each : commands) {
      const std::string& name = each.first;
      CAPTURE(name);
      CAPTURE(to_string(reached.state.session_now));
      const auto answer = conversation_entity::decide(reached.state, each.second, reached.where());
      const bool named = std::find(allowed.begin(), allowed.end(), name) != allowed.end();
      CHECK(named == (answer.ok() && !answer->empty()));
    }
  }
}

TEST_CASE("a plain conversation's state is small") { CHECK(sizeof(conversation_state) < 1024); }

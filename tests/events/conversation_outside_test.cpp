// Transfers to people outside, sessions that an agent opens, consent that changes, and what is told
// of messages that went out.

#include <algorithm>

#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

namespace {

const contact_id carl("carl");
const channel_kind messaging("messaging");
constexpr std::int64_t answer_ms = 60'000;

open_outbound writing(const work_id& work = w1) {
  return {work, ana, carl, messaging, "+44", queue_id("sales")};
}

}  // namespace

// ---- C-74: to an external agent ----

TEST_CASE("c74 a transfer to the outside leaves the agent the owner until it is answered") {
  desk d;
  d.active();
  d.gives(transfer_outside(ana), external_transfer_requested{
                                     s1, w1, ana, {"night shift"}, time_ms(start + answer_ms), ""});
  CHECK(d.state.session_now == session_state::transferring);
  REQUIRE(owner_work(d.state) != nullptr);
  CHECK(owner_work(d.state)->agent == ana);
  CHECK(d.tell(outbound("ana", "m1")).ok());
  d.refuses(transfer_by(ana, "backup"), errc::wrong_state);
  d.refuses(transfer_outside(ana), errc::wrong_state);
}

TEST_CASE("c74 accepted outside: who takes part is recorded, the session ends, wrap-up starts") {
  desk d;
  d.asked_outside();
  d.gives(finish_external_transfer{true, {"zed", "yan"}, ""},
          external_participants_recorded{s1, {"zed", "yan"}},
          work_completed{w1, ana, time_ms(start + 10'000)},
          participant_left{s1, "ana", participant_role::agent},
          session_ended{s1, "shop", "external"});
  CHECK_FALSE(external_pending(d.state));
  d.refuses(inbound("m5"), errc::closed);
  d.does(opening());  // what comes later is a new session
  CHECK(d.state.session == s2);
}

TEST_CASE("c74 accepted without names: those asked for take part") {
  desk d;
  d.asked_outside();
  const auto events = d.tell(finish_external_transfer{true, {}, ""});
  REQUIRE(events.ok());
  CHECK(events->front() == conversation_event(external_participants_recorded{s1, {"night shift"}}));
}

TEST_CASE("c74 refused outside, or too late: the first agent keeps the session") {
  {
    desk d;
    d.asked_outside();
    d.gives(finish_external_transfer{false, {}, "nobody there"},
            transfer_failed{s1, ana, "nobody there"});
    CHECK(d.state.session_now == session_state::active);
    d.does(outbound("ana", "m1"));
    d.refuses(finish_external_transfer{true, {}, ""}, errc::wrong_state);
  }
  desk d;
  d.asked_outside().later(answer_ms - 1);
  d.refuses(fail_external_transfer{s1}, errc::wrong_state);
  d.later(1).gives(fail_external_transfer{s1}, transfer_failed{s1, ana, "deadline"});
  d.refuses(fail_external_transfer{s1}, errc::wrong_state);
  CHECK(owner_work(d.state)->agent == ana);
}

TEST_CASE("c74 whatever ends the session or its owner's work ends the wait for the outside") {
  const std::vector<conversation_command> endings{
      end_session{"carl", "bye"}, complete_work{w1, ana}, cancel_transfer{"ana"},
      abandon_work{w1},           transfer_to_bot(ana),   close_conversation{"boss"}};
  for (const auto& ending : endings) {
    desk d;
    d.asked_outside();
    const auto events = d.tell(ending);
    REQUIRE(events.ok());
    CHECK(std::holds_alternative<transfer_failed>(events->front()));
    CHECK_FALSE(external_pending(d.state));
    d.later(answer_ms).refuses(fail_external_transfer{s1}, errc::wrong_state);
  }
}

TEST_CASE("c74 only the owner asks, only the channel's side answers, and people have names") {
  desk d;
  d.active();
  d.refuses(transfer_outside(ben), errc::not_permitted);
  request_transfer both = transfer_outside(ana);
  both.queue = queue_id("sales");
  d.refuses(both, errc::bad_request);
  request_transfer nameless = transfer_outside(ana);
  nameless.to_external = {""};
  d.refuses(nameless, errc::bad_request);
  request_transfer crowd = transfer_outside(ana);
  crowd.to_external.assign(33, "x");
  d.refuses(crowd, errc::bad_request);
  d.does(transfer_outside(ana));
  d.where().by = {principal_role::agent, "ana"};
  d.refuses(finish_external_transfer{true, {}, ""}, errc::not_permitted);
}

// ---- C-76: an agent writes first ----

TEST_CASE("c76 a session that an agent opens starts active, with the agent as its owner") {
  desk d;
  d.does(writing());
  CHECK(d.state.session_now == session_state::active);
  CHECK(d.state.opened_by == initiator::agent);
  REQUIRE(owner_work(d.state) != nullptr);
  CHECK(owner_work(d.state)->work == w1);
  CHECK(owner_work(d.state)->agent == ana);
  CHECK(owner_work(d.state)->queue == queue_id("sales"));
  CHECK_FALSE(route_pending(d.state));
  d.does(outbound("ana", "m1"));
  d.gives(writing());  // a repeat
  d.does(end_session{"ana", ""});
  d.gives(writing());  // a late repeat
}

TEST_CASE("c76 after an ended session the same conversation goes on, with the next session") {
  desk d;
  d.ended().does(writing(w2));
  CHECK(d.state.session == s2);
  CHECK(owner_work(d.state)->work == w2);
}

TEST_CASE(
    "c76 without consent, in a live session or a closed conversation it is refused, and told") {
  desk d;
  d.fresh().gives(writing(), outbound_refused{w1, ana, "WRONG_STATE"});
  d.does(end_session{"", ""});
  d.does(change_consent{consent::refused, "carl"});
  d.gives(writing(), outbound_refused{w1, ana, "CONSENT_REFUSED"});
  d.does(change_consent{consent::granted, "carl"});
  d.does(close_conversation{""});
  d.gives(writing(), outbound_refused{w1, ana, "CLOSED"});
  desk unknown;
  open_outbound nowhere = writing();
  nowhere.queue = queue_id("nowhere");
  unknown.gives(nowhere, outbound_refused{w1, ana, "NOT_FOUND"});
  CHECK(unknown.state.session_now == session_state::none);
  desk careful;
  careful.tenant.settings.consent_default = consent::refused;
  careful.gives(writing(), outbound_refused{w1, ana, "CONSENT_REFUSED"});
  CHECK(careful.state == conversation_state());
}

// ---- consent that changes ----

TEST_CASE("c64 opting out blocks the next message, opting in lets it through") {
  desk d;
  d.active().does(outbound("ana", "m1"));
  d.gives(change_consent{consent::refused, "carl"},
          consent_changed{consent::refused, "carl", contact_id("carl"), channel_kind("messaging")});
  d.gives(change_consent{consent::refused, "carl"});
  const auto blocked = d.tell(outbound("ana", "m2"));
  REQUIRE(blocked.ok());
  CHECK(std::holds_alternative<outbound_message_blocked>(blocked->front()));
  d.does(inbound("m3"));  // the contact may always write
  d.does(change_consent{consent::granted, ""});
  const auto sent = d.tell(outbound("ana", "m4"));
  REQUIRE(sent.ok());
  CHECK(std::holds_alternative<outbound_message_accepted>(sent->back()));
}

TEST_CASE("c80 consent is given by the contact's side, and says something") {
  desk d;
  d.active();
  d.refuses(change_consent{consent::unspecified, ""}, errc::bad_request);
  d.where().by = {principal_role::agent, "ana"};
  d.refuses(change_consent{consent::granted, ""}, errc::not_permitted);
}

// ---- C-67: delivery ----

TEST_CASE("c67 a message is delivered, then read; older news changes nothing") {
  desk d;
  d.active().does(outbound("ana", "m1"));
  const message_id m1("m1");
  d.gives(report_delivery{m1, delivery::delivered, ""},
          message_delivery_reported{m1, delivery::delivered, ""});
  d.gives(report_delivery{m1, delivery::delivered, ""});
  d.gives(report_delivery{m1, delivery::read, ""},
          message_delivery_reported{m1, delivery::read, ""});
  d.gives(report_delivery{m1, delivery::delivered, ""});
  d.refuses(report_delivery{m1, delivery::failed, ""}, errc::wrong_state);
}

TEST_CASE("c67 a failure is final, and nothing is sent again by itself") {
  desk d;
  d.active().does(outbound("ana", "m1"));
  const message_id m1("m1");
  d.gives(report_delivery{m1, delivery::failed, "no such number"},
          message_delivery_reported{m1, delivery::failed, "no such number"});
  d.gives(report_delivery{m1, delivery::failed, "again"});
  d.refuses(report_delivery{m1, delivery::read, ""}, errc::wrong_state);
  CHECK(d.state.messages == 1);
}

TEST_CASE(
    "c67 only messages that went out lately, told by the channel's side, also after the end") {
  desk d;
  d.active().does(inbound("in"));
  d.does(outbound("ana", "m1"));
  d.does(change_consent{consent::refused, ""});
  d.does(outbound("ana", "blocked"));
  d.refuses(report_delivery{message_id("in"), delivery::read, ""}, errc::not_found);
  d.refuses(report_delivery{message_id("blocked"), delivery::read, ""}, errc::not_found);
  d.does(end_session{"", ""});
  d.does(report_delivery{message_id("m1"), delivery::read, ""});
  d.where().by = {principal_role::agent, "ana"};
  d.refuses(report_delivery{message_id("m1"), delivery::read, ""}, errc::not_permitted);
  desk busy;
  busy.active();
  for (int i = 0; i < 40; ++i) {
    busy.does(outbound("ana", "n" + std::to_string(i)));
  }
  CHECK(busy.state.sent.size() == sent_messages_max);
  busy.refuses(report_delivery{message_id("n0"), delivery::read, ""}, errc::not_found);
  busy.does(report_delivery{message_id("n39"), delivery::read, ""});
}

// ---- bounds ----

TEST_CASE("queues that overflow into each other do not pass work round") {
  desk d;
  auto& backup = d.tenant.queues[0].settings;
  backup.overflow_queue = queue_id("sales");
  backup.overflow_after_ms = duration_ms(60'000);
  d.routing().later(60'000).does(overflow_route{r1});
  CHECK(d.state.route->request.queue == queue_id("backup"));
  CHECK(d.state.route->request.overflowed == std::vector<queue_id>{queue_id("sales")});
  CHECK(d.state.route->request.overflow_at == time_ms());  // no timer for a move that is not made
  d.later(600'000).refuses(overflow_route{r1}, errc::wrong_state);
}

TEST_CASE("a chain of overflows is followed to its end, each queue once") {
  desk d;
  queue_settings link;
  link.overflow_after_ms = duration_ms(1'000);
  for (char name = 'c'; name <= 'e'; ++name) {
    link.overflow_queue = queue_id(std::string(1, name == 'e' ? 'c' : static_cast<char>(name + 1)));
    d.tenant.queues.push_back({queue_id(std::string(1, name)), link});
  }
  std::sort(d.tenant.queues.begin(), d.tenant.queues.end(),
            [](const auto& a, const auto& b) { return a.queue < b.queue; });
  request_route route;
  route.queue = queue_id("c");
  d.fresh().does(route);
  int moves = 0;
  while (d.later(1'000).tell(overflow_route{r1}).ok()) {
    REQUIRE(++moves < 5);
  }
  CHECK(moves == 2);
  CHECK(d.state.route->request.queue == queue_id("e"));
}

TEST_CASE("a command about work that ended long ago is NOT_FOUND, about a recent one WRONG_STATE") {
  desk d;
  d.routing();
  for (std::size_t i = 0; i <= finished_works_max; ++i) {
    const work_id work("c1.w" + std::to_string(10 + i));
    d.does(offer_work{work, r1, agent_id("agent" + std::to_string(i))});
    d.does(withdraw_offer{work, "agent_left"});
  }
  CHECK(d.state.finished.size() == finished_works_max);
  d.refuses(accept_work{work_id("c1.w10"), agent_id("agent0")}, errc::not_found);
  d.refuses(accept_work{work_id("c1.w18"), agent_id("agent8")}, errc::wrong_state);
}

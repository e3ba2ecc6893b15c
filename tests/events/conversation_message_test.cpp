#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

TEST_CASE("messages are numbered from one over both directions") {
  desk d;
  d.active().gives(inbound("m1"),
                   inbound_message_received{s1, message_id("m1"), 1, "carl", "text/plain", "hi"});
  d.gives(outbound("ana", "m2"),
          outbound_message_accepted{s1, message_id("m2"), 2, "ana", "text/plain", "hello"});
  d.gives(post_message{false, {message_id("m3"), "carla", "text/html", "<b>"}},
          inbound_message_received{s1, message_id("m3"), 3, "carla", "text/html", "<b>"});
}

TEST_CASE("a known message is answered and not stored again, even after the end") {
  desk d;
  d.fresh().does(inbound("m1"));
  d.gives(inbound("m1", "another text"));
  d.does(end_session{});
  d.gives(inbound("m1"));
  d.refuses(inbound("m2"), errc::closed);
}

TEST_CASE("the last 256 message ids are known, older ones are not") {
  desk d;
  d.fresh();
  for (int i = 0; i < 700; ++i) {
    d.does(inbound("m" + std::to_string(i)));
  }
  CHECK(d.state.messages == 700);
  CHECK(d.state.recent_messages.size() == recent_messages_max);
  for (int i = 0; i < 700; ++i) {
    CAPTURE(i);
    CHECK(message_known(d.state, message_id("m" + std::to_string(i))) == (i >= 700 - 256));
  }
  d.gives(inbound("m444"));
}

TEST_CASE("a message without an id is named by its command") {
  desk d;
  d.fresh();
  d.where().command = command_id{1, 2};
  const message_id named(to_string(d.where().command));
  d.gives(inbound(""), inbound_message_received{s1, named, 1, "carl", "text/plain", "hi"});
  d.gives(inbound(""));
  d.where().command = command_id{1, 3};
  d.does(inbound(""));
  CHECK(d.state.messages == 2);
}

TEST_CASE("a text longer than the tenant allows is a bad request") {
  desk d;
  d.fresh().does(inbound("m1", std::string(100, 'x')));
  d.refuses(inbound("m2", std::string(101, 'x')), errc::bad_request);
  d.refuses(inbound(std::string(257, 'm')), errc::bad_request);
}

TEST_CASE("only the owner sends") {
  desk d;
  d.transfer_offered();
  d.does(outbound("ana", "m1"));  // the owner until the other has accepted
  d.refuses(outbound("ben", "m2"), errc::not_permitted);
  d.refuses(outbound("", "m2"), errc::not_permitted);
  d.does(accept_work{w2, ben});
  d.refuses(outbound("ana", "m3"), errc::not_permitted);
  d.does(outbound("ben", "m3"));
  desk bot;
  bot.in_automation().does(outbound("helper", "m1"));
  bot.refuses(outbound("other", "m2"), errc::not_permitted);
}

TEST_CASE("an agent writes only in its own name") {
  desk d;
  d.active().where().by = {principal_role::agent, "ben"};
  d.refuses(outbound("ana", "m1"), errc::not_permitted);
  d.where().by.name = "ana";
  d.does(outbound("ana", "m1"));
}

TEST_CASE("what consent forbids is kept as unsent and takes its number") {
  desk d;
  open_conversation refusing = opening();
  refusing.consent_given = consent::refused;
  d.does(refusing);
  d.does(to_sales());
  d.does(offer_work{w1, r1, ana});
  d.does(accept_work{w1, ana});
  d.gives(outbound("ana", "m1"),
          outbound_message_blocked{s1, message_id("m1"), 1, "ana", "text/plain", "hello",
                                   "CONSENT_REFUSED"});
  d.gives(outbound("ana", "m1"));
  d.gives(inbound("m2"),
          inbound_message_received{s1, message_id("m2"), 2, "carl", "text/plain", "hi"});
}

TEST_CASE("a default of no consent blocks only sessions that the contact did not open") {
  desk asked;
  asked.tenant.settings.consent_default = consent::refused;
  asked.active().gives(
      outbound("ana", "m1"),
      outbound_message_accepted{s1, message_id("m1"), 1, "ana", "text/plain", "hello"});
  desk cold;
  cold.where().by = {principal_role::system, ""};
  cold.tenant.settings.consent_default = consent::refused;
  cold.active().gives(outbound("ana", "m1"),
                      outbound_message_blocked{s1, message_id("m1"), 1, "ana", "text/plain",
                                               "hello", "CONSENT_REFUSED"});
}

TEST_CASE("an inbound message leaves the state of the session as it is") {
  for (auto reach : {&desk::fresh, &desk::in_flow, &desk::routing, &desk::offered, &desk::active,
                     &desk::transferring, &desk::transfer_offered, &desk::in_automation}) {
    desk d;
    (d.*reach)();
    const auto before = d.state.session_now;
    const auto answer = d.tell(inbound("m1"));
    REQUIRE(answer.ok());
    CHECK(answer->size() == 1);
    CHECK(d.state.session_now == before);
  }
}

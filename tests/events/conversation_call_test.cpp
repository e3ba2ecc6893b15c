// Goal: calls and messages after the end go through the same sessions and work as everything else.
// Method: a desk whose channel is one of voice, or opens sessions by itself; each answer, legal and
// illegal, with its events.

#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

namespace {

struct voice_desk : desk {
  voice_desk() {
    channel_settings settings;
    settings.medium = channel_medium::voice;
    settings.partner = "shop";
    settings.actions = {"hold", "hang_up"};
    tenant.channels = {{channel_kind("messaging"), settings}};
  }
  channel_settings& settings() { return tenant.channels.front().settings; }
};

report_call call(call_state state, const char* reason = "") { return {state, reason, ""}; }
call_changed changed(call_state state, const char* reason = "") {
  return {s1, state, "shop", reason};
}

}  // namespace

TEST_CASE("c68 a call rings, connects, is held and goes on, each told once") {
  voice_desk d;
  d.fresh();
  d.gives(call(call_state::ringing), changed(call_state::ringing));
  d.gives(call(call_state::ringing));
  d.refuses(call(call_state::held), errc::wrong_state);
  d.gives(call(call_state::connected), changed(call_state::connected));
  d.refuses(call(call_state::ringing), errc::wrong_state);
  d.gives(call(call_state::held, "music"), changed(call_state::held, "music"));
  d.gives(call(call_state::connected), changed(call_state::connected));
  CHECK(d.state.call == call_state::connected);
}

TEST_CASE("c68 hanging up before anybody accepted withdraws the offer and ends the session") {
  voice_desk d;
  d.offered();
  d.does(call(call_state::ringing));
  d.gives(call(call_state::hung_up, "gave up"), changed(call_state::hung_up, "gave up"),
          work_withdrawn{w1, r1, ana, "ended"}, route_cancelled{r1, "shop"},
          session_ended{s1, "shop", "hung_up"});
  d.refuses(accept_work{w1, ana}, errc::wrong_state);
  // Told again, or by the other end as well.
  d.gives(call(call_state::hung_up));
  d.refuses(call(call_state::connected), errc::closed);
}

TEST_CASE("c68 hanging up during the work completes it, with its wrap-up") {
  voice_desk d;
  d.active();
  d.does(call(call_state::connected));
  d.does(call(call_state::hung_up));
  CHECK(d.state.session_now == session_state::ended);
  REQUIRE(d.state.works.size() == 1);
  CHECK(d.state.works.front().state == work_state::after_work);
}

TEST_CASE("c68 the agent asks for hold and hang-up as actions of the channel") {
  voice_desk d;
  d.active();
  d.where().by = {principal_role::agent, "ana"};
  d.refuses(call(call_state::held), errc::not_permitted);
  d.gives(request_action{"hold", "ana", {}},
          channel_action_requested{s1, "c1.a1", "hold", "ana", {}});
}

TEST_CASE("c68 only a channel of voice has calls, and only known states") {
  voice_desk d;
  d.fresh();
  d.refuses(call(call_state::none), errc::bad_request);
  d.refuses(call(static_cast<call_state>(9)), errc::bad_request);
  d.settings().medium = channel_medium::messages;
  d.refuses(call(call_state::ringing), errc::unsupported);
  d.tenant.channels.clear();
  d.refuses(call(call_state::ringing), errc::unsupported);
}

TEST_CASE("c68 a call that is under way is not idle, and the next session's is another one") {
  voice_desk d;
  d.active();
  d.does(call(call_state::connected));
  d.later(60'000).gives(check_idle{s1}, idle_rechecked{s1, time_ms(start + 120'000)});
  d.does(call(call_state::hung_up));
  d.does(opening());
  CHECK(d.state.call == call_state::none);
}

TEST_CASE(
    "c63 a message after the end is CLOSED, or opens the next session if the channel says so") {
  desk d;
  d.ended();
  d.refuses(inbound("m1"), errc::closed);
  channel_settings settings;
  settings.reopens = true;
  d.tenant.channels = {{channel_kind("messaging"), settings}};
  d.gives(inbound("m1"), session_opened{s2, initiator::contact},
          inbound_message_received{s2, message_id("m1"), 1, "carl", "text/plain", "hi"});
  // The same message again is no second one, nor a third session.
  d.gives(inbound("m1"));
  d.does(end_session{"carl", "bye"});
  d.gives(inbound("m1"));
  // What others would send is not the contact's to open with.
  d.refuses(outbound("ana", "m2"), errc::closed);
  d.does(close_conversation{"admin"});
  d.refuses(inbound("m3"), errc::closed);
}

TEST_CASE("c37 a suspended channel opens nothing, and what lives goes on") {
  desk d;
  d.fresh();
  channel_settings settings;
  settings.reopens = true;
  settings.suspended = true;
  d.tenant.channels = {{channel_kind("messaging"), settings}};
  d.does(inbound("m1"));
  d.does(end_session{"carl", "bye"});
  d.refuses(inbound("m2"), errc::channel_not_configured);
  d.refuses(opening(), errc::channel_not_configured);
  desk other;
  other.tenant.channels = d.tenant.channels;
  other.refuses(opening(), errc::channel_not_configured);
  other.where().by = {};
  const open_outbound asks{w1, ana, contact_id("carl"), channel_kind("messaging"), "", {}};
  other.gives(asks, outbound_refused{w1, ana, "CHANNEL_NOT_CONFIGURED"});
}

TEST_CASE("c37 a partner opens on channels that are configured, where the tenant wants it so") {
  desk d;
  d.tenant.settings.known_channels_only = true;
  d.refuses(opening(), errc::channel_not_configured);
  d.tenant.channels = {{channel_kind("messaging"), {}}};
  d.does(opening());
  desk tenants;
  tenants.tenant.settings.known_channels_only = true;
  tenants.where().by = {principal_role::admin, "root"};
  tenants.does(opening());
}

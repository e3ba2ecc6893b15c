// Goal: what a channel's partner may decide in a conversation, and nobody else. Method: a desk
// whose channel is served by the partner "shop"; every answer, legal and illegal, with its events.

#include "events/consents/consent_source.hpp"
#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

namespace {

const principal shop{principal_role::partner, "shop"};
const principal platform{};

channel_settings shops_channel() {
  channel_settings settings;
  settings.partner = "shop";
  settings.routing_owner = channel_side::partner;
  settings.consent_owner = channel_side::partner;
  settings.answer_timeout_ms = duration_ms(40'000);
  settings.actions = {"lookup", "disconnect"};
  settings.consent_request_type = "text/consent-request";
  return settings;
}

struct partner_desk : desk {
  partner_desk() { tenant.channels = {{channel_kind("messaging"), shops_channel()}}; }
  channel_settings& settings() { return tenant.channels.front().settings; }
  partner_desk& by(const principal& who) {
    where().by = who;
    return *this;
  }
  partner_desk& proposed(const agent_id& agent = ana) {
    routing();
    does(propose_route{r1, agent, {}, {}});
    return *this;
  }
  partner_desk& taken() {
    proposed();
    by(platform).does(offer_work{w1, r1, ana});
    by({principal_role::agent, "ana"}).does(accept_work{w1, ana});
    return *this;
  }
  const route_request& request() const { return state.route->request; }
};

// What one contact said on one channel.
struct one_consent : consent_source {
  consent_row row;
  const consent_row* find(const contact_id& contact, const channel_kind&) const override {
    return contact == contact_id("carl") ? &row : nullptr;
  }
};

}  // namespace

TEST_CASE("c42 a route of a partner's channel is the partner's, to its end") {
  partner_desk d;
  d.routing();
  CHECK(d.request().owner == channel_side::partner);
  CHECK(d.request().answer_by == time_ms(start + 40'000));
  CHECK(d.request().overflow_at == time_ms());
  CHECK(d.request().relax_after_ms == duration_ms());
  CHECK(awaits_partner(d.request()));
  // Nobody is offered the work whom the partner did not name.
  d.by(platform).refuses(offer_work{w1, r1, ana}, errc::not_available);
  // The owner may change: this route finishes under the old one.
  d.settings().routing_owner = channel_side::tenant;
  d.by(shop).does(propose_route{r1, ana, {}, {}});
}

TEST_CASE("c42 who routes is checked: ROUTING_OWNER_MISMATCH for the other side") {
  partner_desk d;
  d.settings().routing_owner = channel_side::tenant;
  d.fresh();
  request_route picks = to_sales();
  picks.preferred_agent = ana;
  d.refuses(picks, errc::routing_owner_mismatch);
  d.does(to_sales());
  d.refuses(propose_route{r1, ana, {}, {}}, errc::routing_owner_mismatch);

  partner_desk theirs;
  theirs.routing();
  theirs.by({principal_role::admin, "root"})
      .refuses(propose_route{r1, ana, {}, {}}, errc::routing_owner_mismatch);
  theirs.by({principal_role::agent, "ana"})
      .refuses(propose_route{r1, ana, {}, {}}, errc::not_permitted);
}

TEST_CASE("c44 the partner proposes an agent; the first answer wins") {
  partner_desk d;
  d.routing();
  d.refuses(propose_route{route_id("c1.r9"), ana, {}, {}}, errc::wrong_state);
  d.refuses(propose_route{r1, {}, {}, {}}, errc::bad_request);
  d.refuses(propose_route{r1, ana, queue_id("sales"), {}}, errc::bad_request);
  route_request answered = d.request();
  answered.preferred_agent = ana;
  answered.proposed = true;
  d.gives(propose_route{r1, ana, {}, {}}, route_proposed{answered, "shop"});
  d.refuses(propose_route{r1, ben, {}, {}}, errc::wrong_state);
  d.by(platform).refuses(offer_work{w1, r1, ben}, errc::not_available);
  d.does(offer_work{w1, r1, ana});
  d.by(shop).refuses(propose_route{r1, ben, {}, {}}, errc::wrong_state);
  d.by({principal_role::agent, "ana"}).does(accept_work{w1, ana});
  d.by(shop).refuses(propose_route{r1, ben, {}, {}}, errc::wrong_state);  // late
}

TEST_CASE("c52 a partner that asks for a route with an agent has proposed it") {
  partner_desk d;
  d.fresh();
  request_route picks = to_sales();
  picks.preferred_agent = ana;
  d.does(picks);
  CHECK(d.request().proposed);
  d.by(platform).does(offer_work{w1, r1, ana});
}

TEST_CASE(
    "c44 the partner names a queue: the tenant's engine goes on there, with the route's age") {
  partner_desk d;
  d.routing().later(1'000);
  d.refuses(propose_route{r1, {}, queue_id("nowhere"), {}}, errc::not_found);
  d.does(propose_route{r1, {}, queue_id("backup"), {{skill_id("german"), 2}}});
  CHECK(d.request().owner == channel_side::tenant);
  CHECK(d.request().queue == queue_id("backup"));
  CHECK(d.request().route == r1);
  CHECK(d.request().answer_by == time_ms());
  CHECK(d.request().skills.size() == 2);
  CHECK(d.request().deadline == time_ms(start + 300'000));
  CHECK(d.state.route->requested_at == time_ms(start));
  d.by(platform).does(offer_work{w1, r1, zoe});
}

TEST_CASE("c44 an agent that cannot have the work: the partner hears it and proposes again") {
  partner_desk d;
  d.proposed();
  d.by(platform).refuses(refuse_proposal{r1, ben, "NO_CAPACITY"}, errc::wrong_state);
  d.gives(refuse_proposal{r1, ana, "NO_CAPACITY"},
          proposal_refused{r1, ana, "NO_CAPACITY", time_ms(start + 40'000)});
  CHECK(awaits_partner(d.request()));
  d.refuses(refuse_proposal{r1, ana, "NO_CAPACITY"}, errc::wrong_state);
  d.by(shop).does(propose_route{r1, ben, {}, {}});
}

TEST_CASE(
    "c50 who declined, or let the offer expire, is not proposed again; the time begins anew") {
  partner_desk d;
  d.proposed();
  d.by(platform).does(offer_work{w1, r1, ana});
  d.later(5'000);
  d.by({principal_role::agent, "ana"})
      .gives(decline_work{w1, ana, "busy"}, work_declined{w1, r1, ana, "busy"},
             proposal_refused{r1, ana, "declined", time_ms(start + 45'000)});
  d.by(shop).refuses(propose_route{r1, ana, {}, {}}, errc::not_available);
  d.does(propose_route{r1, ben, {}, {}});
  d.by(platform).does(offer_work{w2, r1, ben});
  d.later(20'000).gives(expire_offer{w2}, work_expired{w2, r1, ben},
                        proposal_refused{r1, ben, "declined", time_ms(start + 65'000)});
  d.by(shop).does(propose_route{r1, zoe, {}, {}});
  d.by(platform).does(offer_work{w3, r1, zoe});
  d.gives(withdraw_offer{w3, "agent_left"}, work_withdrawn{w3, r1, zoe, "agent_left"},
          proposal_refused{r1, zoe, "withdrawn", time_ms(start + 65'000)});
}

TEST_CASE(
    "c44 no answer in time: the tenant's engine takes the route, or it fails, as configured") {
  partner_desk d;
  d.routing();
  d.by(platform).refuses(end_answer{r1}, errc::wrong_state);  // early
  d.later(40'000).does(end_answer{r1});
  CHECK(d.request().owner == channel_side::tenant);
  CHECK(d.request().queue == queue_id("sales"));
  CHECK(d.request().overflow_at == time_ms(start + 100'000));
  CHECK(d.request().relax_after_ms == duration_ms(7'000));
  d.refuses(end_answer{r1}, errc::wrong_state);
  d.by(shop).refuses(propose_route{r1, ana, {}, {}}, errc::routing_owner_mismatch);
  d.by(platform).does(offer_work{w1, r1, ben});

  partner_desk fails;
  fails.settings().fallback = route_fallback::fail;
  fails.routing();
  fails.by(platform).later(40'000);
  fails.gives(end_answer{r1}, route_failed{r1, "UNAVAILABLE"});
  CHECK(fails.state.session_now == session_state::fresh);
}

TEST_CASE("c44 an answer that came is not overtaken by the deadline") {
  partner_desk d;
  d.proposed();
  d.by(platform).later(40'000).refuses(end_answer{r1}, errc::wrong_state);
}

TEST_CASE("c71 a transfer of a partner's channel is asked of the partner") {
  partner_desk d;
  d.taken();
  request_transfer to_ben = transfer_by(ana, "sales");
  to_ben.to_agent = ben;
  d.does(to_ben);
  CHECK(d.state.session_now == session_state::transferring);
  CHECK(d.request().owner == channel_side::partner);
  CHECK(d.request().preferred_agent == ben);  // a wish, for the partner to hear
  CHECK(awaits_partner(d.request()));
  d.by(shop).refuses(propose_route{r2, ana, {}, {}}, errc::not_available);
  d.does(propose_route{r2, ben, {}, {}});
  d.by(platform).does(offer_work{w2, r2, ben});
  d.by({principal_role::agent, "ben"}).does(accept_work{w2, ben});
  CHECK(owner_work(d.state)->agent == ben);
}

TEST_CASE(
    "c71 a partner that does not listen: the transfer fails, the first agent keeps the session") {
  partner_desk d;
  d.taken();
  d.does(transfer_by(ana, "sales"));
  d.by(platform).later(40'000);
  d.gives(end_answer{r2}, route_failed{r2, "UNAVAILABLE"}, transfer_failed{s1, ana, "UNAVAILABLE"});
  CHECK(d.state.session_now == session_state::active);
  CHECK(owner_work(d.state)->agent == ana);
}

TEST_CASE("c5 what is on another partner's channel is to a partner as if it did not exist") {
  partner_desk d;
  d.by({principal_role::partner, "bank"}).refuses(opening(), errc::channel_not_configured);
  d.by(shop).fresh();
  d.by({principal_role::partner, "bank"}).refuses(inbound("m1"), errc::not_found);
  d.refuses(opening(), errc::not_found);
}

TEST_CASE("c69 an action that the channel offers goes to its partner, and is answered once") {
  partner_desk d;
  d.taken();
  const std::vector<attribute> what{{"order", "7"}};
  d.gives(request_action{"lookup", "ana", what},
          channel_action_requested{s1, "c1.a1", "lookup", "ana", what});
  d.refuses(finish_action{"c1.a1", true, {}, ""}, errc::not_permitted);
  d.by(shop).refuses(finish_action{"c1.a2", true, {}, ""}, errc::not_found);
  d.refuses(finish_action{"other.a1", true, {}, ""}, errc::not_found);
  const std::vector<attribute> found{{"status", "sent"}};
  d.gives(finish_action{"c1.a1", true, found, ""},
          channel_action_finished{"c1.a1", "lookup", true, found, ""});
  d.refuses(finish_action{"c1.a1", false, {}, "late"}, errc::wrong_state);
  CHECK(d.state.open_actions.empty());
}

TEST_CASE("c69 an action that the channel does not offer is UNSUPPORTED, and nothing changes") {
  partner_desk d;
  d.taken();
  d.refuses(request_action{"dance", "ana", {}}, errc::unsupported);
  // A transfer to people outside is one of them.
  d.refuses(transfer_outside(ana), errc::unsupported);
  d.settings().actions.emplace_back("transfer");
  d.does(transfer_outside(ana));

  desk standard;  // a channel without settings: transfers outside, and nothing else
  standard.active();
  standard.refuses(request_action{"lookup", "ana", {}}, errc::unsupported);
  standard.does(transfer_outside(ana));
}

TEST_CASE(
    "c69 only who has the session asks for an action, in a live session, and not without end") {
  partner_desk d;
  d.fresh();
  d.refuses(request_action{"lookup", "ana", {}}, errc::not_permitted);
  partner_desk t;
  t.taken();
  t.refuses(request_action{"lookup", "ben", {}}, errc::not_permitted);
  for (std::size_t i = 0; i < open_actions_max; ++i) {
    t.does(request_action{"lookup", "ana", {}});
  }
  t.refuses(request_action{"lookup", "ana", {}}, errc::wrong_state);
  t.by(shop).does(end_session{"carl", "bye"});
  CHECK(t.state.open_actions.empty());
  t.by({principal_role::agent, "ana"}).refuses(request_action{"lookup", "ana", {}}, errc::closed);
  t.by(shop).refuses(finish_action{"c1.a1", true, {}, ""}, errc::wrong_state);
}

TEST_CASE("c80 a conversation's consent is changed by the consent's owner only") {
  partner_desk d;
  d.fresh();
  d.by({principal_role::admin, "root"})
      .refuses(change_consent{consent::refused, "carl"}, errc::consent_owner_mismatch);
  d.by(shop).gives(
      change_consent{consent::refused, "carl"},
      consent_changed{consent::refused, "carl", contact_id("carl"), channel_kind("messaging")});
  d.gives(change_consent{consent::refused, "carl"});
  d.settings().consent_owner = channel_side::tenant;
  d.refuses(change_consent{consent::granted, "carl"}, errc::consent_owner_mismatch);
}

TEST_CASE("c38 an opening is taken, and its word about a consent that is not the opener's is not") {
  partner_desk d;
  d.settings().consent_owner = channel_side::tenant;
  open_conversation what = opening();
  what.consent_given = consent::granted;
  d.does(what);
  CHECK(d.state.consent_given == consent::unspecified);
  partner_desk own;
  own.does(what);
  CHECK(own.state.consent_given == consent::granted);
}

TEST_CASE("c83 a reply asks the register: what the contact said last holds, in any conversation") {
  partner_desk d;
  one_consent known;
  d.where().consents = &known;
  d.taken();
  d.does(outbound("ana", "m1"));
  known.row = {consent::refused, time_ms(start), 1, false, ""};
  d.does(outbound("ana", "m2"));
  CHECK(std::holds_alternative<outbound_message_blocked>(d.history.back().first));
  // This conversation hears of a later change before the register does.
  d.later(1);
  d.by(shop).does(change_consent{consent::granted, "carl"});
  d.by({principal_role::agent, "ana"}).does(outbound("ana", "m3"));
  CHECK(std::holds_alternative<outbound_message_accepted>(d.history.back().first));
  known.row = {consent::refused, time_ms(start + 2), 2, false, ""};
  d.later(5).does(outbound("ana", "m4"));
  CHECK(std::holds_alternative<outbound_message_blocked>(d.history.back().first));
  // Of two words of one moment the refusal counts.
  known.row = {consent::refused, time_ms(start + 1), 2, false, ""};
  d.does(outbound("ana", "m5"));
  CHECK(std::holds_alternative<outbound_message_blocked>(d.history.back().first));
}

TEST_CASE("c83 an agent may not begin where the register refuses") {
  partner_desk d;
  one_consent known;
  known.row = {consent::refused, time_ms(start), 1, false, ""};
  d.where().consents = &known;
  d.by({principal_role::agent, "ana"}).refuses(opening(), errc::consent_refused);
  const open_outbound write{
      w1, ana, contact_id("carl"), channel_kind("messaging"), "", queue_id("sales")};
  d.by(platform).gives(write, outbound_refused{w1, ana, "CONSENT_REFUSED"});
}

TEST_CASE("c82 a message that only asks for consent may go to who has not said anything") {
  partner_desk d;
  d.tenant.settings.consent_default = consent::refused;
  const open_outbound write{
      w1, ana, contact_id("carl"), channel_kind("messaging"), "", queue_id("sales")};
  d.by(platform).gives(write, outbound_refused{w1, ana, "CONSENT_REFUSED"});
  // The contact wrote once, agreed to nothing, and the session ended: now the agent opens one.
  d.tenant.settings.consent_default = consent::unspecified;
  d.does(write);
  d.tenant.settings.consent_default = consent::refused;
  d.by({principal_role::agent, "ana"}).does(outbound("ana", "m1"));
  CHECK(std::holds_alternative<outbound_message_blocked>(d.history.back().first));
  post_message asks = outbound("ana", "m2");
  asks.message.content_type = "text/consent-request";
  d.does(asks);
  CHECK(std::holds_alternative<outbound_message_accepted>(d.history.back().first));
  // Not to who said no.
  d.by(shop).does(change_consent{consent::refused, "carl"});
  asks.message.message = message_id("m3");
  d.by({principal_role::agent, "ana"}).does(asks);
  CHECK(std::holds_alternative<outbound_message_blocked>(d.history.back().first));
}

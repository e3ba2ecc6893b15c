// Goal: what permission sets gate is refused to agents that do not have the right, at the very next
// act; and whose contact somebody is, is told without rewriting what was. Method: a desk with sets
// and customers; every right, given and taken back.

#include "events/customer/contact_source.hpp"
#include "events/tenant/entity.hpp"
#include "events/tenant/rights.hpp"
#include "tests/events/conversation_desk.hpp"

using namespace parley;
using namespace parley::given;

namespace {

const channel_kind messaging("messaging");

struct gated_desk : desk {
  gated_desk() {
    definition.permission_sets = {"staff"};
    where().agent = &definition;
    set().settings.accept_work = true;
    set().settings.transfer = true;
    set().settings.start_outbound = true;
    set().settings.send = true;
  }
  tenant_permission_set& set() {
    if (tenant.permission_sets.empty()) {
      tenant.permission_sets.push_back({"staff", {}});
    }
    return tenant.permission_sets.front();
  }
  gated_desk& as_ana() {
    where().by = {principal_role::agent, "ana"};
    return *this;
  }
  agent_definition definition;
};

struct some_customers : contact_source {
  bool any() const override { return !account.empty() || shared; }
  account_id account_of(const contact_id& contact) const override {
    return contact == contact_id("carl") && !shared ? account : account_id();
  }
  bool is_shared(const contact_id&) const override { return shared; }
  bool has_account(const account_id& asked) const override {
    return asked == account_id("big") || asked == account;
  }
  account_id account;
  bool shared = false;
};

}  // namespace

TEST_CASE("c3 a tenant without permission sets gates nothing") {
  gated_desk d;
  d.tenant.permission_sets.clear();
  d.offered();
  d.as_ana().does(accept_work{w1, ana});
  d.does(outbound("ana", "m1"));
  d.does(transfer_by(ana, "sales"));
}

TEST_CASE("c3 accepting needs its right; declining needs none") {
  gated_desk d;
  d.set().settings.accept_work = false;
  d.offered();
  CHECK(d.as_ana().refuses(accept_work{w1, ana}, errc::not_permitted).message ==
        "the agent does not have the right accept_work");
  d.does(decline_work{w1, ana, "may not"});
}

TEST_CASE(
    "c3 a right that is withdrawn during a session: the next message is blocked, not the session") {
  gated_desk d;
  d.active();
  d.as_ana().does(outbound("ana", "m1"));
  d.set().settings.send = false;
  d.gives(outbound("ana", "m2"), outbound_message_blocked{s1, message_id("m2"), 2, "ana",
                                                          "text/plain", "hello", "NOT_PERMITTED"});
  CHECK(d.state.session_now == session_state::active);
  d.set().settings.send = true;
  d.set().settings.channels = {channel_kind("voice")};
  d.as_ana().refuses(transfer_by(ana, "sales"), errc::not_permitted);
  d.set().settings.channels = {messaging};
  d.does(outbound("ana", "m3"));
  d.set().settings.transfer = false;
  d.refuses(transfer_by(ana, "sales"), errc::not_permitted);
  // Whoever is no agent is bounded by its token alone.
  d.where().by = {principal_role::supervisor, "boss"};
  d.does(transfer_by(ana, "sales"));
}

TEST_CASE("c3 an agent that opens needs the right to start") {
  gated_desk d;
  d.set().settings.start_outbound = false;
  d.as_ana().refuses(opening(), errc::not_permitted);
  d.set().settings.start_outbound = true;
  d.does(opening());
  gated_desk unknown;
  unknown.as_ana().where().agent = nullptr;
  unknown.refuses(opening(), errc::not_permitted);
}

TEST_CASE("c3 rights are the union of the sets by name and of those that attributes give") {
  tenant_state tenant;
  agent_definition who;
  CHECK(may(tenant, who, right::transfer, messaging));
  permission_set sends;
  sends.send = true;
  permission_set transfers;
  transfers.transfer = true;
  transfers.given_if = {{"place", "here"}, {"role", "lead"}};
  tenant.permission_sets = {{"sends", sends}, {"transfers", transfers}};
  CHECK_FALSE(may(tenant, who, right::send, messaging));
  who.permission_sets = {"sends", "unknown"};
  CHECK(may(tenant, who, right::send, messaging));
  CHECK_FALSE(may(tenant, who, right::transfer, messaging));
  who.attributes = {{"role", "lead"}, {"place", "there"}};
  CHECK_FALSE(may(tenant, who, right::transfer, messaging));
  who.attributes[1].value = "here";
  CHECK(may(tenant, who, right::transfer, messaging));
  who.attributes.clear();
  who.permission_sets.emplace_back("transfers");
  CHECK(may(tenant, who, right::transfer, messaging));
  CHECK_FALSE(may(tenant, who, right::read_transcript, {}));
  CHECK_FALSE(may(tenant, who, right::replay_log, {}));
}

TEST_CASE("c3 a permission set is defined, replaced, and checked") {
  actor<tenant_entity> acme({tenant_id("acme"), entity_kind::tenant, "acme"});
  configure_permission_set what{"staff", {}};
  acme.refuses(what, errc::not_found);
  acme.does(define_tenant{});
  acme.gives(what, permission_set_configured{"staff", {}});
  acme.gives(what);
  what.settings.send = true;
  acme.gives(what, permission_set_configured{"staff", what.settings});
  REQUIRE(acme.state.permission_sets.size() == 1);
  CHECK(acme.state.permission_sets.front().settings.send);
  acme.refuses(configure_permission_set{"", {}}, errc::invalid_definition);
  what.settings.given_if = {{"", "x"}};
  acme.refuses(what, errc::invalid_definition);
}

TEST_CASE("c51 the status of unanswered agents is one that means busy or away") {
  actor<tenant_entity> acme({tenant_id("acme"), entity_kind::tenant, "acme"});
  define_tenant what;
  for (const char* name : {"available", "logged_out", "dancing"}) {
    what.settings.unanswered_status = name;
    acme.refuses(what, errc::invalid_definition);
  }
  what.settings.unanswered_status = "away";
  acme.does(what);
  what.settings.statuses = {{"lunch", presence_state::away}};
  acme.refuses(what, errc::invalid_definition);
  what.settings.unanswered_status = "lunch";
  acme.does(what);
}

TEST_CASE("c40 a session tells whose contact it is, when the tenant has customers") {
  desk d;
  some_customers known;
  d.where().contacts = &known;
  d.does(opening());
  CHECK(d.state.standing == contact_standing::unmatched);
  known.account = account_id("acc");
  d.does(end_session{});
  d.gives(opening(), session_opened{s2, initiator::contact},
          contact_matched{s2, contact_id("carl"), account_id("acc"), contact_standing::known, ""});
  CHECK(d.state.account == account_id("acc"));
  // It is not looked for again.
  known.shared = true;
  d.does(end_session{});
  d.does(opening());
  CHECK(d.state.account == account_id("acc"));
}

TEST_CASE("c40 no match is provisional, two are flagged, and a merge comes as an event") {
  desk d;
  some_customers known;
  known.account = account_id("acc");
  d.where().contacts = &known;
  open_conversation other = opening();
  other.contact = contact_id("stranger");
  d.does(other);
  CHECK(d.state.standing == contact_standing::provisional);
  CHECK(d.state.account.empty());
  d.does(end_session{});
  known.shared = true;
  d.does(opening());
  CHECK(d.state.standing == contact_standing::ambiguous);
  d.refuses(merge_contact{}, errc::bad_request);
  d.refuses(merge_contact{account_id("nobody"), ""}, errc::not_found);
  d.gives(merge_contact{account_id("big"), "boss"},
          contact_matched{s2, contact_id("stranger"), account_id("big"), contact_standing::known,
                          "boss"});
  d.gives(merge_contact{account_id("big"), "boss"});
  CHECK(d.state.contact == contact_id("stranger"));
}

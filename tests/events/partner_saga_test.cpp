// A partner beside the tenant's own engine, with real entities: its work in the agents' ledgers,
// its answers to routes, and consent that holds in every conversation of a contact.

#include "events/views/explain_route.hpp"
#include "tests/events/scene.hpp"

using namespace parley;
using mini::scene;

namespace {

const channel_kind messaging("messaging");

duration_ms seconds(std::int64_t n) { return duration_ms(n * 1000); }

struct partner_scene : scene {
  explicit partner_scene(tenant_settings settings = {}) : scene(std::move(settings)) {
    queue("sales");
  }
  void serve(channel_side routing, route_fallback fallback = route_fallback::tenant) {
    channel_settings settings;
    settings.partner = "shop";
    settings.routing_owner = routing;
    settings.fallback = fallback;
    settings.answer_timeout_ms = seconds(60);
    s.does(mini::tenant_stream(), tenant_command(configure_channel{messaging, settings}));
  }
  void employ(const std::string& name, std::uint16_t units = 1) {
    agent_definition definition;
    definition.name = name;
    definition.queues = {queue_id("sales")};
    definition.capacity_units = units;
    definition.partners = {"shop"};
    s.does(mini::agent_stream(name), agent_command(define_agent{definition}));
    presence(name, "available");
  }
  void report(const std::string& agent, const std::vector<partner_work>& all) {
    s.does(mini::agent_stream(agent),
           agent_command(report_partner_work{"shop", ++sequence, true, all, {}}));
  }
  void propose(const std::string& conversation, const std::string& agent) {
    tell(conversation,
         propose_route{state(conversation).route->request.route, agent_id(agent), {}, {}});
  }
  /// The reason of the last proposal of the log that was refused.
  std::string refused() {
    std::string reason;
    for (const mini::commit& one : s.log) {
      for (const any_event& event : one.events) {
        if (const auto* no = std::get_if<proposal_refused>(&event)) {
          reason = no->reason;
        }
      }
    }
    return reason;
  }

  std::uint64_t sequence = 0;
};

partner_work job(const char* work, std::uint16_t weight = 1) {
  return {work, channel_kind("shop-chat"), weight, false};
}

}  // namespace

TEST_CASE("c58 work that the partner gave the agent keeps ours away; when it is over, ours comes") {
  partner_scene it;
  it.employ("ann", 2);
  it.report("ann", {job("x", 2)});
  CHECK(it.s.live.agent(mini::tenant, agent_id("ann"))->used_units == 2);
  it.route("c1", "sales");
  it.route("c2", "sales");
  CHECK(it.offered("c1").empty());
  it.at_rest();
  it.report("ann", {job("x", 1)});
  CHECK(it.offered("c1") == "ann");
  CHECK(it.offered("c2").empty());
  it.report("ann", {});
  CHECK(it.offered("c2") == "ann");
  CHECK(it.s.most_used_over == 0);
  it.at_rest();
}

TEST_CASE(
    "c46 the partner takes the last room while ours is on the way: ours is routed elsewhere") {
  partner_scene it;
  it.employ("ann");
  it.employ("bob");
  it.report("bob", {job("y")});
  it.open("c1");
  request_route what;
  what.queue = queue_id("sales");
  REQUIRE(it.s.decide_one(mini::conversation_stream("c1"), conversation_command(what),
                          outside_command_id(7, 1))
              .ok());
  it.s.fold_one();  // the route looks for ann
  REQUIRE(it.s.decide_one(mini::agent_stream("ann"),
                          agent_command(report_partner_work{"shop", 50, true, {job("x")}, {}}),
                          outside_command_id(7, 2))
              .ok());
  it.s.settle();
  CHECK(it.offered("c1").empty());
  CHECK(it.s.most_used_over == 0);
  it.at_rest();
  it.sequence = 60;
  it.report("bob", {});
  CHECK(it.offered("c1") == "bob");
  it.at_rest();
}

TEST_CASE("c58 an agent that logs out keeps the partner's work in its ledger, and loses ours") {
  partner_scene it;
  it.employ("ann", 2);
  it.report("ann", {job("x")});
  it.route("c1", "sales");
  it.accept("c1");
  it.presence("ann", "logged_out");
  CHECK(it.owner("c1").empty());
  REQUIRE(it.agent_now("ann").slots.size() == 1);
  CHECK(is_partner_work(it.agent_now("ann").slots.front()));
  it.at_rest();
}

TEST_CASE("c44 a route of the partner waits for its answer, and goes to whom it names") {
  partner_scene it;
  it.serve(channel_side::partner);
  it.employ("ann");
  it.employ("bob");
  it.route("c1", "sales");
  CHECK(it.offered("c1").empty());
  CHECK(it.overview().waiting == 1);
  const auto why = explain_route(it.s.live, mini::tenant, conversation_id("c1"));
  REQUIRE(why.has_value());
  CHECK(why->chosen.empty());
  REQUIRE(why->passed_over.size() == 2);
  CHECK(why->passed_over[0].reason == passed_over_reason::waiting_for_preferred);
  it.at_rest();
  it.propose("c1", "bob");
  CHECK(it.offered("c1") == "bob");
  it.at_rest();
  it.accept("c1");
  CHECK(it.owner("c1") == "bob");
  it.end("c1");
  CHECK(it.s.live.next_due() == std::nullopt);
  it.at_rest();
}

TEST_CASE("c44 c62 a proposal is checked by the agent: the partner hears why it cannot be") {
  partner_scene it;
  it.serve(channel_side::partner);
  it.employ("ann");
  it.report("ann", {job("x")});
  it.employ("bob");
  it.presence("bob", "away");
  it.route("c1", "sales");
  it.propose("c1", "ann");
  CHECK(it.refused() == "NO_CAPACITY");
  it.propose("c1", "bob");
  CHECK(it.refused() == "NOT_AVAILABLE");
  it.propose("c1", "nobody");
  CHECK(it.refused() == "NOT_FOUND");
  it.at_rest();
  // Room that comes later is not taken unasked: the partner proposes again.
  it.report("ann", {});
  CHECK(it.offered("c1").empty());
  it.propose("c1", "ann");
  CHECK(it.offered("c1") == "ann");
  it.at_rest();
}

TEST_CASE("c50 a declined proposal goes back to the partner, and its time begins anew") {
  partner_scene it;
  it.serve(channel_side::partner);
  it.employ("ann");
  it.employ("bob");
  it.route("c1", "sales");
  it.s.pass(seconds(50));
  it.propose("c1", "ann");
  it.decline("c1");
  CHECK(it.offered("c1").empty());
  CHECK(it.agent_now("ann").slots.empty());
  it.at_rest();
  it.s.pass(seconds(50));
  CHECK(awaits_partner(it.state("c1").route->request));
  it.propose("c1", "bob");
  CHECK(it.offered("c1") == "bob");
  it.at_rest();
}

TEST_CASE("c44 a partner that does not answer loses the route to the tenant's engine") {
  partner_scene it;
  it.serve(channel_side::partner);
  it.employ("ann");
  it.route("c1", "sales");
  it.s.pass(seconds(59));
  CHECK(it.offered("c1").empty());
  it.s.pass(seconds(1));
  CHECK(it.offered("c1") == "ann");
  it.at_rest();
}

TEST_CASE("c44 who declined for the partner is asked by the engine only after the pause") {
  tenant_settings settings;
  settings.decline_pause_ms = seconds(90);
  partner_scene it(settings);
  it.serve(channel_side::partner);
  it.employ("ann");
  it.route("c1", "sales");
  it.propose("c1", "ann");
  it.decline("c1");
  it.s.pass(seconds(60));
  CHECK(it.state("c1").route->request.owner == channel_side::tenant);
  CHECK(it.offered("c1").empty());
  it.at_rest();
  it.s.pass(seconds(90));
  CHECK(it.offered("c1") == "ann");
  it.at_rest();
}

TEST_CASE("c44 a channel may have its routes fail without an answer") {
  partner_scene it;
  it.serve(channel_side::partner, route_fallback::fail);
  it.employ("ann");
  it.route("c1", "sales");
  it.s.pass(seconds(60));
  CHECK(it.state("c1").session_now == session_state::fresh);
  CHECK(it.s.live.next_due() == std::nullopt);
  it.at_rest();
}

TEST_CASE("c71 a transfer waits for the partner, fails without it, and goes to whom it names") {
  partner_scene it;
  it.serve(channel_side::partner);
  it.employ("ann");
  it.employ("bob");
  it.route("c1", "sales");
  it.propose("c1", "ann");
  it.accept("c1");
  const request_transfer ask{agent_id("ann"), queue_id("sales"), {}, {}, {}, "help", {}};
  it.tell("c1", ask);
  CHECK(it.state("c1").session_now == session_state::transferring);
  it.at_rest();
  it.s.pass(seconds(60));
  CHECK(it.state("c1").session_now == session_state::active);
  CHECK(it.owner("c1") == "ann");
  it.at_rest();
  it.tell("c1", ask);
  it.propose("c1", "bob");
  it.accept("c1");
  CHECK(it.owner("c1") == "bob");
  CHECK(it.agent_now("ann").slots.empty());
  it.at_rest();
}

TEST_CASE("c83 a word in one conversation holds in the contact's others, at once") {
  partner_scene it;
  it.employ("ann", 2);
  const auto open_for_kim = [&](const std::string& conversation) {
    open_conversation what;
    what.contact = contact_id("kim");
    what.channel = messaging;
    it.tell(conversation, what);
    request_route route;
    route.queue = queue_id("sales");
    it.tell(conversation, route);
    it.accept(conversation);
  };
  open_for_kim("c1");
  open_for_kim("c2");
  const auto write = [&](const std::string& conversation) {
    it.tell(conversation, post_message{true, {{}, "ann", "", "hello"}});
    return std::holds_alternative<outbound_message_accepted>(it.s.log.back().events.back());
  };
  CHECK(write("c2"));
  it.tell("c1", change_consent{consent::refused, "kim"});
  CHECK_FALSE(write("c2"));
  // The register has it, too, and its owner's later word holds for both.
  const stream_id kim{mini::tenant, entity_kind::contact_consent,
                      consent_name(contact_id("kim"), messaging)};
  CHECK(std::get<consent_state>(it.s.state_of(kim)).consent_given == consent::refused);
  it.s.now = it.s.now + seconds(1);
  it.s.does(kim, consent_command(
                     update_consent{contact_id("kim"), messaging, consent::granted, "kim", 0}));
  CHECK(write("c1"));
  CHECK(write("c2"));
  // And after a start from rows.
  parley::floor loaded;
  for (const view_row& row : it.s.live.all_rows()) {
    REQUIRE(loaded.load_row(row.table, row.key, row.value));
  }
  loaded.finish_load(it.s.live.at());
  CHECK(loaded.all_rows() == it.s.live.all_rows());
  REQUIRE(loaded.consents(mini::tenant)->find(contact_id("kim"), messaging) != nullptr);
}

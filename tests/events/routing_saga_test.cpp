// From a route to an owner and on, with real entities: who is asked, and what happens to capacity.

#include "tests/events/scene.hpp"

using namespace parley;
using mini::scene;

namespace {

duration_ms seconds(std::int64_t n) { return duration_ms(n * 1000); }

}  // namespace

TEST_CASE("a route is offered to the available agent, accepted, and its capacity committed") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"});
  it.route("c1", "sales");
  CHECK(it.offered("c1") == "ann");
  CHECK(it.agent_now("ann").slots.at(0).state == slot_state::reserved);
  it.at_rest();
  it.accept("c1");
  CHECK(it.owner("c1") == "ann");
  CHECK(it.agent_now("ann").slots.at(0).state == slot_state::committed);
  CHECK(it.overview().active == 1);
  CHECK(it.overview().waiting == 0);
  it.at_rest();
  it.end("c1");
  CHECK(it.agent_now("ann").slots.empty());
  CHECK(it.s.live.next_due() == std::nullopt);
  it.at_rest();
}

TEST_CASE("work waits while nobody has room, and freed capacity pulls the oldest at once") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"});
  for (const char* name : {"c1", "c2", "c3"}) {
    it.route(name, "sales");
  }
  CHECK(it.overview().waiting == 3);
  CHECK(it.overview().offered == 1);
  CHECK(it.offered("c2").empty());
  it.accept("c1");
  it.end("c1");
  CHECK(it.offered("c2") == "ann");
  CHECK(it.offered("c3").empty());
  it.at_rest();
}

TEST_CASE("more urgent work goes first, then older work") {
  scene it;
  it.queue("sales");
  it.route("old", "sales", 1);
  it.route("urgent", "sales", 5);
  it.route("new", "sales", 1);
  it.available("ann", {"sales"});
  CHECK(it.offered("urgent") == "ann");
  it.accept("urgent");
  it.end("urgent");
  CHECK(it.offered("old") == "ann");
  it.at_rest();
}

TEST_CASE("an agent with several units is filled up, and never beyond") {
  scene it;
  it.queue("sales");
  for (const char* name : {"c1", "c2", "c3", "c4"}) {
    it.route(name, "sales");
  }
  it.available("ann", {"sales"}, 3);
  CHECK(it.overview().offered == 3);
  CHECK(it.offered("c4").empty());
  CHECK(it.s.most_used_over == 0);
  it.at_rest();
}

TEST_CASE("who declined is not asked again, and the next agent is") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"});
  it.route("c1", "sales");
  it.available("bob", {"sales"});
  it.decline("c1");
  CHECK(it.offered("c1") == "bob");
  it.at_rest();
}

TEST_CASE("the age of work is kept when it is declined") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"});
  it.route("c1", "sales");
  it.route("c2", "sales");
  it.s.pass(seconds(5));
  it.decline("c1");
  CHECK(it.offered("c2") == "ann");
  it.available("bob", {"sales"});
  CHECK(it.offered("c1") == "bob");
  it.at_rest();
}

TEST_CASE("the only agent is asked again after the pause") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"});
  it.route("c1", "sales");
  it.decline("c1");
  CHECK(it.offered("c1").empty());
  it.at_rest();
  it.s.pass(seconds(29));
  CHECK(it.offered("c1").empty());
  it.s.pass(seconds(2));
  CHECK(it.offered("c1") == "ann");
  CHECK(it.state("c1").route->round == 1);
  it.at_rest();
}

TEST_CASE("while another agent is present, even without room, who declined is not asked again") {
  scene it;
  it.queue("sales");
  it.queue("other");
  it.available("ann", {"sales"});
  it.available("bob", {"sales", "other"});
  it.route("c1", "sales");
  REQUIRE(it.offered("c1") == "ann");
  it.route("c2", "other");
  REQUIRE(it.offered("c2") == "bob");
  it.accept("c2");
  it.decline("c1");
  it.s.pass(seconds(100));
  CHECK(it.offered("c1").empty());
  it.at_rest();
  it.presence("bob", "away");
  it.s.pass(seconds(31));
  CHECK(it.offered("c1") == "ann");
  it.at_rest();
}

TEST_CASE("an offer that is not answered expires and the work goes on") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"});
  it.route("c1", "sales");
  it.available("bob", {"sales"});
  it.s.pass(seconds(31));
  CHECK(it.offered("c1") == "bob");
  CHECK(it.agent_now("ann").slots.empty());
  CHECK(it.overview().expired == 1);
  it.at_rest();
}

TEST_CASE("a preferred agent is waited for until the time-out, then anybody will do") {
  scene it;
  queue_settings settings;
  settings.prefer_timeout_ms = seconds(60);
  it.queue("sales", settings);
  it.agent("ann", {"sales"});
  it.available("bob", {"sales"});
  request_route what;
  what.queue = queue_id("sales");
  what.preferred_agent = agent_id("ann");
  it.route("c1", what);
  it.route("c2", what);
  CHECK(it.offered("c1").empty());
  it.at_rest();
  it.s.pass(seconds(30));
  it.presence("ann", "available");
  CHECK(it.offered("c1") == "ann");
  it.accept("c1");
  it.s.pass(seconds(31));
  CHECK(it.offered("c2") == "bob");
  it.at_rest();
}

TEST_CASE("a preferred agent that declines is not waited for any longer") {
  scene it;
  queue_settings settings;
  settings.prefer_timeout_ms = seconds(600);
  it.queue("sales", settings);
  it.available("bob", {"sales"});
  it.available("ann", {"sales"});
  request_route what;
  what.queue = queue_id("sales");
  what.preferred_agent = agent_id("ann");
  it.route("c1", what);
  CHECK(it.offered("c1") == "ann");
  it.decline("c1");
  CHECK(it.offered("c1") == "bob");
  it.at_rest();
}

TEST_CASE("skills with levels decide who is asked, and relax over time") {
  scene it;
  queue_settings settings;
  settings.skills = {{skill_id("french"), 3}, {skill_id("tax"), 5}};
  settings.relax_after_ms = seconds(60);
  it.queue("help", settings);
  it.available("ann", {"help"}, 1, {{skill_id("french"), 3}, {skill_id("tax"), 4}});
  it.available("bob", {"help"}, 1, {{skill_id("french"), 2}, {skill_id("tax"), 9}});
  it.route("c1", "help");
  it.route("c2", "help");
  CHECK(it.offered("c1").empty());
  it.s.pass(seconds(61));
  CHECK(it.offered("c1") == "ann");
  CHECK(it.offered("c2").empty());
  it.at_rest();
  it.accept("c1");
  it.s.pass(seconds(60));
  CHECK(it.offered("c2") == "bob");
  it.at_rest();
}

TEST_CASE("waiting work overflows to the other queue and keeps its age") {
  scene it;
  queue_settings settings;
  settings.overflow_queue = queue_id("backup");
  settings.overflow_after_ms = seconds(20);
  it.queue("backup");
  it.queue("sales", settings);
  it.route("c1", "sales");
  it.s.pass(seconds(10));
  it.route("c2", "backup");
  it.s.pass(seconds(15));
  it.available("bob", {"backup"});
  CHECK(it.offered("c1") == "bob");
  CHECK(it.offered("c2").empty());
  CHECK(it.s.live.queues(mini::tenant)->queues.at(0).routed == 2);
  it.at_rest();
}

TEST_CASE("a route that is not resolved by its deadline fails, and its offer is taken back") {
  scene it;
  queue_settings settings;
  settings.route_timeout_ms = seconds(20);
  it.queue("sales", settings);
  it.available("ann", {"sales"});
  it.route("c1", "sales");
  it.s.pass(seconds(21));
  CHECK_FALSE(route_pending(it.state("c1")));
  CHECK(it.agent_now("ann").slots.empty());
  CHECK(it.s.live.queues(mini::tenant)->queues.at(0).failed == 1);
  it.at_rest();
}

TEST_CASE("a cancelled route gives back the slot and its timers") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"});
  it.route("c1", "sales");
  it.tell("c1", cancel_route{"client"});
  CHECK(it.agent_now("ann").slots.empty());
  CHECK(it.s.live.next_due() == std::nullopt);
  CHECK(it.overview().waiting == 0);
  it.at_rest();
}

TEST_CASE("a transfer goes to another agent, and the first keeps the session until it is taken") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"}, 5);
  it.route("c1", "sales");
  it.accept("c1");
  it.tell("c1", request_transfer{agent_id("ann"), queue_id("sales"), {}, {}, {}, "lunch", {}});
  CHECK(it.offered("c1").empty());
  CHECK(it.owner("c1") == "ann");
  it.at_rest();
  it.available("bob", {"sales"});
  CHECK(it.offered("c1") == "bob");
  it.accept("c1");
  CHECK(it.owner("c1") == "bob");
  CHECK(it.agent_now("ann").slots.empty());
  CHECK(it.overview().active == 1);
  it.at_rest();
}

TEST_CASE("a transfer to an agent by name needs no membership of the queue") {
  scene it;
  it.queue("sales");
  it.queue("other");
  it.available("ann", {"sales"});
  it.available("eve", {"other"});
  it.route("c1", "sales");
  it.accept("c1");
  it.tell("c1",
          request_transfer{agent_id("ann"), queue_id("sales"), agent_id("eve"), {}, {}, "", {}});
  CHECK(it.offered("c1") == "eve");
  it.at_rest();
}

TEST_CASE("a tenant takes no more agents than it may have") {
  tenant_settings settings;
  settings.agents_max = 2;
  scene it(settings);
  it.agent("ann", {});
  it.agent("bob", {});
  it.s.refuses(mini::agent_stream("cid"), agent_command(define_agent{}));
  it.agent("bob", {"sales"});
}

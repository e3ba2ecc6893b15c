// Work that is done, left behind, or handed on, with real entities and timers.

#include "tests/events/scene.hpp"

using namespace parley;
using mini::scene;

namespace {

duration_ms seconds(std::int64_t n) { return duration_ms(n * 1000); }

}  // namespace

TEST_CASE("wrap-up keeps the slot until its time is over, is extended, or ends early") {
  tenant_settings settings;
  settings.after_work_ms = seconds(30);
  settings.after_work_max_ms = seconds(120);
  scene it(settings);
  it.queue("sales");
  it.available("ann", {"sales"});
  it.route("c1", "sales");
  it.accept("c1");
  const work_id work = it.agent_now("ann").slots.at(0).work;
  it.route("c2", "sales");
  it.end("c1");
  CHECK(it.agent_now("ann").slots.at(0).state == slot_state::after_work);
  CHECK(it.overview().after_work == 1);
  it.at_rest();
  it.tell("c1", extend_after_work{work, agent_id("ann"), seconds(30)});
  it.s.pass(seconds(59));
  CHECK(it.offered("c2").empty());
  it.s.pass(seconds(2));
  CHECK(it.offered("c2") == "ann");
  it.at_rest();
  it.accept("c2");
  const work_id second = it.agent_now("ann").slots.at(0).work;
  it.end("c2");
  it.tell("c2", complete_work{second, agent_id("ann")});
  CHECK(it.agent_now("ann").slots.empty());
  CHECK(it.s.live.next_due() == std::nullopt);
  it.at_rest();
}

TEST_CASE("an agent whose lease runs out is logged out, unless it was renewed") {
  tenant_settings settings;
  settings.lease_ms = seconds(60);
  scene it(settings);
  it.queue("sales");
  it.available("ann", {"sales"});
  it.s.pass(seconds(50));
  it.presence("ann", "available");
  it.at_rest();
  it.s.pass(seconds(50));
  CHECK(it.agent_now("ann").presence == presence_state::available);
  it.at_rest();
  it.s.pass(seconds(11));
  CHECK(it.agent_now("ann").presence == presence_state::logged_out);
  CHECK(it.s.live.next_due() == std::nullopt);
  it.at_rest();
}

TEST_CASE("a lost agent's offer goes to another at once, its work after the grace time") {
  tenant_settings settings;
  settings.grace_ms = seconds(60);
  scene it(settings);
  it.queue("sales");
  it.available("ann", {"sales"}, 2);
  it.route("mine", "sales");
  it.accept("mine");
  it.route("offered", "sales");
  REQUIRE(it.offered("offered") == "ann");
  it.available("bob", {"sales"}, 2);
  it.presence("ann", "logged_out");
  CHECK(it.agent_now("ann").presence == presence_state::lost);
  CHECK(it.offered("offered") == "bob");
  CHECK(it.owner("mine") == "ann");
  it.at_rest();
  it.s.pass(seconds(61));
  CHECK(it.agent_now("ann").slots.empty());
  CHECK(it.offered("mine") == "bob");
  it.at_rest();
}

TEST_CASE("a lost agent that comes back keeps its work") {
  tenant_settings settings;
  settings.grace_ms = seconds(60);
  scene it(settings);
  it.queue("sales");
  it.available("ann", {"sales"});
  it.route("c1", "sales");
  it.accept("c1");
  it.presence("ann", "logged_out");
  it.s.pass(seconds(30));
  it.presence("ann", "available");
  it.s.pass(seconds(60));
  CHECK(it.owner("c1") == "ann");
  it.at_rest();
}

TEST_CASE("an owned session without traffic becomes inactive") {
  tenant_settings settings;
  settings.idle_ms = seconds(60);
  scene it(settings);
  it.queue("sales");
  it.available("ann", {"sales"});
  it.route("c1", "sales");
  it.accept("c1");
  it.s.pass(seconds(40));
  it.tell("c1", post_message{false, {message_id("m1"), "", "", "hello"}});
  it.s.pass(seconds(40));
  CHECK(it.state("c1").session_now == session_state::active);
  it.s.pass(seconds(30));
  CHECK(it.state("c1").session_now == session_state::inactive);
  it.tell("c1", post_message{false, {message_id("m2"), "", "", "hello"}});
  it.s.pass(seconds(61));
  CHECK(it.state("c1").session_now == session_state::inactive);
  it.end("c1");
  CHECK(it.s.live.next_due() == std::nullopt);
  it.at_rest();
}

TEST_CASE("a bot owns the session, and hands it to people") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"});
  it.route("c1", "sales");
  it.accept("c1");
  it.tell("c1", request_transfer{agent_id("ann"), {}, {}, "helper", {}, "", {}});
  CHECK(it.agent_now("ann").slots.empty());
  CHECK(it.s.live.conversations(mini::tenant, 9)->conversations.at(0).place ==
        conversation_place::bot);
  it.at_rest();
  request_route back;
  back.queue = queue_id("sales");
  it.tell("c1", hand_back{"helper", back});
  CHECK(it.offered("c1") == "ann");
  it.at_rest();
}

TEST_CASE("an agent whose capacity is lowered keeps its work and gets no more") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"}, 2);
  it.route("c1", "sales");
  it.accept("c1");
  it.agent("ann", {"sales"}, 1);
  it.route("c2", "sales");
  CHECK(it.offered("c2").empty());
  it.agent("ann", {"sales"}, 2);
  CHECK(it.offered("c2") == "ann");
  it.at_rest();
}

TEST_CASE("a route that is cancelled while its attempt is under way leaves its room to the next") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"});
  it.open("c1");
  it.open("c2");
  request_route what;
  what.queue = queue_id("sales");
  const auto decide = [&](const char* name, const conversation_command& command, int number) {
    REQUIRE(it.s.decide_one(mini::conversation_stream(name), command,
                            outside_command_id(9, static_cast<std::uint64_t>(number))));
    REQUIRE(it.s.fold_one());
    CHECK(check(it.s.live).value_or("") == "");
  };
  decide("c1", what, 1);
  decide("c2", what, 2);
  decide("c1", cancel_route{"client"}, 3);
  it.s.settle();
  CHECK(it.offered("c2") == "ann");
  it.at_rest();
}

TEST_CASE("work whose overflow queue is not there any more waits where it is") {
  scene it;
  queue_settings settings;
  settings.overflow_queue = queue_id("backup");
  settings.overflow_after_ms = seconds(20);
  it.queue("backup");
  it.queue("sales", settings);
  it.route("c1", "sales");
  settings.overflow_queue = {};
  settings.overflow_after_ms = {};
  it.queue("sales", settings);
  it.s.pass(seconds(30));
  it.at_rest();
  it.available("ann", {"sales"});
  CHECK(it.offered("c1") == "ann");
}

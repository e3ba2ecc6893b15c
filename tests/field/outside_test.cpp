// Goal: what crosses the contact centre's border keeps its promises too: sessions that agents open
// and transfers to the outside take and give back capacity, and wait for nobody for ever. Method:
// as in field_test.cpp, over a whole shard, with crashes. Names give the requirement.

#include "tests/field/contact_centre.hpp"

namespace parley::testing {
namespace {

const principal partner{principal_role::partner, "p"};

agent_command writes_to(const std::string& conversation) {
  return start_outbound{conversation_id(conversation), contact_id("ann"), channel_kind("messaging"),
                        "+44", queue_id("help")};
}

std::shared_ptr<told> writes_first(contact_centre& c, const std::string& who,
                                   const std::string& conversation) {
  auto answer = c.send(contact_centre::agent(who), c.next_id(), writes_to(conversation),
                       {principal_role::agent, who});
  c.rest();
  return answer;
}

request_transfer to_outside(const std::string& who) {
  request_transfer transfer;
  transfer.by = agent_id(who);
  transfer.to_external = {"night shift"};
  return transfer;
}

struct taken : contact_centre {
  explicit taken(tenant_settings settings = {}) : contact_centre(settings) {
    hire("ana");
    presence("ana", "available");
    arrives("one");
    REQUIRE(accepts("ana", "one")->ok());
  }
};

TEST_CASE("c76 an agent that writes first has the session and its slot") {
  contact_centre c;
  c.hire("ana");
  c.presence("ana", "busy");
  REQUIRE(writes_first(c, "ana", "one")->ok());
  CHECK(c.of("one").session_now == session_state::active);
  const agent_state ana = c.agent_now("ana");
  REQUIRE(ana.slots.size() == 1);
  CHECK(ana.slots.front().state == slot_state::committed);
  CHECK(ana.slots.front().work == c.of("one").works.back().work);
  CHECK(c.completes("ana", "one")->ok());
  CHECK(c.agent_now("ana").slots.empty());
}

TEST_CASE("c76 without room it is NO_CAPACITY, for a live session the slot comes back") {
  contact_centre c;
  c.hire("ana");
  c.presence("ana", "available");
  c.does(contact_centre::conversation("live"), c.next_id(), contact_centre::open());
  REQUIRE(writes_first(c, "ana", "live")->ok());
  CHECK(c.of("live").session_now == session_state::fresh);
  CHECK(c.agent_now("ana").slots.empty());
  REQUIRE(writes_first(c, "ana", "one")->ok());
  CHECK(writes_first(c, "ana", "two")->code() == errc::no_capacity);
  CHECK(c.of("one").session_now == session_state::active);
  c.presence("ana", "logged_out");
  CHECK(writes_first(c, "ana", "three")->code() == errc::not_available);
  CHECK(c.send(contact_centre::agent("ana"), c.next_id(), writes_to("four"),
               {principal_role::agent, "ben"})
            ->code() == errc::not_permitted);
}

TEST_CASE("c76 the slot of a session that an agent opens is taken from waiting work at once") {
  contact_centre c;
  c.hire("ana");
  c.presence("ana", "available");
  // The slot is taken while the route is on its way to the same agent: one of them wins.
  c.does(contact_centre::conversation("waits"), c.next_id(), contact_centre::open());
  request_route route;
  route.queue = queue_id("help");
  c.send(contact_centre::conversation("waits"), c.next_id(), conversation_command(route));
  c.send(contact_centre::agent("ana"), c.next_id(), writes_to("one"),
         {principal_role::agent, "ana"});
  c.rest();
  CHECK(c.agent_now("ana").slots.size() == 1);
}

TEST_CASE("c76 a crash between the agent's slot and the session loses neither") {
  for (const std::size_t stored : {0U, 1U}) {
    contact_centre c;
    c.hire("ana");
    c.presence("ana", "available");
    c.send(contact_centre::agent("ana"), c.next_id(), writes_to("one"),
           {principal_role::agent, "ana"});
    c.journal.complete_next();  // the slot; opening the session is under way
    REQUIRE(c.live->pending_reactions() == 1);
    c.crash(stored);
    c.start();
    c.rest();
    CHECK(c.of("one").session_now == session_state::active);
    CHECK(c.agent_now("ana").slots.front().state == slot_state::committed);
  }
}

TEST_CASE("c76 an agent that is gone before the session opened loses it to the queue") {
  contact_centre c;
  c.hire("ana");
  c.hire("ben");
  c.presence("ana", "available");
  REQUIRE(writes_first(c, "ana", "one")->ok());
  c.presence("ben", "available");
  c.presence("ana", "logged_out");
  c.passes(1);
  CHECK(c.of("one").route->offer.agent == agent_id("ben"));
}

TEST_CASE("c74 a transfer to the outside frees the agent when it is taken") {
  taken c;
  REQUIRE(c.ask("one", to_outside("ana"), {principal_role::agent, "ana"})->ok());
  CHECK(c.agent_now("ana").slots.size() == 1);
  REQUIRE(c.ask("one", finish_external_transfer{true, {"zed"}, ""}, partner)->ok());
  CHECK(c.of("one").session_now == session_state::ended);
  CHECK(c.agent_now("ana").slots.empty());
  CHECK_FALSE(c.live->views().next_due().has_value());
}

TEST_CASE("c74 nobody answers outside: the agent has the session back after the tenant's time") {
  tenant_settings settings;
  settings.transfer_timeout_ms = duration_ms(5000);
  taken c(settings);
  REQUIRE(c.ask("one", to_outside("ana"), {principal_role::agent, "ana"})->ok());
  c.passes(4999);
  CHECK(c.of("one").session_now == session_state::transferring);
  c.crash();
  c.start();
  c.passes(1);
  CHECK(c.of("one").session_now == session_state::active);
  CHECK(c.of("one").works.back().agent == agent_id("ana"));
  c.passes(60000);
  CHECK_FALSE(c.live->views().next_due().has_value());
}

TEST_CASE("c74 a refusal cancels the wait, and a second try waits anew") {
  taken c;
  REQUIRE(c.ask("one", to_outside("ana"), {principal_role::agent, "ana"})->ok());
  REQUIRE(c.ask("one", finish_external_transfer{false, {}, "closed"}, partner)->ok());
  CHECK_FALSE(c.live->views().next_due().has_value());
  c.passes(1000);
  REQUIRE(c.ask("one", to_outside("ana"), {principal_role::agent, "ana"})->ok());
  c.passes(60000);
  CHECK(c.of("one").session_now == session_state::active);
}

TEST_CASE("queues that overflow into each other leave the work in the last, where it is found") {
  queue_settings help;
  help.overflow_queue = queue_id("more");
  help.overflow_after_ms = duration_ms(1000);
  contact_centre c({}, help);
  queue_settings more;
  more.overflow_queue = queue_id("help");
  more.overflow_after_ms = duration_ms(1000);
  c.does(contact_centre::tenant(), c.next_id(),
         tenant_command(configure_queue{queue_id("more"), more}));
  c.arrives("one");
  const offset before = c.journal.end(partition_id(0));
  for (int i = 0; i < 20; ++i) {
    c.passes(1000);
  }
  CHECK(c.of("one").route->request.queue == queue_id("more"));
  CHECK(c.journal.end(partition_id(0)).value - before.value <= 3);
  CHECK_FALSE(c.live->views().next_due().has_value());
}

}  // namespace
}  // namespace parley::testing

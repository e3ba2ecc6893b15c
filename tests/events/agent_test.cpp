// Goal: every step of an agent, legal and illegal. Method: commands with the events they must give.

#include <doctest/doctest.h>

#include "events/agent/entity.hpp"
#include "events/tenant/state.hpp"
#include "tests/events/given.hpp"

using namespace parley;

namespace {

const channel_kind messaging("messaging");
const channel_kind voice("voice");

// An agent with 3 units for messaging and voice, in a tenant with the standard statuses.
struct agent : given::actor<agent_entity> {
  agent() : actor({tenant_id("acme"), entity_kind::agent, "ana"}) {
    tenant.created = true;
    where().tenant = &tenant;
    at(1000);
  }
  agent& defined(std::uint16_t units = 3) {
    definition.capacity_units = units;
    definition.channels = {messaging, voice};
    does(define_agent{definition});
    return *this;
  }
  agent& available() {
    does(set_presence{"available", {}, {}, presence_cause::agent});
    return *this;
  }
  agent& with_grace() {
    tenant.settings.grace_ms = duration_ms(500);
    return *this;
  }
  agent& with_lease() {
    tenant.settings.lease_ms = duration_ms(100);
    return *this;
  }
  agent& reserved(const char* work) {
    does(reserve_capacity{work_id(work), conversation_id("c0"), messaging, 1, false});
    return *this;
  }
  agent& committed(const char* work) {
    reserved(work);
    does(commit_capacity{work_id(work)});
    return *this;
  }

  tenant_state tenant;
  agent_definition definition;
};

set_presence be(const char* status) { return {status, {}, {}, presence_cause::agent}; }
reserve_capacity take(const char* work, std::uint16_t weight = 1, bool interruptible = false) {
  return {work_id(work), conversation_id("c1"), messaging, weight, interruptible};
}
presence_changed changed(const char* status, presence_state state, std::int64_t lease_until = 0) {
  return {status, state, {}, presence_cause::agent, time_ms(lease_until)};
}

}  // namespace

TEST_CASE("c76 an agent that writes first takes a slot, if it is there and has room") {
  agent a;
  queue_settings help;
  help.channel_weights = {{messaging, 2}};
  a.tenant.queues = {{queue_id("help"), help}};
  const start_outbound write{conversation_id("c9"), contact_id("carl"), messaging, "+44",
                             queue_id("help")};
  a.refuses(write, errc::not_found);  // not defined
  a.defined();
  a.where().command = command_id{1, 77};
  a.refuses(write, errc::not_available);
  a.does(set_presence{"busy", {}, {}, presence_cause::agent});
  a.gives(write, outbound_started{work_id("c9.w77"), conversation_id("c9"), contact_id("carl"),
                                  messaging, "+44", queue_id("help"), 2});
  REQUIRE(find_slot(a.state, work_id("c9.w77")) != nullptr);
  CHECK(find_slot(a.state, work_id("c9.w77"))->state == slot_state::reserved);
  CHECK(free_units(a.state) == 1);
  a.gives(write);  // the same command
  a.where().command = command_id{1, 78};
  a.refuses(write, errc::no_capacity);
  a.does(commit_capacity{work_id("c9.w77")});
  a.does(release_capacity{work_id("c9.w77")});
  start_outbound wrong = write;
  wrong.queue = queue_id("nowhere");
  a.refuses(wrong, errc::not_found);
  wrong = write;
  wrong.channel = channel_kind("video");
  a.refuses(wrong, errc::not_available);
  wrong = write;
  wrong.contact = contact_id();
  a.refuses(wrong, errc::bad_request);
  wrong = write;
  wrong.address = std::string(300, 'x');
  a.refuses(wrong, errc::bad_request);
  a.where().by = {principal_role::agent, "ben"};
  a.refuses(write, errc::not_permitted);
  a.where().by = {principal_role::agent, "ana"};
  a.does(write);
}

TEST_CASE("an agent is defined, redefined, and left as it is by the same definition") {
  agent ana;
  agent_definition definition;
  definition.name = "Ana";
  ana.gives(define_agent{definition}, agent_defined{definition});
  ana.gives(define_agent{definition});
  definition.capacity_units = 0;
  ana.gives(define_agent{definition}, agent_defined{definition});
}

TEST_CASE("a bad definition, or one in an unknown tenant, is refused") {
  agent ana;
  agent_definition bad;
  bad.skills = {{skill_id("french"), 11}};
  CHECK(ana.refuses(define_agent{bad}, errc::invalid_definition).message.rfind("skills:", 0) == 0);
  bad.skills = {};
  bad.queues = {queue_id("sales"), queue_id("sales")};
  CHECK(ana.refuses(define_agent{bad}, errc::invalid_definition).message.rfind("queues:", 0) == 0);
  bad.queues = {};
  bad.channels = {channel_kind("")};
  CHECK(ana.refuses(define_agent{bad}, errc::invalid_definition).message.rfind("channels:", 0) ==
        0);
  ana.where().tenant = nullptr;
  ana.refuses(define_agent{}, errc::not_found);
}

TEST_CASE("a tenant has at most agents_max agents, and those that are may change") {
  agent ana;
  ana.tenant.settings.agents_max = 2;
  ana.where().agents = 2;
  CHECK(ana.refuses(define_agent{}, errc::wrong_state).state == "2");
  ana.where().agents = 1;
  ana.does(define_agent{});
  ana.where().agents = 2;
  agent_definition changed;
  changed.name = "Ana";
  ana.gives(define_agent{changed}, agent_defined{changed});
}

TEST_CASE("an agent that is not defined has no presence and takes no work") {
  agent ana;
  ana.refuses(be("available"), errc::not_found);
  ana.refuses(take("w1"), errc::not_found);
  ana.gives(release_capacity{work_id("w1")});
}

TEST_CASE("presence follows the tenant's statuses") {
  agent ana;
  ana.defined().gives(be("available"), changed("available", presence_state::available));
  ana.gives(be("busy"), changed("busy", presence_state::busy));
  ana.gives(be("away"), changed("away", presence_state::away));
  CHECK(ana.refuses(be("lunch"), errc::bad_request).state == "away");
  ana.gives(be("logged_out"), changed("logged_out", presence_state::logged_out));
  ana.tenant.settings.statuses = {{"lunch", presence_state::away}};
  ana.gives(be("lunch"), changed("lunch", presence_state::away));
  ana.refuses(be("available"), errc::bad_request);
}

TEST_CASE("a presence is refused for a bad lease, cause or channel") {
  agent ana;
  ana.defined();
  ana.refuses({set_presence{"available", {}, duration_ms(-1), presence_cause::agent}},
              errc::bad_request);
  ana.refuses({set_presence{"available", {}, duration_ms(INT64_MAX), presence_cause::agent}},
              errc::bad_request);
  ana.refuses({set_presence{"available", {}, {}, presence_cause::lease_expired}},
              errc::bad_request);
  ana.refuses({set_presence{"available", {}, {}, presence_cause::grace_expired}},
              errc::bad_request);
  ana.refuses({set_presence{"available", {channel_kind("fax")}, {}, presence_cause::agent}},
              errc::bad_request);
}

TEST_CASE("the same presence again renews the lease, or changes nothing without one") {
  agent ana;
  ana.defined().gives(be("available"), changed("available", presence_state::available));
  ana.at(1010).gives(be("available"));
  ana.with_lease().at(1020).gives(be("available"), lease_renewed{time_ms(1120)});
  ana.gives(be("available"));
  ana.at(1030).gives(be("available"), lease_renewed{time_ms(1130)});
  ana.gives(set_presence{"available", {}, duration_ms(50), presence_cause::agent},
            lease_renewed{time_ms(1080)});
  ana.gives(be("busy"), changed("busy", presence_state::busy, 1130));
}

TEST_CASE("channels are a set: their order is no change, another set is") {
  agent ana;
  ana.defined();
  ana.does(set_presence{"available", {voice, messaging}, {}, presence_cause::agent});
  CHECK(ana.state.channels == std::vector{messaging, voice});
  ana.gives(set_presence{"available", {messaging, voice, voice}, {}, presence_cause::agent});
  CHECK(ana.tell(set_presence{"available", {voice}, {}, presence_cause::agent})->size() == 1);
}

TEST_CASE("leaving without live work logs out, and twice is once") {
  agent ana;
  ana.defined().with_grace().available();
  ana.gives(be("logged_out"), changed("logged_out", presence_state::logged_out));
  ana.gives(be("logged_out"));
}

TEST_CASE("leaving with live work is being lost where grace is granted, else logged out") {
  agent ana;
  ana.defined().with_grace().available().reserved("w1");
  ana.gives(be("logged_out"), presence_lost{time_ms(1500), presence_cause::agent});
  CHECK(ana.state.presence == presence_state::lost);
  CHECK(ana.state.slots.size() == 1);
  ana.gives(be("logged_out"));

  agent ben;
  ben.defined().available().committed("w1");
  ben.gives(be("logged_out"), changed("logged_out", presence_state::logged_out));
}

TEST_CASE("wrap-up alone does not keep an agent") {
  agent ana;
  ana.defined().with_grace().available().committed("w1");
  ana.does(start_after_work{work_id("w1")});
  ana.gives(be("logged_out"), changed("logged_out", presence_state::logged_out));
  CHECK(used_units(ana.state) == 1);
}

TEST_CASE("a lost agent that comes back keeps its work and is available again") {
  agent ana;
  ana.defined().with_grace().available().committed("w1");
  ana.does(be("logged_out"));
  ana.at(1200).gives(be("available"), changed("available", presence_state::available));
  CHECK(ana.state.grace_until == time_ms(0));
  CHECK(find_slot(ana.state, work_id("w1"))->state == slot_state::committed);
  ana.at(1600).refuses(expire_grace{}, errc::wrong_state);
}

TEST_CASE("a lease expires only when due, and only once") {
  agent ana;
  ana.defined().with_lease();
  CHECK(ana.refuses(expire_lease{}, errc::wrong_state).state == "logged_out");
  ana.available();
  CHECK(ana.at(1099).refuses(expire_lease{}, errc::wrong_state).state == "1100");
  ana.gives(be("available"), lease_renewed{time_ms(1199)});
  ana.at(1100).refuses(expire_lease{}, errc::wrong_state);
  ana.at(1199).gives(
      expire_lease{},
      presence_changed{
          "logged_out", presence_state::logged_out, {}, presence_cause::lease_expired, time_ms(0)});
  ana.refuses(expire_lease{}, errc::wrong_state);
}

TEST_CASE("a lease that expires over live work starts the grace time") {
  agent ana;
  ana.defined().with_lease().with_grace().available().committed("w1");
  ana.at(1100).gives(expire_lease{}, presence_lost{time_ms(1600), presence_cause::lease_expired});
  ana.refuses(expire_lease{}, errc::wrong_state);
  CHECK(ana.at(1599).refuses(expire_grace{}, errc::wrong_state).state == "1600");
  ana.at(1600).gives(
      expire_grace{},
      presence_changed{
          "logged_out", presence_state::logged_out, {}, presence_cause::grace_expired, time_ms(0)});
  CHECK(ana.refuses(expire_grace{}, errc::wrong_state).state == "logged_out");
  CHECK(ana.state.slots.size() == 1);
}

TEST_CASE("without grace an expired lease logs out at once, in the tenant's words") {
  agent ana;
  ana.defined().with_lease().available().committed("w1");
  ana.tenant.settings.statuses = {{"home", presence_state::logged_out}};
  ana.at(1100).gives(
      expire_lease{},
      presence_changed{
          "home", presence_state::logged_out, {}, presence_cause::lease_expired, time_ms(0)});
}

TEST_CASE("only an available agent takes work") {
  agent ana;
  ana.defined().with_grace();
  CHECK(ana.refuses(take("w1"), errc::not_available).state == "logged_out");
  for (const char* status : {"busy", "away"}) {
    ana.does(be(status));
    CHECK(ana.refuses(take("w1"), errc::not_available).state == status);
  }
  ana.available().reserved("w1");
  ana.does(be("logged_out"));
  CHECK(ana.refuses(take("w2"), errc::not_available).state == "lost");
}

TEST_CASE("work comes only on channels the agent is defined for and logged in on") {
  agent ana;
  ana.defined();
  ana.does(set_presence{"available", {voice}, {}, presence_cause::agent});
  ana.refuses(take("w1"), errc::not_available);
  auto fax = take("w1");
  fax.channel = channel_kind("fax");
  ana.available().refuses(fax, errc::not_available);
  ana.gives(take("w1"),
            capacity_reserved{work_id("w1"), conversation_id("c1"), messaging, 1, false});
  ana.definition.channels = {voice};
  ana.does(define_agent{ana.definition});
  ana.refuses(take("w2"), errc::not_available);
}

TEST_CASE("a reservation needs a work id and a weight") {
  agent ana;
  ana.defined().available();
  ana.refuses(take(""), errc::bad_request);
  ana.refuses(take("w1", 0), errc::bad_request);
}

TEST_CASE("a reservation beyond the capacity is refused with what is free") {
  agent ana;
  ana.defined(3).available().reserved("w1");
  CHECK(ana.refuses(take("w2", 3), errc::no_capacity).state == "2");
  ana.does(take("w2", 2));
  CHECK(ana.refuses(take("w3"), errc::no_capacity).state == "0");
  ana.gives(release_capacity{work_id("w1")}, capacity_released{work_id("w1")});
  CHECK(ana.tell(take("w3")).ok());
}

TEST_CASE("the same work reserves once, in whatever state its slot is") {
  agent ana;
  ana.defined(1).available().reserved("w1");
  ana.gives(take("w1"));
  ana.does(commit_capacity{work_id("w1")});
  ana.gives(take("w1"));
  CHECK(used_units(ana.state) == 1);
}

TEST_CASE("interruptible work fills what is left and makes room for work that is not") {
  agent ana;
  ana.defined(2).available();
  ana.does(take("i1", 2, true));
  CHECK(free_units(ana.state) == 2);
  CHECK(free_units_interruptible(ana.state) == 0);
  CHECK(ana.refuses(take("i2", 1, true), errc::no_capacity).state == "0");
  ana.does(take("n1", 2, false));
  CHECK(used_units(ana.state) == 4);
  CHECK(ana.refuses(take("n2", 1, false), errc::no_capacity).state == "0");
}

TEST_CASE("a slot goes from reserved to committed to after-work to free") {
  agent ana;
  ana.defined().available().reserved("w1");
  ana.at(1010).gives(commit_capacity{work_id("w1")}, capacity_committed{work_id("w1")});
  CHECK(find_slot(ana.state, work_id("w1"))->since == time_ms(1010));
  ana.gives(commit_capacity{work_id("w1")});
  ana.at(1020).gives(start_after_work{work_id("w1")}, after_work_started{work_id("w1")});
  ana.gives(start_after_work{work_id("w1")});
  ana.gives(commit_capacity{work_id("w1")});
  CHECK(used_units(ana.state) == 1);
  ana.gives(release_capacity{work_id("w1")}, capacity_released{work_id("w1")});
  ana.gives(release_capacity{work_id("w1")});
  CHECK(used_units(ana.state) == 0);
}

TEST_CASE("steps of a slot that are out of order are refused with its state") {
  agent ana;
  ana.defined().available();
  CHECK(ana.refuses(commit_capacity{work_id("w1")}, errc::wrong_state).state == "free");
  CHECK(ana.refuses(start_after_work{work_id("w1")}, errc::wrong_state).state == "free");
  ana.reserved("w1");
  CHECK(ana.refuses(start_after_work{work_id("w1")}, errc::wrong_state).state == "reserved");
}

TEST_CASE("any slot can be released, also of an agent that left") {
  agent ana;
  ana.defined().available().reserved("r").committed("c").committed("a");
  ana.does(start_after_work{work_id("a")});
  ana.does(be("logged_out"));
  for (const char* work : {"r", "c", "a"}) {
    ana.gives(release_capacity{work_id(work)}, capacity_released{work_id(work)});
  }
  CHECK(ana.state.slots.empty());
}

TEST_CASE("lowering the capacity under load blocks new work and keeps the present") {
  agent ana;
  ana.defined(3).available().committed("w1").committed("w2");
  ana.definition.capacity_units = 1;
  ana.does(define_agent{ana.definition});
  CHECK(used_units(ana.state) == 2);
  CHECK(free_units(ana.state) == 0);
  CHECK(ana.refuses(take("w3"), errc::no_capacity).state == "0");
  CHECK(ana.tell(start_after_work{work_id("w1")}).ok());
}

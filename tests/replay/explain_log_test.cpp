// Goal: "why did this route, or not?" has an answer that the log proves: every decision of a whole
// log, made again from its prefix, is the one that the log holds; a planted difference is found.
// Method: a busy floor on a real shard, whose log is then explained; and logs with one commit that
// no policy made.

#include "actors/replay/explain_log.hpp"

#include "events/codec/event_codec.hpp"
#include "tests/field/contact_centre.hpp"
#include "tests/sim/random.hpp"

namespace parley::testing {
namespace {

const tenant_id acme("t");

// Agents of several queues, skills and sizes; work that comes, is declined, lapses, is transferred.
class busy_floor : public contact_centre {
 public:
  explicit busy_floor(std::uint64_t seed) : chance_(seed) {
    for (const char* queue : {"vip", "night"}) {
      queue_settings settings;
      settings.policy =
          queue[0] == 'v' ? routing_policy::least_active : routing_policy::longest_idle;
      settings.priority = queue[0] == 'v' ? 5 : 0;
      settings.skills = {{skill_id("french"), 2}};
      settings.relax_after_ms = duration_ms(7000);
      settings.prefer_timeout_ms = duration_ms(4000);
      settings.offer_timeout_ms = duration_ms(9000);
      settings.overflow_queue = queue_id("help");
      settings.overflow_after_ms = duration_ms(20000);
      does(tenant(), next_id(), tenant_command(configure_queue{queue_id(queue), settings}));
    }
    for (std::size_t i = 0; i < 6; ++i) {
      agent_definition who;
      who.queues = {queue_id("help"), queue_id(i % 2 == 0 ? "vip" : "night")};
      who.skills = {{skill_id("french"), static_cast<std::uint8_t>(1 + i % 3)}};
      who.capacity_units = static_cast<std::uint16_t>(1 + i % 3);
      does(agent(name(i)), next_id(), agent_command(define_agent{who}));
      presence(name(i), "available");
    }
  }

  void work(int steps) {
    for (int i = 0; i < steps; ++i) {
      step();
      settle();
    }
    rest();
  }
  std::size_t arrived() const { return arrived_; }

 private:
  static std::string name(std::size_t i) { return "agent" + std::to_string(i); }
  static std::string talk(std::size_t i) { return "c" + std::to_string(i); }

  void step() {
    const std::size_t drawn = chance_.below(100);
    if (drawn < 40 || arrived_ == 0) {
      arrive();
    } else if (drawn < 80) {
      answer(talk(chance_.below(arrived_)));
    } else if (drawn < 90) {
      const char* to = chance_.chance(70)   ? "available"
                       : chance_.chance(50) ? "away"
                                            : "logged_out";
      send(agent(name(chance_.below(6))), next_id(), agent_command(set_presence{to, {}, {}, {}}));
    } else {
      tick(chance_.between(100, 6000));
    }
  }
  void arrive() {
    const stream_id to = conversation(talk(arrived_++));
    send(to, next_id(), open());
    request_route route;
    const char* const queues[] = {"help", "vip", "night"};
    route.queue = queue_id(queues[chance_.below(3)]);
    route.priority = static_cast<std::int32_t>(chance_.between(0, 2));
    if (chance_.chance(20)) {
      route.preferred_agent = agent_id(name(chance_.below(6)));
    }
    send(to, next_id(), conversation_command(route));
  }
  void answer(const std::string& id) {
    const conversation_state state = of(id);
    const open_offer& offer = state.route->offer;
    if (!offer.work.empty()) {
      const conversation_command said =
          chance_.chance(70) ? conversation_command(accept_work{offer.work, offer.agent})
                             : decline_work{offer.work, offer.agent, ""};
      send(conversation(id), next_id(), said);
    } else if (!state.works.empty() && chance_.chance(60)) {
      send(conversation(id), next_id(),
           conversation_command(complete_work{state.works.back().work, state.works.back().agent}));
    } else if (!state.works.empty()) {
      request_transfer away;
      away.by = state.works.back().agent;
      away.queue = queue_id("help");
      send(conversation(id), next_id(), conversation_command(away));
    }
  }

  sim::random_source chance_;
  std::size_t arrived_ = 0;
};

TEST_CASE(
    "field_14 every routing decision of a whole log is the policy's, made again from the log") {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    busy_floor floor(seed);
    floor.work(1500);
    const auto told = explain_log(floor.journal, acme, {});
    REQUIRE(told.ok());
    CHECK(told->decisions > 100);
    CHECK(told->reservations > 100);
    CHECK_MESSAGE(told->disagreements == 0,
                  (told->differences.empty() ? "" : told->differences.front()));
    // The decisions of single conversations are those of the whole.
    std::uint64_t decisions = 0;
    for (std::size_t i = 0; i < floor.arrived(); i += 7) {
      const conversation_id one("c" + std::to_string(i));
      const auto alone = explain_log(floor.journal, acme, one);
      REQUIRE(alone.ok());
      CHECK(alone->disagreements == 0);
      CHECK(alone->own_events > 0);
      CHECK_FALSE(alone->moments.empty());
      decisions += alone->decisions;
    }
    CHECK(decisions > 10);
    CHECK(decisions < told->decisions);
  }
}

TEST_CASE("field_14 a wait is explained agent by agent") {
  contact_centre c;
  c.hire("ana");
  c.hire("ben");
  c.presence("ana", "available");
  c.presence("ben", "away");
  c.arrives("one");
  c.accepts("ana", "one");
  c.arrives("two");
  const auto told = explain_log(c.journal, acme, conversation_id("two"));
  REQUIRE(told.ok());
  REQUIRE(told->moments.size() == 1);
  const routing_moment& wait = told->moments.front();
  CHECK(wait.sent_to.empty());
  REQUIRE(wait.why.passed_over.size() == 2);
  CHECK(wait.why.passed_over[0].reason == passed_over_reason::no_room);
  CHECK(wait.why.passed_over[1].reason == passed_over_reason::not_available);
}

// A log as a writer with another policy, or a forger, would leave it.
void append_reservation(contact_centre& c, const std::string& agent, const work_id& work,
                        const conversation_id& conversation) {
  const stream_id target = contact_centre::agent(agent);
  c.does(target, c.next_id(),
         agent_command(reserve_capacity{work, conversation, channel_kind("messaging"), 1, false}));
}

TEST_CASE("field_14 an agent that the policy did not choose is found in the log") {
  contact_centre c;
  c.hire("ana");
  c.hire("ben");
  c.presence("ana", "available");
  c.presence("ben", "available");
  append_reservation(c, "ben", work_id("one.w3"), conversation_id("one"));
  const auto told = explain_log(c.journal, acme, {});
  REQUIRE(told.ok());
  CHECK(told->disagreements == 1);
  CHECK(told->differences.front().find("one.w3") != std::string::npos);
  const auto other = explain_log(c.journal, acme, conversation_id("two"));
  CHECK(other->disagreements == 0);
}

// The reservation of a decision, in the log at another agent than the decision's.
TEST_CASE("field_14 a log whose reservations were moved to other agents disagrees") {
  contact_centre c;
  c.hire("ana");
  c.hire("ben");
  c.presence("ana", "available");
  c.presence("ben", "available");
  c.arrives("one");
  store::memory_journal forged(1);
  const auto owner = forged.claim(partition_id(0));
  REQUIRE(owner.ok());
  const auto cursor = c.journal.read(partition_id(0), offset{});
  const std::string chosen = c.of("one").route->offer.agent.str();
  for (auto next = cursor->next(); next.ok() && *next != nullptr; next = cursor->next()) {
    const store::commit_view& commit = **next;
    stream_id stream = commit.stream();
    const bool moved =
        stream.kind == entity_kind::agent && stream.entity == chosen &&
        codec::name_of(codec::event_type(commit.event(0).type)) == std::string("capacity_reserved");
    if (moved) {
      stream.entity = chosen == "ana" ? "ben" : "ana";
    }
    std::vector<store::event_bytes> events;
    for (std::size_t i = 0; i < commit.event_count(); ++i) {
      events.push_back(commit.event(i));
    }
    store::commit_batch batch;
    const principal by = commit.by();
    batch.add({stream, commit.first_version(), commit.first_position().at, commit.command(), by,
               commit.recorded_at()},
              events);
    forged.append(partition_id(0), owner->at, std::move(batch),
                  [](const result<offset>& last, const store::commit_batch&) { CHECK(last.ok()); });
  }
  const auto told = explain_log(forged, acme, {});
  REQUIRE(told.ok());
  CHECK(told->disagreements >= 1);
}

}  // namespace
}  // namespace parley::testing

// Goal: a read sees exactly the durable log, waits for its position, and always ends. Method: as in
// answers_test.cpp.

#include "tests/shard/driven_shard.hpp"

namespace parley::testing {
namespace {

const stream_id one = driven_shard::conversation("one");

struct seen {
  std::optional<result<version>> what;
  int times = 0;
};

struct reading : driven_shard {
  reading() {
    start();
    make_tenant();
  }
  std::shared_ptr<seen> ask(offset at_least, std::int64_t wait = 1000) {
    auto to = std::make_shared<seen>();
    live->read_entity(one, at_least, now + duration_ms(wait), [to](result<entity_reading> came) {
      ++to->times;
      to->what = came.ok() ? result<version>(came->in_stream) : result<version>(came.error());
    });
    return to;
  }
};

TEST_CASE("a read of an entity waits until its events are durable and the replica has them") {
  reading s;
  s.send(one, 10, driven_shard::open());
  const auto read = s.ask(offset{});
  CHECK(read->times == 0);
  s.journal.complete_next();
  CHECK(read->times == 0);
  s.follow();
  REQUIRE(read->times == 1);
  CHECK(**read->what == version(2));
}

TEST_CASE("a read is not starved by commands that keep coming") {
  reading s;
  s.send(one, 10, driven_shard::open());
  const auto read = s.ask(offset{});
  const auto later = s.send(one, 11, driven_shard::says("x"));
  CHECK(later->times == 0);
  s.journal.complete_next();
  CHECK(later->times == 0);
  s.follow();
  REQUIRE(read->times == 1);
  CHECK(**read->what == version(2));
  s.settle();
  REQUIRE(later->ok());
  CHECK(s.read(one).second == version(3));
}

TEST_CASE("a read of what has no event is NOT_FOUND") {
  reading s;
  const auto read = s.ask(offset{});
  REQUIRE(read->times == 1);
  CHECK(read->what->error().code == errc::not_found);
}

TEST_CASE("a read waits for its position, and not beyond its deadline") {
  reading s;
  const offset next = s.journal.end(partition_id(0)).next();
  const auto reached = s.ask(next);
  const auto never = s.ask(offset(next.value + 1000), 500);
  CHECK(reached->times == 0);
  s.send(one, 10, driven_shard::open());
  s.settle();
  CHECK(reached->times == 1);
  CHECK(never->times == 0);
  s.tick(501);
  REQUIRE(never->times == 1);
  CHECK(never->what->error().code == errc::unavailable);
}

// A reaction that was refused because a read was slow would be lost for good.
TEST_CASE("regress_004 a reaction waits behind a read, however long the replica takes") {
  reading s;
  tenant_settings settings;
  settings.lease_ms = duration_ms(1000);
  s.does(driven_shard::tenant(), 2, tenant_command(define_tenant{settings}));
  const stream_id agent = driven_shard::agent("a");
  const stream_id timer{tenant_id("t"), entity_kind::timer, "lease:a"};
  s.does(agent, 20, agent_command(define_agent{}));
  s.does(agent, 21, agent_command(set_presence{"available", {}, {}, {}}));
  s.tick(1000);  // the lease's timer fires
  s.journal.complete_next();
  std::optional<bool> seen;
  s.live->read_entity(agent, offset{}, s.now + duration_ms(100000), [](const auto&) {});
  s.live->read_entity(timer, offset{}, s.now + duration_ms(100000),
                      [&](const result<entity_reading>& came) { seen = came.ok(); });
  CHECK_FALSE(seen.has_value());
  s.send(agent, 22, agent_command(set_presence{"available", {}, {}, {}}));
  s.tick(50000);
  s.tick(40000);
  s.settle();
  CHECK(seen == true);
  CHECK(s.live->pending_reactions() == 0);
  s.tick(100000);
  s.settle();
  CHECK(state_as<agent_state>(s.read(agent).first)->presence == presence_state::logged_out);
}

// The first read gave up while the command went on waiting; the second one then came after it.
TEST_CASE("regress_005 a command that waits behind reads lets later ones go first") {
  reading s;
  s.send(one, 10, driven_shard::open());
  const auto first = s.ask(offset{}, 500);
  const auto later = s.send(one, 11, driven_shard::says("x"));
  s.journal.complete_next();
  s.tick(501);
  CHECK(first->times == 1);
  CHECK(later->times == 0);
  const auto second = s.ask(offset{});
  s.follow();
  REQUIRE(second->times == 1);
  CHECK(**second->what == version(2));
  s.settle();
  CHECK(later->ok());
}

// As before, but by then the entity had run ahead again.
TEST_CASE("regress_006 a command that waits behind reads waits for the next batch as well") {
  reading s;
  s.send(one, 10, driven_shard::open());
  s.ask(offset{}, 500);
  const auto waits = s.send(one, 11, driven_shard::says("x"));
  s.journal.complete_next();
  s.tick(501);
  const auto ahead = s.send(one, 12, driven_shard::says("y"));
  const auto second = s.ask(offset{});
  s.follow();
  CHECK(waits->times == 0);
  s.settle();
  CHECK(ahead->ok());
  CHECK(waits->ok());
  REQUIRE(second->times == 1);
  CHECK(**second->what == version(3));
}

TEST_CASE("reads that wait end when the append is lost") {
  reading s;
  s.send(one, 10, driven_shard::open());
  const auto state = s.ask(offset{});
  const auto position = s.ask(offset(1000));
  s.journal.fail_next(store::failed_append::not_stored);
  s.journal.complete_next();
  REQUIRE(state->times == 1);
  REQUIRE(position->times == 1);
  CHECK_FALSE(state->what->ok());
  CHECK_FALSE(position->what->ok());
}

TEST_CASE("views are read at the position that they tell") {
  reading s;
  s.send(one, 10, driven_shard::open());
  std::optional<offset> at;
  s.live->read_floor(offset{}, s.now, [&](result<floor_reading> came) { at = came->at.at; });
  CHECK(at == s.journal.end(partition_id(0)));
  s.settle();
}

}  // namespace
}  // namespace parley::testing

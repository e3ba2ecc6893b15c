// Goal: whatever a crash or a lost append leaves behind, the shard comes back to exactly what the
// log says, and what reactions had begun is finished. Method: as in answers_test.cpp.

#include "tests/shard/driven_shard.hpp"

namespace parley::testing {
namespace {

const stream_id one = driven_shard::conversation("one");

void write_some(driven_shard& s, std::uint64_t count) {
  s.does(one, 10, driven_shard::open());
  for (std::uint64_t i = 1; i < count; ++i) {
    s.does(one, 10 + i, driven_shard::says("message " + std::to_string(i)));
  }
}

bool armed(driven_shard& s, const std::string& timer) {
  return state_as<timer_state>(s.read({tenant_id("t"), entity_kind::timer, timer}).first)->armed;
}

tenant_settings with_lease(std::int64_t lease) {
  tenant_settings settings;
  settings.lease_ms = duration_ms(lease);
  return settings;
}

any_command available() { return agent_command(set_presence{"available", {}, {}, {}}); }

TEST_CASE("full batches leave while others are under way, and fail with the first that fails") {
  shard_options options;
  options.batch_commits_max = 1;
  options.appends_in_flight_max = 3;
  driven_shard s(options);
  s.start();
  s.make_tenant();
  s.does(one, 10, driven_shard::open());
  std::vector<std::shared_ptr<told>> sent;
  for (std::uint64_t id = 11; id <= 14; ++id) {
    sent.push_back(s.send(one, id, driven_shard::says("message " + std::to_string(id))));
  }
  CHECK(s.journal.held() == 3);  // the fourth waits for a free place
  s.journal.complete_next();
  CHECK(sent[0]->ok());
  CHECK(s.journal.held() == 3);
  s.journal.fail_next(store::failed_append::not_stored);
  while (s.journal.held() > 0) {
    s.journal.complete_next();
  }
  CHECK(s.reclaims == 1);
  for (std::size_t i = 1; i < sent.size(); ++i) {
    CHECK(sent[i]->times == 1);
    CHECK(sent[i]->code() == errc::unavailable);
  }
  s.start();
  for (std::uint64_t id = 11; id <= 14; ++id) {
    const auto again = s.does(one, id, driven_shard::says("message " + std::to_string(id)));
    CHECK((*again->answer)->repeated == (id == 11));
  }
}

TEST_CASE("a passivated entity is loaded again as it was") {
  shard_options options;
  options.passivate_after_ms = duration_ms(1000);
  options.snapshot_every_events = 4;
  driven_shard s(options);
  s.start();
  s.make_tenant();
  write_some(s, 11);
  const auto before = s.read(one);
  for (int i = 0; i < 4; ++i) {
    s.tick(2000);
    s.follow();
  }
  CHECK(s.live->progress().live_entities == 0);
  const auto after = s.read(one);
  CHECK(after.first == before.first);
  CHECK(after.second == before.second);
  CHECK(s.send(one, 12, driven_shard::says("x"))->ok());  // the repeat of a known command
}

TEST_CASE("an entity does not leave before the replica knows all of it") {
  shard_options options;
  options.passivate_after_ms = duration_ms(1000);
  options.replica_backlog_max = 1000;
  driven_shard s(options);
  s.start();
  s.make_tenant();
  s.send(one, 10, driven_shard::open());
  s.journal.complete_next();
  const std::size_t following = s.following.size();
  REQUIRE(following > 0);
  const std::uint64_t entities = s.live->progress().live_entities;
  s.tick(5000);
  s.tick(5000);
  CHECK(s.live->progress().live_entities >= 1);
  CHECK(s.live->progress().live_entities <= entities);
  s.follow();
  CHECK(s.read(one).second == version(2));
}

TEST_CASE("a snapshot that cannot be read is ignored") {
  shard_options options;
  options.snapshot_every_events = 3;
  driven_shard s(options);
  s.start();
  s.make_tenant();
  write_some(s, 10);
  const auto before = s.read(one);
  REQUIRE(s.replica.damage_snapshot(one));
  s.live.reset();
  s.boot();
  s.start();
  CHECK(s.read(one).first == before.first);
}

TEST_CASE("a restart from checkpoint and log gives the same views and entities") {
  shard_options options;
  options.checkpoint_every_events = 4;
  driven_shard s(options);
  s.start();
  s.make_tenant();
  write_some(s, 9);
  const auto rows = s.live->views().all_rows();
  const auto state = s.read(one);
  s.crash();
  s.claim();
  CHECK(s.live->views().at().at > offset{});
  while (s.live->replay_step(s.now)) {
  }
  s.follow();
  CHECK(s.live->views().all_rows() == rows);
  CHECK(s.read(one) == state);
}

TEST_CASE("without a replica everything comes back from the log") {
  driven_shard s;
  s.start();
  s.make_tenant();
  write_some(s, 9);
  const auto rows = s.live->views().all_rows();
  const auto state = s.read(one);
  s.live.reset();
  s.replica.erase();
  s.boot();
  s.start();
  CHECK(s.live->views().all_rows() == rows);
  CHECK(s.read(one) == state);
}

TEST_CASE("while it replays commands and reads are refused as RECOVERING") {
  shard_options options;
  options.replay_commits_per_step = 1;
  driven_shard s(options);
  s.start();
  s.make_tenant();
  write_some(s, 5);
  s.live.reset();
  s.replica.erase();
  s.boot();
  CHECK(s.send(one, 50, driven_shard::says("x"))->code() == errc::recovering);
  s.claim();
  CHECK(s.live->replay_step(s.now));
  CHECK(s.send(one, 51, driven_shard::says("x"))->code() == errc::recovering);
  std::optional<errc> refused;
  s.live->read_floor(offset{}, s.now,
                     [&](result<floor_reading> reading) { refused = reading.error().code; });
  CHECK(refused == errc::recovering);
}

TEST_CASE("regress_002 it does not run before the replica holds the whole index") {
  driven_shard s;
  s.start();
  s.make_tenant();
  write_some(s, 5);
  s.live.reset();
  s.replica.erase();
  s.boot();
  s.claim();
  while (s.live->replay_step(s.now)) {
  }
  CHECK(s.live->phase() == shard_phase::replaying);
  CHECK(s.send(one, 60, driven_shard::says("x"))->code() == errc::recovering);
  s.follow();
  CHECK(s.live->phase() == shard_phase::running);
  CHECK(s.read(one).second == version(6));
}

TEST_CASE("what a reaction had issued is issued again after a restart") {
  for (const std::size_t stored : {0U, 1U}) {
    driven_shard s;
    s.start();
    s.make_tenant(with_lease(60000));
    s.does(driven_shard::agent("a"), 20, agent_command(define_agent{}));
    s.send(driven_shard::agent("a"), 21, available());
    s.journal.complete_next();  // the presence; its reaction, the lease's timer, is under way
    REQUIRE(s.live->pending_reactions() == 1);
    s.crash(stored);
    s.start();
    s.settle();
    CHECK(s.live->pending_reactions() == 0);
    CHECK(armed(s, "lease:a"));
    CHECK(s.read({tenant_id("t"), entity_kind::timer, "lease:a"}).second == version(1));
  }
}

TEST_CASE("a timer fires once, late rather than never, also after a restart") {
  driven_shard s;
  s.start();
  s.make_tenant(with_lease(1000));
  const stream_id agent = driven_shard::agent("a");
  s.does(agent, 20, agent_command(define_agent{}));
  s.does(agent, 21, available());
  s.tick(500);
  s.settle();
  CHECK(armed(s, "lease:a"));
  s.crash();
  s.start();
  s.tick(1000);
  s.tick(0);
  s.settle();
  const auto fired = s.read({tenant_id("t"), entity_kind::timer, "lease:a"});
  CHECK(fired.second == version(2));
  CHECK(state_as<agent_state>(s.read(agent).first)->presence == presence_state::logged_out);
}

// A reaction that changed nothing leaves no commit. Decided again after a restart, on a later
// state, it armed a lease's timer for a time that was over.
TEST_CASE("regress_003 a reaction that changed nothing is not decided again after a restart") {
  driven_shard s;
  s.start();
  s.make_tenant(with_lease(1000));
  const stream_id agent = driven_shard::agent("a");
  s.does(agent, 20, agent_command(define_agent{}));
  s.send(agent, 21, available());
  // Two reactions ask for the same timer, so that the second one changes nothing.
  s.send(agent, 22, agent_command(set_presence{"busy", {}, {}, {}}));
  s.settle();
  s.tick(2000);
  s.settle();
  s.does(agent, 23, available());
  const auto timer = s.read({tenant_id("t"), entity_kind::timer, "lease:a"});
  REQUIRE(armed(s, "lease:a"));
  const offset end = s.journal.end(partition_id(0));
  s.live.reset();
  s.replica.erase();
  s.boot();
  s.start();
  s.settle();
  CHECK(s.journal.end(partition_id(0)) == end);
  CHECK(s.read({tenant_id("t"), entity_kind::timer, "lease:a"}) == timer);
}

TEST_CASE("a clean stop leaves nothing to replay") {
  driven_shard s;
  s.start();
  s.make_tenant();
  write_some(s, 7);
  s.live->stop_accepting();
  s.settle();
  s.live->stop();
  s.follow();
  REQUIRE(s.replica.flush().ok());
  const auto end = s.journal.end(partition_id(0));
  s.live.reset();
  s.boot();
  s.claim();
  CHECK(s.live->views().at().at == end);
  CHECK_FALSE(s.live->replay_step(s.now));
  CHECK(s.following.empty());
  CHECK(s.live->phase() == shard_phase::running);
}

TEST_CASE("a claim that fails refuses everything, and the next one serves") {
  driven_shard s;
  s.live->refuse({errc::unavailable, "the disk is away", {}});
  CHECK(s.live->problem() == "the disk is away");
  CHECK(s.send(one, 10, driven_shard::open())->code() == errc::unavailable);
  s.start();
  s.make_tenant();
  s.does(one, 11, driven_shard::open());
}

}  // namespace
}  // namespace parley::testing

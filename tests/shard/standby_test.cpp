// Goal: a partition moves between shards of two nodes without a loss, and the shard that does not
// have it follows its log.
// Method: two shards with replicas of their own on one journal in memory, driven step by step.

#include "tests/shard/driven_shard.hpp"

namespace parley::testing {
namespace {

const stream_id one = driven_shard::conversation("one");

/// The shard of another node on the journal of `first`.
struct other_node {
  explicit other_node(driven_shard& first) : beside(first) {
    live = std::make_unique<shard>(
        first.options, shard_ports{first.journal, replica,
                                   [this](epoch writer, store::commit_batch batch) {
                                     beside.journal.append(
                                         partition_id(0), writer, std::move(batch),
                                         [this](result<offset> last, store::commit_batch b) {
                                           live->appended(std::move(last), std::move(b),
                                                          beside.now);
                                         });
                                   },
                                   [this](store::replica_update update, offset at) {
                                     following.emplace_back(std::move(update), at);
                                   },
                                   [this] { ++reclaims; }});
  }
  void follow() {
    while (!following.empty()) {
      const auto [update, at] = std::move(following.front());
      following.pop_front();
      REQUIRE(replica.apply(partition_id(0), update, at).ok());
      live->followed(at);
    }
  }
  void read_on() {
    while (live->replay_step(beside.now)) {
    }
    follow();
  }
  void take() {
    const auto owned = beside.journal.claim(partition_id(0));
    REQUIRE(owned.ok());
    live->start(*owned, beside.now);
    read_on();
  }
  void settle() {
    live->flush();
    while (!live->idle() || !following.empty()) {
      beside.journal.complete_next();
      follow();
      live->flush();
    }
  }
  std::optional<result<command_answer>> send(const stream_id& target, std::uint64_t id,
                                             any_command command) {
    auto answer = std::make_shared<std::optional<result<command_answer>>>();
    live->submit({target,
                  outside_command_id(1, id),
                  {principal_role::partner, "p"},
                  std::move(command),
                  [answer](result<command_answer> came) { *answer = std::move(came); }},
                 beside.now);
    settle();
    return *answer;
  }

  driven_shard& beside;
  sim::crash_replica replica;
  std::deque<std::pair<store::replica_update, offset>> following;
  std::unique_ptr<shard> live;
  int reclaims = 0;
};

errc refusal_of_a_read(shard& from, time_ms now) {
  std::optional<errc> refused;
  from.read_floor(offset{}, now, [&](result<floor_reading> reading) {
    REQUIRE_FALSE(reading.ok());
    refused = reading.error().code;
  });
  return *refused;
}

TEST_CASE("standing by, a shard follows the log and serves nothing but copies") {
  driven_shard s;
  s.start();
  s.make_tenant();
  other_node b(s);
  std::vector<offset> told;
  b.live->on_advanced = [&](offset at) { told.push_back(at); };
  b.live->stand_by(s.now);
  b.read_on();
  CHECK(b.live->phase() == shard_phase::standby);
  s.does(one, 10, driven_shard::open());
  s.does(one, 11, driven_shard::says("x"));
  b.read_on();
  const offset end = s.journal.end(partition_id(0));
  CHECK(b.live->views().at().at == end);
  CHECK(told.back() == end);
  CHECK(b.send(one, 12, driven_shard::says("y"))->error().code == errc::recovering);
  CHECK(refusal_of_a_read(*b.live, s.now) == errc::recovering);
  bool read = false;
  b.live->read_copy(end, s.now, [&](result<floor_reading> reading) {
    read = reading.ok() && reading->at.at == end;
  });
  CHECK(read);
}

TEST_CASE("a shard that stood by runs as soon as it has the partition, and knows old commands") {
  driven_shard s;
  s.start();
  s.make_tenant();
  s.does(one, 10, driven_shard::open());
  const auto first = s.does(one, 11, driven_shard::says("x"));
  other_node b(s);
  b.live->stand_by(s.now);
  b.read_on();
  b.take();
  REQUIRE(b.live->phase() == shard_phase::running);
  const auto again = b.send(one, 11, driven_shard::says("x"));
  REQUIRE(again->ok());
  CHECK((*again)->repeated);
  CHECK((*again)->at.at == first->at());
  CHECK(b.send(one, 12, driven_shard::says("y"))->ok());
}

TEST_CASE("standing by, a shard keeps a snapshot of what grows, and takes over with it") {
  shard_options often;
  often.standby_snapshot_every_events = 8;
  driven_shard s(often);
  s.start();
  s.make_tenant();
  other_node b(s);
  b.live->stand_by(s.now);
  s.does(one, 10, driven_shard::open());
  const stream_id small = driven_shard::conversation("small");
  s.does(small, 11, driven_shard::open());
  for (std::uint64_t id = 12; id < 40; ++id) {
    s.does(one, id, driven_shard::says("x"));
    b.read_on();
  }
  const auto kept = b.replica.find_snapshot(partition_id(0), one);
  REQUIRE(kept.has_value());
  const auto [state, at] = s.read(one);
  CHECK(kept->at.value + 2 * often.standby_snapshot_every_events > at.value);
  CHECK_FALSE(b.replica.find_snapshot(partition_id(0), small).has_value());
  CHECK(b.live->progress().live_entities == 0);

  b.take();
  REQUIRE(b.live->phase() == shard_phase::running);
  CHECK((*b.send(one, 39, driven_shard::says("x")))->repeated);
  CHECK(b.send(one, 40, driven_shard::says("y"))->ok());
  bool read = false;
  b.live->read_entity(one, offset{}, s.now, [&](result<entity_reading> reading) {
    read = reading.ok() && reading->in_stream == version(at.value + 1);
  });
  CHECK(read);
}

TEST_CASE("handing over, what is in flight becomes durable, and what comes after is RECOVERING") {
  driven_shard s;
  s.start();
  s.make_tenant();
  s.does(one, 10, driven_shard::open());
  const auto last = s.send(one, 11, driven_shard::says("x"));
  s.live->stop_accepting(true);
  CHECK(s.send(one, 12, driven_shard::says("late"))->code() == errc::recovering);
  CHECK_FALSE(s.live->idle());
  s.settle();
  CHECK(last->ok());
  s.live->stop();
  s.live->stand_by(s.now);
  other_node b(s);
  b.live->stand_by(s.now);
  b.take();
  CHECK(b.send(one, 13, driven_shard::says("y"))->ok());
  while (s.live->replay_step(s.now)) {
  }
  s.follow();
  CHECK(s.live->phase() == shard_phase::standby);
  CHECK(s.live->views().at() == b.live->views().at());

  // And back again: its entities are those of the log, not those it had in memory.
  s.claim();
  while (s.live->replay_step(s.now)) {
  }
  s.follow();
  REQUIRE(s.live->phase() == shard_phase::running);
  CHECK(s.read(one).second == version(4));
}

TEST_CASE("a partition that is lost at once leaves unknown outcomes to the log") {
  driven_shard s;
  s.start();
  s.make_tenant();
  s.does(one, 10, driven_shard::open());
  const auto unknown = s.send(one, 11, driven_shard::says("x"));
  s.live->stand_by(s.now);
  CHECK(unknown->code() == errc::unavailable);
  CHECK(s.reclaims == 0);
  s.journal.complete_all();  // it arrives after all
  while (s.live->replay_step(s.now)) {
  }
  s.follow();
  CHECK(s.live->phase() == shard_phase::standby);
  s.claim();
  while (s.live->replay_step(s.now)) {
  }
  s.follow();
  const auto repeated = s.send(one, 11, driven_shard::says("x"));
  s.settle();
  REQUIRE(repeated->ok());
  CHECK((*repeated->answer)->repeated);
}

TEST_CASE("a claim that fails does not end standing by") {
  driven_shard s;
  s.start();
  s.make_tenant();
  other_node b(s);
  b.live->stand_by(s.now);
  b.read_on();
  b.live->refuse({errc::unavailable, "the broker is away", {}});
  CHECK(b.live->problem() == "the broker is away");
  s.does(one, 10, driven_shard::open());
  b.read_on();
  CHECK(b.live->phase() == shard_phase::standby);
  b.take();
  CHECK(b.live->phase() == shard_phase::running);
  CHECK(b.live->problem().empty());
}

}  // namespace
}  // namespace parley::testing

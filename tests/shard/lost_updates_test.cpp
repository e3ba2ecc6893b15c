// Goal: what was on its way to the replica when something failed is neither missed nor decided on:
// rows come again, an index never has a hole, reactions are tried until they have an outcome.
// Method: as in answers_test.cpp.

#include <algorithm>

#include "tests/shard/driven_shard.hpp"

namespace parley::testing {
namespace {

const stream_id one = driven_shard::conversation("one");
const stream_id lease_timer{tenant_id("t"), entity_kind::timer, "lease:a"};

std::vector<view_row> stored_rows(const driven_shard& s) {
  std::vector<view_row> rows;
  for (const std::string_view table : floor::tables()) {
    const auto found = s.replica.rows().find(std::string(table));
    if (found != s.replica.rows().end()) {
      for (const auto& [key, value] : found->second) {
        rows.push_back({std::string(table), key, value});
      }
    }
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

void write_some(driven_shard& s, std::uint64_t first, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto name = "c" + std::to_string(first + i);
    s.does(driven_shard::conversation(name), 10 * (first + i), driven_shard::open());
  }
}

// The journal fails an append, its database is opened again, and the shard starts anew.
void recover_in_process(driven_shard& s, bool replica_loses_its_tail) {
  s.send(driven_shard::conversation("failing"), 900, driven_shard::open());
  s.journal.fail_next(store::failed_append::not_stored);
  s.journal.complete_next();
  REQUIRE(s.reclaims > 0);
  if (replica_loses_its_tail) {
    s.replica.crash(0, 0);
  }
  s.claim();
  while (s.live->replay_step(s.now)) {
  }
  s.follow();
  REQUIRE(s.live->phase() == shard_phase::running);
}

shard_options often() {
  shard_options options;
  options.checkpoint_every_events = 1;
  options.replica_backlog_max = 1000;
  return options;
}

TEST_CASE("regress_004 rows that were on their way when an append failed are written again") {
  for (const bool lost : {false, true}) {
    driven_shard s(often());
    s.start();
    s.make_tenant();
    write_some(s, 1, 3);
    REQUIRE(s.replica.flush().ok());
    write_some(s, 8, 1);  // the replica may lose it
    // Their rows are handed over, and stay on their way.
    for (std::uint64_t i = 4; i < 8; ++i) {
      s.send(driven_shard::conversation("c" + std::to_string(i)), 10 * i, driven_shard::open());
      s.journal.complete_next();
    }
    REQUIRE_FALSE(s.following.empty());
    recover_in_process(s, lost);
    s.tick(60000);
    s.settle();
    CHECK(stored_rows(s) == s.live->views().all_rows());
  }
}

TEST_CASE("regress_004 a row that was deleted in a lost update does not come back") {
  driven_shard s(often());
  s.start();
  tenant_settings settings;
  settings.lease_ms = duration_ms(1000);
  s.make_tenant(settings);
  s.does(driven_shard::agent("a"), 20, agent_command(define_agent{}));
  s.does(driven_shard::agent("a"), 21, agent_command(set_presence{"available", {}, {}, {}}));
  REQUIRE(s.replica.rows().at("timer").size() == 1);
  REQUIRE(s.replica.flush().ok());
  write_some(s, 8, 1);  // the replica loses it
  s.now = s.now + duration_ms(5000);
  s.live->tick(s.now);
  while (s.journal.held() > 0 || !s.live->idle()) {
    s.journal.complete_next();
    s.live->flush();
  }
  REQUIRE_FALSE(s.live->views().next_due().has_value());
  recover_in_process(s, true);
  s.tick(60000);
  s.settle();
  CHECK(s.replica.rows().at("timer").empty());
  CHECK(stored_rows(s) == s.live->views().all_rows());
}

// An update of rows alone told the replica that its index was whole up to there.
TEST_CASE("regress_005 an update after one that was lost does not leave a hole in the index") {
  shard_options options = often();
  options.checkpoint_every_events = 1000;
  options.unsnapshotted_events_max = 0;
  driven_shard s(options);
  s.start();
  s.make_tenant();
  REQUIRE(s.replica.flush().ok());
  s.does(one, 11, driven_shard::open());
  s.does(one, 12, driven_shard::says("x"));  // the replica loses both
  s.tick(400000);                            // a snapshot, without a commit of its own
  REQUIRE_FALSE(s.following.empty());
  recover_in_process(s, true);
  s.settle();
  CHECK(s.replica.commits(partition_id(0), one, version(1))->size() == 2);
  CHECK(s.read(one).second == version(3));
}

TEST_CASE("a shard claims again when its replica was opened again under it") {
  driven_shard s;
  s.start();
  s.make_tenant();
  s.does(one, 10, driven_shard::open());
  s.replica.reopened = true;
  s.tick(100);
  CHECK(s.reclaims == 1);
  CHECK(s.live->phase() == shard_phase::replaying);
  s.start();
  CHECK(s.read(one).second == version(2));
}

struct lease_under_way : driven_shard {
  lease_under_way() {
    start();
    tenant_settings settings;
    settings.lease_ms = duration_ms(1000000);
    make_tenant(settings);
    does(agent("a"), 20, agent_command(define_agent{}));
    does(agent("b"), 20, agent_command(define_agent{}));
    // The presence's reaction arms a timer, whose stream cannot be read.
    send(agent("a"), 21, agent_command(set_presence{"available", {}, {}, {}}));
    send(agent("b"), 21, agent_command(set_presence{"available", {}, {}, {}}));
    replica.broken = true;
    settle();
  }
  bool armed(const std::string& timer) {
    return state_as<timer_state>(read({tenant_id("t"), entity_kind::timer, timer}).first)->armed;
  }
};

TEST_CASE("regress_006 a reaction whose target cannot be read is tried again, with pauses") {
  lease_under_way s;
  CHECK(s.live->pending_reactions() == 2);
  CHECK(s.live->problem().find("lease:a") != std::string::npos);
  const offset end = s.journal.end(partition_id(0));
  for (int i = 0; i < 20; ++i) {
    s.tick(2000);
    s.settle();
  }
  CHECK(s.journal.end(partition_id(0)) == end);
  s.replica.broken = false;
  s.tick(1);  // the pause is not over
  CHECK(s.live->pending_reactions() == 2);
  s.tick(10000);
  s.settle();
  CHECK(s.live->pending_reactions() == 0);
  CHECK(s.live->problem().empty());
  CHECK(s.armed("lease:a"));
  CHECK(s.armed("lease:b"));
}

TEST_CASE("regress_006 a reaction that waits survives a restart, and none overtakes it") {
  lease_under_way s;
  // What comes later waits behind it, so no commit tells a replay that it was decided.
  s.tick(2000);
  s.settle();
  s.crash();
  s.replica.broken = false;
  s.start();
  s.settle();
  CHECK(s.live->pending_reactions() == 0);
  CHECK(s.armed("lease:a"));
  CHECK(s.armed("lease:b"));
}

TEST_CASE("commands are OVERLOADED while too many reactions wait") {
  shard_options options;
  options.in_flight_max = 3;
  options.replica_backlog_max = 1000;
  driven_shard s(options);
  s.start();
  tenant_settings settings;
  settings.lease_ms = duration_ms(1000000);
  s.make_tenant(settings);
  for (const char* agent : {"a", "b", "c", "d"}) {
    s.does(driven_shard::agent(agent), 20, agent_command(define_agent{}));
  }
  s.replica.broken = true;
  errc last = errc::corrupt;
  for (const char* agent : {"a", "b", "c", "d"}) {
    const auto told = s.send(driven_shard::agent(agent), 21,
                             agent_command(set_presence{"available", {}, {}, {}}));
    s.settle();
    last = told->ok() ? errc::corrupt : told->code();
  }
  CHECK(last == errc::overloaded);
}

TEST_CASE("the bytes of one append are bounded: beyond it clients are told OVERLOADED") {
  shard_options options;
  options.append_bytes_max = 20000;
  driven_shard s(options);
  s.start();
  tenant_settings settings;
  settings.message_bytes_max = 8192;
  s.make_tenant(settings);
  s.does(one, 10, driven_shard::open());
  s.send(one, 11, driven_shard::says("the one under way"));
  std::vector<std::shared_ptr<told>> answers;
  for (std::uint64_t i = 0; i < 10; ++i) {
    answers.push_back(s.send(one, 100 + i, driven_shard::says(std::string(8000, 'x'))));
  }
  s.settle();
  std::size_t stored = 0;
  for (const auto& answer : answers) {
    stored += answer->ok() ? std::size_t{1} : std::size_t{0};
    CHECK((answer->ok() || answer->code() == errc::overloaded));
  }
  CHECK(stored == 3);  // the third crosses the bound, none comes after it
  CHECK(s.send(one, 200, driven_shard::says("y"))->times == 0);
  s.settle();
}

}  // namespace
}  // namespace parley::testing

// Goal: promises are kept through restarts and whatever the wall clock does, and an armed one costs
// no live entity. Method: as in answers_test.cpp.

#include "actors/shard/commit_events.hpp"
#include "tests/shard/driven_shard.hpp"

namespace parley::testing {
namespace {

constexpr std::int64_t minute_ms = 60'000;

void make_process(driven_shard& s) {
  s.make_tenant();
  process_definition process;
  process.milestones.resize(2);
  process.milestones[0].milestone = milestone_id("first");
  process.milestones[0].target_minutes = 1;
  process.milestones[1].milestone = milestone_id("second");
  process.milestones[1].target_minutes = 2;
  s.does(driven_shard::tenant(), 2, tenant_command(configure_process{process_id("p"), process, 0}));
}

void open(driven_shard& s, std::uint64_t number) {
  open_case what;
  what.process = process_id("p");
  s.does({tenant_id("t"), entity_kind::support_case, "c" + std::to_string(number)}, 100 + number,
         case_command(what));
}

struct told_log {
  bool forward = true;     // recorded time never goes back
  std::size_t missed = 0;  // milestones found missed
  bool early = false;      // one of them before its time
};

told_log read_log(const driven_shard& s) {
  told_log told;
  time_ms before;
  const auto log = s.journal.read(partition_id(0), offset{});
  for (auto next = log->next(); next.ok() && *next != nullptr; next = log->next()) {
    told.forward = told.forward && before <= (*next)->recorded_at();
    before = (*next)->recorded_at();
    REQUIRE(for_each_event(**next, [&](const recorded_event& event) {
              if (const auto* violated = std::get_if<milestone_violated>(&event.event)) {
                ++told.missed;
                told.early = told.early || event.recorded_at <= violated->due;
              }
            }).ok());
  }
  return told;
}

TEST_CASE("regress_007 recorded time does not go back when the wall clock does between two runs") {
  driven_shard s;
  s.start();
  make_process(s);
  s.tick(2 * minute_ms);
  open(s, 1);
  s.live->stop();  // a checkpoint of everything: nothing of the log is read again
  s.follow();
  s.live.reset();
  s.now = s.now - duration_ms(2 * minute_ms);
  s.boot();
  s.start();
  open(s, 2);
  CHECK(read_log(s).forward);
  CHECK(read_log(s).missed == 0);
}

TEST_CASE("what is due fires once when the clock jumps, stands still or runs backwards") {
  driven_shard s;
  s.start();
  make_process(s);
  open(s, 1);
  s.tick(minute_ms);
  s.settle();
  CHECK(read_log(s).missed == 0);  // the very instant is in time
  s.tick(60 * minute_ms);
  s.settle();
  CHECK(read_log(s).missed == 2);
  open(s, 2);
  s.tick(-61 * minute_ms);
  s.tick(0);
  s.settle();
  CHECK(read_log(s).missed == 2);
  s.crash();
  s.start();
  s.tick(61 * minute_ms);  // where recorded time stands
  s.settle();
  CHECK(read_log(s).missed == 2);
  s.tick(2 * minute_ms + 1);
  s.settle();
  s.tick(10);
  s.settle();
  CHECK(read_log(s).missed == 4);
  CHECK_FALSE(read_log(s).early);
  CHECK(read_log(s).forward);
}

TEST_CASE("armed promises leave memory without a snapshot, and fire from the log") {
  shard_options options;
  options.live_promises_max = 4;
  driven_shard s(options);
  s.start();
  make_process(s);
  for (std::uint64_t number = 1; number <= 20; ++number) {
    open(s, number);
  }
  CHECK(s.live->progress().live_entities > 40);
  for (int i = 0; i < 3; ++i) {
    s.tick(1);
    s.settle();
  }
  CHECK(s.live->progress().live_entities <= 1 + options.live_promises_max);
  const stream_id run{tenant_id("t"), entity_kind::milestone, "c7.first"};
  CHECK_FALSE(s.replica.find_snapshot(partition_id(0), run).has_value());
  CHECK(state_as<milestone_state>(s.read(run).first)->phase == milestone_phase::running);
  s.tick(3 * minute_ms);
  s.settle();
  CHECK(read_log(s).missed == 40);
  CHECK(state_as<milestone_state>(s.read(run).first)->phase == milestone_phase::violated);
}

}  // namespace
}  // namespace parley::testing

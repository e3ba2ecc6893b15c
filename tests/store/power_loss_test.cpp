// The power goes off in the middle of work, again and again on the same directory. With sync
// nothing that was acknowledged is lost; without it everything is, in every cycle, which proves
// that the harness would find a missing sync.

#include <doctest/doctest.h>

#include "store/fault_fs.hpp"
#include "tests/conformance/journal_suite.hpp"
#include "tests/store/commits.hpp"
#include "tests/store/temporary_directory.hpp"
#include "tests/store/workload.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

// One life of the process: opens, appends, loses power before it can close anything.
void live_and_lose_power(workload& work, fault_fs& disk, power_cut how, std::uint64_t seed) {
  {
    const auto store = open_embedded(work.path, work.options);
    REQUIRE_MESSAGE(store.ok(), (store.ok() ? "" : store.error().message));
    REQUIRE(work.check(*store) == "");
    for (std::uint16_t p = 0; p < workload_partitions; ++p) {
      const auto owner = store->log->claim(partition_id(p));
      REQUIRE(owner.ok());
      const auto first = owner->last.next();
      const auto answer =
          append_now(*store->log, partition_id(p), owner->at, make_batch(first, 1 + seed % 4, 200));
      REQUIRE(answer.ok());
      work.acknowledged[p] = *answer;
      replica_update update;
      update.put_row("last", "row", as_bytes(std::to_string(answer->value)));
      REQUIRE(store->follower->apply(partition_id(p), update, *answer).ok());
    }
    disk.cut_power();
    // What is under way when the lights go out is not acknowledged, whatever becomes of it.
    const auto late = append_now(*store->log, partition_id(0), epoch(seed + 1),
                                 make_batch(work.acknowledged[0].next(), 1));
    CHECK_FALSE(late.ok());
  }
  disk.restore_power(how, seed);
}

}  // namespace

TEST_CASE("with sync, 200 power cuts lose nothing that was acknowledged") {
  const temporary_directory directory;
  const auto disk = std::make_shared<fault_fs>();
  workload work(directory.path(), disk);
  const std::array cuts{power_cut::nothing, power_cut::random_part, power_cut::torn_sector};
  for (std::uint64_t cycle = 0; cycle < 200; ++cycle) {
    CAPTURE(cycle);
    live_and_lose_power(work, *disk, cuts[cycle % cuts.size()], cycle);
  }
  CHECK(work.check() == "");
  CHECK(work.acknowledged[0] > offset(200));
}

TEST_CASE("without sync every power cut loses what was acknowledged") {
  const temporary_directory directory;
  const auto disk = std::make_shared<fault_fs>();
  {
    workload made(directory.path(), disk);
    made.run(1);  // the directory itself is synced
  }
  for (std::uint64_t cycle = 0; cycle < 60; ++cycle) {
    CAPTURE(cycle);
    workload work(directory.path(), disk, false);
    live_and_lose_power(work, *disk, power_cut::nothing, cycle);
    const auto store = open_embedded(directory.path(), work.options);
    REQUIRE(store.ok());
    CHECK(store->log->end(partition_id(0)) < work.acknowledged[0]);
    CHECK(store->log->end(partition_id(1)) < work.acknowledged[1]);
  }
}

// Goal: a shard that comes back after a crash never decides on an older state than the log's.
// Method: the shard as a plain class over a memory journal, with a replica that forgot everything
// and follows only when the test says so.
#include <deque>

#include <doctest/doctest.h>

#include "actors/shard/shard.hpp"
#include "store/memory_journal.hpp"
#include "store/memory_replica.hpp"

namespace parley {
namespace {

constexpr partition_id only{0};

/// One life of a shard: what it asks for is gathered, and done by hand.
struct life {
  life(store::memory_journal& j, store::memory_replica& r) : journal(j), replica(r) {
    const auto owned = journal.claim(only);
    REQUIRE(owned.ok());
    runs.start(*owned, time_ms(1000));
    while (runs.replay_step(time_ms(1000))) {
    }
  }

  void append(epoch writer, store::commit_batch batch) {
    journal.append(only, writer, std::move(batch),
                   [this](result<offset> last, store::commit_batch back) {
                     finished.emplace_back(std::move(last), std::move(back));
                   });
  }
  void finish_appends() {
    while (!finished.empty()) {
      auto next = std::move(finished.front());
      finished.pop_front();
      runs.appended(std::move(next.first), std::move(next.second), time_ms(1000));
    }
  }
  void follow_all() {
    while (!updates.empty()) {
      auto next = std::move(updates.front());
      updates.pop_front();
      REQUIRE(replica.apply(only, next.first, next.second).ok());
      runs.followed(next.second);
    }
  }
  /// The error's code, or nothing if the command was done.
  std::optional<errc> define(std::uint64_t id, bool& repeated) {
    std::optional<result<command_answer>> got;
    const stream_id stream{tenant_id("t"), entity_kind::tenant, "t"};
    tenant_settings settings;
    settings.name = "first";
    runs.submit({stream, command_id{1, id}, principal{}, tenant_command(define_tenant{settings}),
                 [&got](result<command_answer> answer) { got = std::move(answer); }},
                time_ms(1000));
    runs.flush();
    finish_appends();
    REQUIRE(got.has_value());
    if (!got->ok()) return got->error().code;
    repeated = (*got)->repeated;
    return std::nullopt;
  }

  store::memory_journal& journal;
  store::memory_replica& replica;
  std::deque<std::pair<result<offset>, store::commit_batch>> finished;
  std::deque<std::pair<store::replica_update, offset>> updates;
  shard runs{shard_options{},
             {journal, replica,
              [this](epoch writer, store::commit_batch batch) { append(writer, std::move(batch)); },
              [this](store::replica_update update, offset at) {
                updates.emplace_back(std::move(update), at);
              },
              [] {}}};
};

TEST_CASE("a shard does not run before the replica has followed the replayed log") {
  store::memory_journal journal(1);
  store::memory_replica replica(1);
  bool repeated = false;
  {
    life first(journal, replica);
    first.follow_all();
    REQUIRE(first.runs.phase() == shard_phase::running);
    CHECK_FALSE(first.define(7, repeated).has_value());
    CHECK_FALSE(repeated);
  }
  const offset end = journal.end(only);
  replica.wipe();  // what the killed process had not written

  life second(journal, replica);
  CHECK(second.runs.phase() == shard_phase::replaying);
  CHECK(second.define(7, repeated) == errc::recovering);
  second.follow_all();
  CHECK(second.runs.phase() == shard_phase::running);
  CHECK_FALSE(second.define(7, repeated).has_value());
  CHECK(repeated);
  CHECK(journal.end(only) == end);
}

}  // namespace
}  // namespace parley

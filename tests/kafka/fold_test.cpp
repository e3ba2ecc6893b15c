// What a partition of the topic says: every rule by which messages count or do not, and when its
// reader stands still.

#include <doctest/doctest.h>

#include "store/kafka_fold.hpp"
#include "store/kafka_watch.hpp"
#include "tests/store/commits.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::kafka;
using namespace parley::store::test;

namespace {

const partition_id p0(0);
using bytes = std::vector<std::uint8_t>;

// A writer that believes what it last saw, as real ones do.
struct writer {
  log_tip tip;

  bytes claim(std::uint64_t at) {
    std::vector<encoded_record> out;
    tip = encode_claim(p0, tip, epoch(at), out);
    return out.front().bytes;
  }
  bytes append(std::size_t commits = 1) {
    std::vector<encoded_record> out;
    tip = encode_batch(p0, tip, make_batch(tip.last.next(), commits), out);
    return out.front().bytes;
  }
};

bytes fence_of(std::uint64_t at, std::uint64_t by) { return encode_fence({p0, epoch(at), by}); }

verdict take(log_fold& fold, const bytes& message) {
  const auto what = fold.take(message);
  REQUIRE_MESSAGE(what.ok(), (what.ok() ? "" : what.error().message));
  return *what;
}

struct taken_log {
  log_fold fold{p0, log_fold::hashing::chained};
  writer first;
  taken_log() {
    take(fold, fence_of(1, 11));
    take(fold, first.claim(1));
    take(fold, first.append(3));
  }
};

}  // namespace

TEST_CASE("fence, claim and records make a log") {
  log_fold fold(p0, log_fold::hashing::chained);
  writer first;
  CHECK(take(fold, fence_of(1, 11)) == verdict::fenced);
  CHECK(fold.state().fenced_by == 11);
  CHECK(take(fold, first.claim(1)) == verdict::accepted);
  CHECK(take(fold, first.append(3)) == verdict::accepted);
  CHECK(take(fold, first.append()) == verdict::accepted);
  CHECK(fold.state().tip == first.tip);
  CHECK(fold.state().ignored == 0);
}

TEST_CASE("repeats are dropped") {
  taken_log log;
  const auto before = log.first;
  const auto again = log.first.append();
  CHECK(take(log.fold, again) == verdict::accepted);
  CHECK(take(log.fold, again) == verdict::ignored);
  writer copy = before;
  CHECK(take(log.fold, copy.append()) == verdict::ignored);
  CHECK(log.fold.state().tip == log.first.tip);
  CHECK(log.fold.state().ignored == 2);
}

TEST_CASE("nothing of an older epoch counts after a fence") {
  taken_log log;
  writer second = log.first;
  CHECK(take(log.fold, fence_of(2, 22)) == verdict::fenced);
  CHECK(take(log.fold, log.first.append()) == verdict::ignored);
  CHECK(take(log.fold, second.claim(2)) == verdict::accepted);
  CHECK(take(log.fold, log.first.append()) == verdict::ignored);
  CHECK(take(log.fold, second.append()) == verdict::accepted);
  CHECK(log.fold.state().tip == second.tip);
}

TEST_CASE("the first fence for an epoch wins") {
  taken_log log;
  CHECK(take(log.fold, fence_of(2, 22)) == verdict::fenced);
  CHECK(take(log.fold, fence_of(2, 33)) == verdict::ignored);
  CHECK(take(log.fold, fence_of(1, 44)) == verdict::ignored);
  CHECK(log.fold.state().fenced_by == 22);
}

TEST_CASE("a claim that another fence has overtaken does not count") {
  taken_log log;
  writer second = log.first;
  writer third = log.first;
  take(log.fold, fence_of(2, 22));
  take(log.fold, fence_of(3, 33));
  CHECK(take(log.fold, second.claim(2)) == verdict::ignored);
  CHECK(take(log.fold, second.append()) == verdict::ignored);
  CHECK(take(log.fold, third.claim(3)) == verdict::accepted);
  CHECK(take(log.fold, third.append()) == verdict::accepted);
}

TEST_CASE("what follows a missing record of its epoch does not count, the next epoch does") {
  taken_log log;
  const auto at_gap = log.first;
  const auto lost = log.first.append();
  CHECK(take(log.fold, log.first.append()) == verdict::ignored);
  CHECK(log.fold.state().broken);
  CHECK(take(log.fold, lost) == verdict::ignored);  // late: it was reported as failed
  CHECK(log.fold.state().tip == at_gap.tip);
  writer second = at_gap;
  take(log.fold, fence_of(2, 22));
  CHECK(take(log.fold, second.claim(2)) == verdict::accepted);
  CHECK_FALSE(log.fold.state().broken);
  CHECK(take(log.fold, second.append()) == verdict::accepted);
}

TEST_CASE("records whose claim never came do not count") {
  taken_log log;
  writer second = log.first;
  take(log.fold, fence_of(2, 22));
  second.claim(2);
  CHECK(take(log.fold, second.append()) == verdict::ignored);
}

TEST_CASE("a claim without a fence counts, as in a log that was copied") {
  log_fold fold(p0, log_fold::hashing::chained);
  writer one;
  CHECK(take(fold, one.claim(1)) == verdict::accepted);
  CHECK(take(fold, one.append()) == verdict::accepted);
  CHECK(take(fold, one.claim(2)) == verdict::accepted);
  CHECK(fold.state().fenced == epoch(2));
}

TEST_CASE("a claim that does not follow the log's end is damage") {
  taken_log log;
  writer ahead = log.first;
  ahead.append();  // never reaches this log: it was lost
  take(log.fold, fence_of(2, 22));
  const auto what = log.fold.take(ahead.claim(2));
  REQUIRE_FALSE(what.ok());
  CHECK(what.error().code == errc::corrupt);
}

TEST_CASE("a record that follows another one than the log's last is damage") {
  taken_log log;
  writer other = log.first;
  other.tip.hash[0] ^= 1U;
  const auto what = log.fold.take(other.append());
  REQUIRE_FALSE(what.ok());
  CHECK(what.error().code == errc::corrupt);
}

TEST_CASE("what is no record of ours is damage") {
  for (const std::size_t size : {0U, 1U, 31U, 32U, 33U, 88U, 500U}) {
    taken_log log;
    CHECK_FALSE(log.fold.take(bytes(size, 'x')).ok());
  }
  taken_log log;
  auto damaged = log.first.append();
  damaged.back() ^= 1U;
  CHECK_FALSE(log.fold.take(damaged).ok());
  auto foreign = encode_fence({partition_id(7), epoch(9), 1});
  CHECK_FALSE(log.fold.take(foreign).ok());
  auto torn = fence_of(9, 1);
  torn[17] ^= 1U;
  CHECK_FALSE(log.fold.take(torn).ok());
}

TEST_CASE("any order of two writers' messages gives one log for all readers") {
  // Every way in which the records of an overtaken writer fall between fence, claim and records of
  // the next one.
  for (int place = 0; place <= 4; ++place) {
    taken_log log;
    writer second;
    std::vector<bytes> out;
    const auto late = log.first;
    auto zombie = log.first;
    const auto stale = zombie.append();
    if (place == 0) {
      take(log.fold, stale);
    }
    take(log.fold, fence_of(2, 22));
    second.tip = log.fold.state().tip;
    CHECK(second.tip == (place == 0 ? zombie.tip : late.tip));
    for (int step = 1; step <= 3; ++step) {
      if (place == step) {
        CHECK(take(log.fold, stale) == verdict::ignored);
      }
      CHECK(take(log.fold, step == 1 ? second.claim(2) : second.append()) == verdict::accepted);
    }
    if (place == 4) {
      CHECK(take(log.fold, stale) == verdict::ignored);
    }
    CHECK(log.fold.state().tip == second.tip);
  }
}

namespace {

// How many looks it takes until the watch is sure, `looks_max` at most.
int looks_until_sure(stall_watch& watch, std::int64_t next, std::int64_t end, int looks_max) {
  int looks = 1;
  while (looks < looks_max && !watch.look(next, end)) {
    ++looks;
  }
  return looks;
}

}  // namespace

TEST_CASE("a reader stands still when the same message waits for it at five looks in a row") {
  stall_watch watch;
  CHECK(looks_until_sure(watch, 7, 8, 100) == stall_looks);
}

TEST_CASE(
    "a reader at the end does not stand still, nor one that moves, nor one nobody can judge") {
  stall_watch watch;
  for (int i = 0; i < 100; ++i) {
    CHECK_FALSE(watch.look(8, 8));
  }
  for (std::int64_t next = 8; next < 100; ++next) {
    CHECK_FALSE(watch.look(next, 1000));
  }
  for (int i = 0; i < 100; ++i) {
    CHECK_FALSE(watch.look(200, std::nullopt));
  }
  // Nearly a stall, then it came, then the next one is late.
  for (const std::int64_t next : {300, 301, 302}) {
    for (int i = 0; i < stall_looks - 1; ++i) {
      CHECK_FALSE(watch.look(next, next + 1));
    }
  }
}

TEST_CASE("a message that needs longer than a stall gets twice the time at each new start") {
  stall_watch watch;
  CHECK(looks_until_sure(watch, 7, 8, 1000) == stall_looks);
  CHECK(looks_until_sure(watch, 7, 8, 1000) == 2 * stall_looks);
  CHECK(looks_until_sure(watch, 7, 8, 1000) == 4 * stall_looks);
  CHECK(looks_until_sure(watch, 9, 10, 1000) == stall_looks);
}

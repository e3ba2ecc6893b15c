#include "store/memory_journal.hpp"

#include <doctest/doctest.h>

#include "tests/conformance/journal_suite.hpp"
#include "tests/store/commits.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

const partition_id p0(0);

struct answers {
  std::vector<result<offset>> all;
  journal::append_done taker() {
    return [this](result<offset> answer, commit_batch) { all.push_back(std::move(answer)); };
  }
};

}  // namespace

TEST_CASE("the memory journal conforms") {
  journal_suite suite;
  suite.make = [](std::uint16_t partitions) {
    return std::make_unique<memory_journal>(partitions);
  };
  suite.reopen = [](std::unique_ptr<journal> log) {
    static_cast<memory_journal&>(*log).crash();
    return log;
  };
  suite.run();
}

TEST_CASE("in manual mode nothing is durable before it is completed") {
  answers got;
  memory_journal log(1, memory_journal::completion::manual);
  const auto owner = log.claim(p0);
  log.append(p0, owner->at, make_batch(offset(1), 1), got.taker());
  log.append(p0, owner->at, make_batch(offset(2), 1), got.taker());
  CHECK(log.held() == 2);
  CHECK(log.end(p0) == offset(0));
  CHECK(read_all(log, p0, offset(0)).empty());
  CHECK(log.complete_next());
  CHECK(log.end(p0) == offset(1));
  REQUIRE(got.all.size() == 1);
  CHECK(*got.all[0] == offset(1));
  log.complete_all();
  CHECK(log.end(p0) == offset(2));
  CHECK_FALSE(log.complete_next());
}

TEST_CASE("after a failed append everything fails until the next claim") {
  answers got;
  memory_journal log(1, memory_journal::completion::manual);
  const auto owner = log.claim(p0);
  failed_append how = failed_append::not_stored;
  SUBCASE("not stored") { how = failed_append::not_stored; }
  SUBCASE("stored") { how = failed_append::stored; }
  log.fail_next(how);
  for (std::uint64_t at = 1; at <= 3; ++at) {
    log.append(p0, owner->at, make_batch(offset(at), 1), got.taker());
  }
  log.complete_all();
  REQUIRE(got.all.size() == 3);
  for (const auto& answer : got.all) {
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.error().code == errc::unavailable);
  }
  const auto again = log.claim(p0);
  CHECK(again->last == offset(how == failed_append::stored ? 1 : 0));
  log.append(p0, again->at, make_batch(again->last.next(), 1), got.taker());
  log.complete_all();
  CHECK(got.all.back().ok());
}

TEST_CASE("a crash drops what is held but for a chosen prefix") {
  answers got;
  memory_journal log(1, memory_journal::completion::manual);
  const auto owner = log.claim(p0);
  for (std::uint64_t at = 1; at <= 3; ++at) {
    log.append(p0, owner->at, make_batch(offset(at), 1), got.taker());
  }
  log.crash(2);
  CHECK(log.held() == 0);
  CHECK(got.all.empty());
  CHECK(log.claim(p0)->last == offset(2));
  CHECK(read_all(log, p0, offset(0)).size() == 2);
}

TEST_CASE("a failed claim changes nothing") {
  memory_journal log(1);
  log.fail_next_claim();
  const auto failed = log.claim(p0);
  REQUIRE_FALSE(failed.ok());
  CHECK(failed.error().code == errc::unavailable);
  CHECK(log.claim(p0)->at == epoch(1));
}

TEST_CASE("a reader ignores a late record of an older epoch and a repeated one") {
  memory_journal log(1);
  const auto first = log.claim(p0);
  REQUIRE(append_now(log, p0, first->at, make_batch(offset(1), 2)).ok());
  std::vector<std::uint8_t> repeat;
  REQUIRE(log.records(p0,
                      [&](std::span<const std::uint8_t> bytes) {
                        repeat.assign(bytes.begin(), bytes.end());
                        return true;
                      })
              .ok());
  log_tip old_tip{first->at, 1, offset(3), {}};
  const auto second = log.claim(p0);
  std::vector<encoded_record> late;
  encode_batch(p0, old_tip, make_batch(offset(4), 1), late);
  log.inject(p0, late[0].bytes);
  log.inject(p0, repeat);
  REQUIRE(append_now(log, p0, second->at, make_batch(offset(4), 2)).ok());
  CHECK(read_all(log, p0, offset(0)) ==
        std::vector<offset>{offset(1), offset(2), offset(4), offset(5)});
  CHECK(read_all(log, p0, offset(3)) == std::vector<offset>{offset(4), offset(5)});
}

TEST_CASE("a gap or a damaged record stops a reader for good") {
  memory_journal log(1);
  const auto owner = log.claim(p0);
  REQUIRE(append_now(log, p0, owner->at, make_batch(offset(1), 1)).ok());
  std::vector<encoded_record> wrong;
  SUBCASE("a gap in the sequence") {
    encode_batch(p0, {owner->at, 2, offset(1), {}}, make_batch(offset(2), 1), wrong);
  }
  SUBCASE("a gap in the offsets") {
    encode_batch(p0, {owner->at, 1, offset(2), {}}, make_batch(offset(3), 1), wrong);
  }
  SUBCASE("damage") {
    encode_batch(p0, {owner->at, 1, offset(1), {}}, make_batch(offset(2), 1), wrong);
    wrong[0].bytes[150] ^= 4;
  }
  SUBCASE("another partition's record") {
    encode_batch(partition_id(1), {owner->at, 1, offset(1), {}}, make_batch(offset(2), 1), wrong);
  }
  log.inject(p0, wrong[0].bytes);
  const auto at = log.read(p0, offset(0));
  CHECK((*at->next())->first_position().at == offset(1));
  for (int i = 0; i < 2; ++i) {
    const auto problem = at->next();
    REQUIRE_FALSE(problem.ok());
    CHECK(problem.error().code == errc::corrupt);
  }
}

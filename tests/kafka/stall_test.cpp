// A consumer that stops fetching without a word, made on a cluster inside this process: who follows
// the log notices, and goes on.

#include <atomic>
#include <functional>
#include <future>
#include <thread>

#include <doctest/doctest.h>

#include "store/kafka.hpp"
#include "store/kafka_journal.hpp"
#include "store/kafka_mock.hpp"
#include "store/partition_group.hpp"
#include "store/verify.hpp"
#include "tests/store/commits.hpp"
#include "tests/store/temporary_directory.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

const partition_id p0(0);

kafka::kafka_journal& log_of(const embedded_store& store) {
  return dynamic_cast<kafka::kafka_journal&>(*store.log);
}

embedded_store opened(const temporary_directory& directory, const kafka_options& options) {
  auto made = open_kafka(directory.path(), options);
  REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : made.error().message));
  return std::move(*made);
}

bool in_time(const std::function<bool()>& met) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!met() && std::chrono::steady_clock::now() < limit) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return met();
}

// The library stops fetching what a writer and a node that stands by follow, and says nothing.
struct silent_stall {
  explicit silent_stall(duration_ms stall_timeout) {
    options.stall_timeout = stall_timeout;
    options.append_timeout = duration_ms(10'000);
    options.read_back_timeout = duration_ms(10'000);
    writer = opened(first, options);
    standby = opened(second, options);
    owner = *writer.log->claim(p0);
    REQUIRE(append(3).get().ok());
    REQUIRE(in_time([&] { return standby.log->end(p0) == last; }));
  }
  std::future<result<offset>> append(std::size_t commits) {
    auto batch = make_batch(last.next(), commits);
    last = batch.last_offset();
    auto promise = std::make_shared<std::promise<result<offset>>>();
    writer.log->append(p0, owner.at, std::move(batch),
                       [promise](result<offset> answer, const commit_batch&) {
                         promise->set_value(std::move(answer));
                       });
    return promise->get_future();
  }
  kafka_mock cluster{3, "parley.mock", 2};
  kafka_options options = cluster.options();
  temporary_directory first;
  temporary_directory second;
  embedded_store writer;
  embedded_store standby;
  ownership owner;
  offset last;  ///< of what was sent
};

}  // namespace

TEST_CASE("a writer whose consumer silently stops fetching takes its partition anew") {
  silent_stall on(duration_ms(500));
  log_of(on.writer).stop_fetching(p0);
  auto answer = on.append(1);
  REQUIRE(answer.wait_for(std::chrono::seconds(8)) == std::future_status::ready);
  const auto what = answer.get();
  REQUIRE_FALSE(what.ok());
  CHECK(what.error().code == errc::unavailable);
  CHECK(on.writer.log->stalls(p0) == 1);
  CHECK(on.writer.log->stalls(partition_id(1)) == 0);
  on.owner = *on.writer.log->claim(p0);
  CHECK(on.owner.last == on.last);  // it was stored, and it is read now
  CHECK(on.append(2).get().ok());
  CHECK(on.writer.log->stalls(p0) == 1);
  CHECK_FALSE(verify_log(*on.writer.log, p0).problem);
}

TEST_CASE("a node that stands by and whose consumer silently stops fetching follows again") {
  silent_stall on(duration_ms(500));
  log_of(on.standby).stop_fetching(p0);
  CHECK(on.append(2).get().ok());
  CHECK(in_time([&] { return on.standby.log->end(p0) == on.last; }));
  CHECK(on.standby.log->stalls(p0) == 1);
  CHECK(on.standby.log->behind(p0) == 0);
  CHECK(on.writer.log->stalls(p0) == 0);
}

TEST_CASE(
    "without the watch a stalled node that stands by stays behind, so the test above can fail") {
  silent_stall on(duration_ms(0));
  log_of(on.standby).stop_fetching(p0);
  const offset before = on.last;
  CHECK(on.append(2).get().ok());
  std::this_thread::sleep_for(std::chrono::seconds(2));
  CHECK(on.standby.log->end(p0) == before);
}

// It was: each end of the partition that the library told was taken for an interruption.
TEST_CASE("a table that is followed is told once, not again and again from its start") {
  const kafka_mock cluster(1, "parley.table", 1);
  std::atomic<int> heard = 0;
  const auto table = follow_keyed_topic(cluster.options(), "parley.table",
                                        [&](const std::string&, const std::string&) { ++heard; });
  REQUIRE_MESSAGE(table.ok(), (table.ok() ? "" : table.error().message));
  (*table)->put("a", "1");
  REQUIRE(in_time([&] { return heard.load() == 1; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(1'500));
  CHECK(heard.load() == 1);
}

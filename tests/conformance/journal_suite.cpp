#include "tests/conformance/journal_suite.hpp"

#include <atomic>
#include <future>
#include <thread>

#include <doctest/doctest.h>

#include "store/record.hpp"
#include "tests/store/commits.hpp"

namespace parley::store::test {

result<offset> append_now(journal& to, partition_id partition, epoch writer, commit_batch batch) {
  auto answer = std::make_shared<std::promise<result<offset>>>();
  auto future = answer->get_future();
  to.append(partition, writer, std::move(batch),
            [answer](result<offset> r, commit_batch) { answer->set_value(std::move(r)); });
  // Longer than any engine gives an append: each answers by itself.
  if (future.wait_for(std::chrono::seconds(60)) != std::future_status::ready) {
    return rejection{errc::unavailable, "no answer within a minute", {}};
  }
  return future.get();
}

std::vector<offset> read_all(const journal& from, partition_id partition, offset after) {
  std::vector<offset> firsts;
  const auto at = from.read(partition, after);
  auto expected = after.next();
  while (true) {
    const auto commit = at->next();
    REQUIRE_MESSAGE(commit.ok(), (commit.ok() ? "" : commit.error().message));
    if (*commit == nullptr) {
      return firsts;
    }
    if (firsts.empty()) {  // the start may lie inside a commit
      expected = std::min(expected, (*commit)->first_position().at);
    }
    REQUIRE((*commit)->first_position() == position{partition, expected});
    REQUIRE(is_as_made(**commit));
    expected = (*commit)->last_position().at.next();
    firsts.push_back((*commit)->first_position().at);
  }
}

namespace {

// The same by the commits that were stored together.
std::vector<offset> read_groups(const journal& from, partition_id partition, offset after) {
  std::vector<offset> firsts;
  const auto at = from.read(partition, after);
  for (;;) {
    const auto some = at->next_some();
    REQUIRE(some.ok());
    if (some->empty()) {
      return firsts;
    }
    for (const commit_view& commit : *some) {
      REQUIRE(is_as_made(commit));
      firsts.push_back(commit.first_position().at);
    }
  }
}

const partition_id p0(0);

// Of the input in equal_input_gives_equal_records. A change of these values is a change of what is
// stored on disk.
constexpr std::size_t record_count_of_known_input = 8;
constexpr const char* hash_of_known_input =
    "8c64a4be294c7da65b5ba87f636a411964ed05a933ba014c316e51a34b35b16a";

void appends_are_read_back(const journal_suite& suite) {
  const auto log = suite.make(4);
  CHECK(log->partition_count() == 4);
  CHECK(log->end(p0) == offset(0));
  CHECK(read_all(*log, p0, offset(0)).empty());
  const auto owner = log->claim(p0);
  REQUIRE(owner.ok());
  CHECK(owner->at == epoch(1));
  CHECK(owner->last == offset(0));
  const auto answer = append_now(*log, p0, owner->at, make_batch(offset(1), 6));
  REQUIRE(answer.ok());
  CHECK(*answer == offset(12));
  CHECK(log->end(p0) == offset(12));
  CHECK(read_all(*log, p0, offset(0)).size() == 6);
  CHECK(read_all(*log, p0, offset(1)).size() == 5);
  CHECK(read_all(*log, p0, offset(2)).size() == 5);  // inside the second commit: given whole
  CHECK(read_all(*log, p0, offset(11)).size() == 1);
  CHECK(read_all(*log, p0, offset(12)).empty());
  CHECK(read_all(*log, p0, offset(99)).empty());
  for (const std::uint64_t after : {0U, 1U, 2U, 11U, 12U}) {
    CHECK(read_groups(*log, p0, offset(after)) == read_all(*log, p0, offset(after)));
  }
}

void older_epochs_are_refused(const journal_suite& suite) {
  const auto log = suite.make(1);
  const auto first = log->claim(p0);
  REQUIRE(append_now(*log, p0, first->at, make_batch(offset(1), 1)).ok());
  const auto second = log->claim(p0);
  CHECK(second->at > first->at);
  CHECK(second->last == offset(1));
  const auto late = append_now(*log, p0, first->at, make_batch(offset(2), 1));
  REQUIRE_FALSE(late.ok());
  CHECK(late.error().code == errc::stale_version);
  CHECK(log->end(p0) == offset(1));
  CHECK(append_now(*log, p0, second->at, make_batch(offset(2), 1)).ok());
  CHECK(read_all(*log, p0, offset(0)).size() == 2);
  const auto unclaimed = append_now(*log, p0, epoch(99), make_batch(offset(3), 1));
  REQUIRE_FALSE(unclaimed.ok());
  CHECK(unclaimed.error().code == errc::stale_version);
}

void a_cursor_tails(const journal_suite& suite) {
  const auto log = suite.make(1);
  auto owner = log->claim(p0);
  const auto tail = log->read(p0, offset(0));
  CHECK(*tail->next() == nullptr);
  for (std::uint64_t at = 1; at <= 20; ++at) {
    if (at % 7 == 0) {
      owner = log->claim(p0);
    }
    REQUIRE(append_now(*log, p0, owner->at, make_batch(offset(at), 1)).ok());
    const auto commit = tail->next();
    REQUIRE(commit.ok());
    REQUIRE(*commit != nullptr);
    CHECK((*commit)->first_position().at == offset(at));
    CHECK(*tail->next() == nullptr);
  }
}

void one_commit_is_found_by_offset(const journal_suite& suite) {
  const auto log = suite.make(1);
  auto owner = log->claim(p0);
  REQUIRE(append_now(*log, p0, owner->at, make_batch(offset(1), 300, 400)).ok());
  owner = log->claim(p0);
  REQUIRE(append_now(*log, p0, owner->at, make_batch(offset(601), 3)).ok());
  for (const std::uint64_t at : {1U, 2U, 3U, 4U, 300U, 599U, 600U, 601U, 602U, 606U}) {
    std::size_t calls = 0;
    const auto found = log->read_one(p0, offset(at), [&](const commit_view& commit) {
      ++calls;
      CHECK(commit.first_position().at <= offset(at));
      CHECK(commit.last_position().at >= offset(at));
      CHECK(is_as_made(commit));
    });
    CHECK(found.ok());
    CHECK(calls == 1);
  }
  const auto beyond = log->read_one(p0, offset(607), [](const commit_view&) { CHECK(false); });
  REQUIRE_FALSE(beyond.ok());
  CHECK(beyond.error().code == errc::not_found);
}

void partitions_are_apart(const journal_suite& suite) {
  const auto log = suite.make(4);
  for (std::uint16_t p = 0; p < 4; ++p) {
    const auto owner = log->claim(partition_id(p));
    REQUIRE(append_now(*log, partition_id(p), owner->at, make_batch(offset(1), p + 1U)).ok());
  }
  for (std::uint16_t p = 0; p < 4; ++p) {
    CHECK(read_all(*log, partition_id(p), offset(0)).size() == p + 1U);
  }
}

void everything_survives_reopening(const journal_suite& suite) {
  auto log = suite.make(2);
  const auto owner = log->claim(p0);
  REQUIRE(append_now(*log, p0, owner->at, make_batch(offset(1), 30, 3000)).ok());
  for (int round = 0; round < 3; ++round) {
    log = suite.reopen(std::move(log));
    const auto end = log->end(p0);
    const auto again = log->claim(p0);
    REQUIRE(again.ok());
    CHECK(again->last == end);
    CHECK(again->at > owner->at);
    REQUIRE(append_now(*log, p0, again->at, make_batch(end.next(), 2)).ok());
  }
  CHECK(read_all(*log, p0, offset(0)).size() == 36);
  CHECK(log->end(partition_id(1)) == offset(0));
}

void large_batches_are_whole(const journal_suite& suite) {
  auto log = suite.make(1);
  const auto owner = log->claim(p0);
  REQUIRE(append_now(*log, p0, owner->at, make_batch(offset(1), 9000, 300)).ok());
  CHECK(log->end(p0) == offset(18000));
  CHECK(read_all(*log, p0, offset(0)).size() == 9000);
  log = suite.reopen(std::move(log));
  CHECK(read_all(*log, p0, offset(17000)).size() == 500);
}

void many_appends_in_flight_answer_in_order(const journal_suite& suite) {
  const auto log = suite.make(1);
  const auto owner = log->claim(p0);
  std::promise<void> all;
  std::uint64_t answered = 0;
  bool in_order = true;
  for (std::uint64_t at = 1; at <= 500; ++at) {
    log->append(p0, owner->at, make_batch(offset(at), 1),
                [&](const result<offset>& answer, const commit_batch& batch) {
                  in_order = in_order && answer.ok() && answer.value() == offset(++answered) &&
                             batch.first_offset() == answer.value();
                  if (answered == 500 || !in_order) {
                    all.set_value();
                  }
                });
  }
  REQUIRE(all.get_future().wait_for(std::chrono::seconds(20)) == std::future_status::ready);
  CHECK(in_order);
  CHECK(log->end(p0) == offset(500));
}

void readers_follow_while_writers_append(const journal_suite& suite) {
  const auto log = suite.make(2);
  constexpr std::uint64_t count = 300;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&, partition = partition_id(static_cast<std::uint16_t>(i % 2))] {
      const auto at = log->read(partition, offset(0));
      const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(120);
      std::uint64_t seen = 0;
      while (seen < count && std::chrono::steady_clock::now() < limit) {
        const auto commit = at->next();
        if (!commit.ok()) {
          break;
        }
        if (*commit == nullptr) {
          std::this_thread::yield();
        } else if ((*commit)->first_position() != position{partition, offset(++seen)} ||
                   !is_as_made(**commit)) {
          break;
        }
      }
      wrong += seen == count ? 0 : 1;
    });
  }
  std::array<epoch, 2> owners{log->claim(p0)->at, log->claim(partition_id(1))->at};
  for (std::uint64_t at = 1; at <= count; ++at) {
    for (std::uint16_t p = 0; p < 2; ++p) {
      CHECK(append_now(*log, partition_id(p), owners[p], make_batch(offset(at), 1)).ok());
    }
  }
  for (auto& reader : readers) {
    reader.join();
  }
  CHECK(wrong == 0);
}

void equal_input_gives_equal_records(const journal_suite& suite) {
  const auto log = suite.make(1);
  REQUIRE(append_now(*log, p0, log->claim(p0)->at, make_batch(offset(1), 200, 300)).ok());
  const auto end = log->end(p0);
  REQUIRE(append_now(*log, p0, log->claim(p0)->at, make_batch(end.next(), 7)).ok());
  digest hash{};
  std::size_t count = 0;
  REQUIRE(log->records(p0,
                       [&](std::span<const std::uint8_t> record) {
                         ++count;
                         hash = record_hash(record);
                         return true;
                       })
              .ok());
  CHECK(count == record_count_of_known_input);
  CHECK(to_hex(hash) == hash_of_known_input);
}

}  // namespace

void journal_suite::run() const {
  SUBCASE("appends are read back") { appends_are_read_back(*this); }
  SUBCASE("older epochs are refused") { older_epochs_are_refused(*this); }
  SUBCASE("a cursor tails") { a_cursor_tails(*this); }
  SUBCASE("one commit is found by offset") { one_commit_is_found_by_offset(*this); }
  SUBCASE("partitions are apart") { partitions_are_apart(*this); }
  SUBCASE("everything survives reopening") { everything_survives_reopening(*this); }
  SUBCASE("large batches are whole") { large_batches_are_whole(*this); }
  SUBCASE("many appends in flight answer in order") {
    many_appends_in_flight_answer_in_order(*this);
  }
  SUBCASE("equal input gives equal records") { equal_input_gives_equal_records(*this); }
  SUBCASE("readers follow while writers append") { readers_follow_while_writers_append(*this); }
}

}  // namespace parley::store::test

#include "tests/conformance/replica_suite.hpp"

#include <doctest/doctest.h>

namespace parley::store::test {

stream_id conversation(std::uint64_t number) {
  return {tenant_id("acme"), entity_kind::conversation, "c" + std::to_string(number)};
}

namespace {

const partition_id p0(0);
const partition_id p1(1);
constexpr std::uint64_t stream_count = 7;

std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::vector<std::uint8_t> as_vector(std::string_view text) { return {text.begin(), text.end()}; }

// Commits of two events each at offsets 1, 3, 5 …, going round the streams.
void index_commits(replica& to, partition_id partition, std::uint64_t from, std::uint64_t count) {
  for (std::uint64_t i = from; i < from + count; ++i) {
    replica_update update;
    update.index(conversation(i % stream_count), version(2 * (i / stream_count) + 1),
                 offset(2 * i + 1));
    REQUIRE(to.apply(partition, update, offset(2 * i + 2)).ok());
  }
}

std::vector<offset> expected_commits(std::uint64_t stream, std::uint64_t total,
                                     std::uint64_t from_version) {
  std::vector<offset> list;
  for (auto i = stream; i < total; i += stream_count) {
    if (2 * (i / stream_count) + 1 >= from_version) {
      list.emplace_back(2 * i + 1);
    }
  }
  return list;
}

void check_index(const replica& of, partition_id partition, std::uint64_t total) {
  for (std::uint64_t stream = 0; stream < stream_count; ++stream) {
    CHECK((stream >= total || !of.is_new(partition, conversation(stream))));
    for (const std::uint64_t from : {0U, 1U, 2U, 3U, 40U, 41U, 100000U}) {
      const auto found = of.commits(partition, conversation(stream), version(from));
      REQUIRE(found.ok());
      CHECK(*found == expected_commits(stream, total, from));
    }
  }
}

void a_streams_commits_are_found(const replica_suite& suite) {
  auto rows = suite.make();
  index_commits(*rows, p0, 0, 500);
  index_commits(*rows, p1, 0, 3);
  check_index(*rows, p0, 500);
  check_index(*rows, p1, 3);
  CHECK(rows->commits(p0, conversation(99), version(1))->empty());
  rows = suite.reopen(std::move(rows));
  CHECK(rows->indexed(p0) == offset(1000));
  check_index(*rows, p0, 500);
  index_commits(*rows, p0, 500, 200);
  check_index(*rows, p0, 700);
}

void indexing_again_changes_nothing(const replica_suite& suite) {
  auto rows = suite.make();
  index_commits(*rows, p0, 0, 100);
  index_commits(*rows, p0, 50, 50);
  check_index(*rows, p0, 100);
  rows = suite.reopen(std::move(rows));
  index_commits(*rows, p0, 90, 40);
  check_index(*rows, p0, 130);
}

void a_gap_in_the_index_is_refused(const replica_suite& suite) {
  const auto rows = suite.make();
  index_commits(*rows, p0, 0, 10);
  replica_update update;
  update.index(conversation(1), version(9), offset(23));
  const auto answer = rows->apply(p0, update, offset(24));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().code == errc::wrong_state);
  check_index(*rows, p0, 10);
}

// An update that only holds rows has no index entry that would show the gap.
void an_update_that_follows_on_something_unknown_is_refused(const replica_suite& suite) {
  const auto rows = suite.make();
  index_commits(*rows, p0, 0, 10);
  replica_update update;
  update.put_row("queue", "a", as_bytes("value"));
  update.follow_on(offset(24));
  const auto answer = rows->apply(p0, update, offset(24));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().code == errc::wrong_state);
  CHECK_FALSE(rows->find_row(p0, "queue", "a").has_value());
  update.follow_on(rows->indexed(p0));
  CHECK(rows->apply(p0, update, offset(20)).ok());
  CHECK(rows->find_row(p0, "queue", "a").has_value());
  check_index(*rows, p0, 10);
}

void snapshots_replace_each_other(const replica_suite& suite) {
  auto rows = suite.make();
  CHECK_FALSE(rows->find_snapshot(p0, conversation(1)).has_value());
  for (const std::uint64_t at : {3U, 9U}) {
    replica_update update;
    update.put_snapshot(conversation(1), version(at), as_vector("state " + std::to_string(at)));
    REQUIRE(rows->apply(p0, update, offset(at)).ok());
  }
  rows = suite.reopen(std::move(rows));
  const auto found = rows->find_snapshot(p0, conversation(1));
  REQUIRE(found.has_value());
  CHECK(found->at == version(9));
  CHECK(found->state == as_vector("state 9"));
  CHECK_FALSE(rows->find_snapshot(p1, conversation(1)).has_value());
  CHECK_FALSE(rows->find_snapshot(p0, conversation(11)).has_value());
  CHECK(rows->applied(p0) == offset(9));
  CHECK(rows->applied(p1) == offset(0));
}

void rows_are_found_scanned_and_deleted(const replica_suite& suite) {
  auto rows = suite.make();
  replica_update update;
  for (const char* key : {"b/2", "a/1", "b/1", "c/1"}) {
    update.put_row("queue", key, as_bytes(std::string("value of ") + key));
  }
  update.put_row("queues", "b/9", as_bytes("another table"));
  REQUIRE(rows->apply(p0, update, offset(5)).ok());
  update.clear();
  update.delete_row("queue", "b/2");
  update.put_row("queue", "b/3", as_bytes("new"));
  update.put_row("queue", "b/1", as_bytes(""));
  REQUIRE(rows->apply(p0, update, offset(6)).ok());
  rows = suite.reopen(std::move(rows));
  CHECK(rows->find_row(p0, "queue", "a/1") == as_vector("value of a/1"));
  CHECK_FALSE(rows->find_row(p0, "queue", "b/2").has_value());
  CHECK_FALSE(rows->find_row(p1, "queue", "a/1").has_value());
  std::string seen;
  const auto note = [&](std::string_view key, std::span<const std::uint8_t> value) {
    seen += std::string(key) + "=" + std::string(value.begin(), value.end()) + ";";
    return true;
  };
  REQUIRE(rows->scan(p0, "queue", "b/", note).ok());
  CHECK(seen == "b/1=;b/3=new;");
  seen.clear();
  REQUIRE(rows->scan(p0, "queue", "",
                     [&](std::string_view key, auto) {
                       seen += key;
                       return key != "b/1";
                     })
              .ok());
  CHECK(seen == "a/1b/1");
}

}  // namespace

void replica_suite::run() const {
  SUBCASE("a stream's commits are found") { a_streams_commits_are_found(*this); }
  SUBCASE("indexing again changes nothing") { indexing_again_changes_nothing(*this); }
  SUBCASE("a gap in the index is refused") { a_gap_in_the_index_is_refused(*this); }
  SUBCASE("an update that follows on something unknown is refused") {
    an_update_that_follows_on_something_unknown_is_refused(*this);
  }
  SUBCASE("snapshots replace each other") { snapshots_replace_each_other(*this); }
  SUBCASE("rows are found, scanned and deleted") { rows_are_found_scanned_and_deleted(*this); }
}

}  // namespace parley::store::test

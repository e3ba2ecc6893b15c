#include <doctest/doctest.h>

#include "store/embedded.hpp"
#include "store/memory_replica.hpp"
#include "store/replica_keys.hpp"
#include "tests/conformance/replica_suite.hpp"
#include "tests/store/temporary_directory.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

const partition_id p0(0);

// A replica together with the journal whose database it shares.
class shared_replica final : public replica {
 public:
  explicit shared_replica(embedded_store store) : store_(std::move(store)) {}
  status apply(partition_id p, const replica_update& u, offset a) override {
    return store_.follower->apply(p, u, a);
  }
  offset applied(partition_id p) const override { return store_.follower->applied(p); }
  offset indexed(partition_id p) const override { return store_.follower->indexed(p); }
  result<std::vector<offset>> commits(partition_id p, const stream_id& s,
                                      version v) const override {
    return store_.follower->commits(p, s, v);
  }
  std::optional<snapshot> find_snapshot(partition_id p, const stream_id& s) const override {
    return store_.follower->find_snapshot(p, s);
  }
  std::optional<std::vector<std::uint8_t>> find_row(partition_id p, std::string_view t,
                                                    std::string_view k) const override {
    return store_.follower->find_row(p, t, k);
  }
  status scan(partition_id p, std::string_view t, std::string_view k,
              const std::function<bool(std::string_view, std::span<const std::uint8_t>)>& use)
      const override {
    return store_.follower->scan(p, t, k, use);
  }
  status flush() override { return store_.follower->flush(); }
  std::uint64_t damaged() const override { return store_.follower->damaged(); }

 private:
  embedded_store store_;
};

embedded_options small_window() {
  embedded_options options;
  options.partition_count = 2;
  options.index_window_entries_max = 64;
  return options;
}

}  // namespace

TEST_CASE("the memory replica conforms") {
  replica_suite suite;
  suite.make = [] { return std::make_unique<memory_replica>(std::uint16_t{2}); };
  suite.reopen = [](std::unique_ptr<replica> rows) {
    REQUIRE(rows->flush().ok());
    static_cast<memory_replica&>(*rows).crash();
    return rows;
  };
  suite.run();
}

TEST_CASE("the replica in the journal's database conforms") {
  const temporary_directory directory;
  const auto open = [&]() -> std::unique_ptr<replica> {
    auto opened = open_embedded(directory.path(), small_window());
    REQUIRE(opened.ok());
    return std::make_unique<shared_replica>(std::move(*opened));
  };
  replica_suite suite;
  suite.make = open;
  suite.reopen = [&](std::unique_ptr<replica> rows) {
    REQUIRE(rows->flush().ok());
    rows.reset();
    return open();
  };
  suite.run();
}

TEST_CASE("the replica in a directory of its own conforms") {
  const temporary_directory directory;
  const auto open = [&]() -> std::unique_ptr<replica> {
    auto opened = open_replica(directory.path(), small_window());
    REQUIRE(opened.ok());
    return std::move(*opened);
  };
  replica_suite suite;
  suite.make = open;
  suite.reopen = [&](std::unique_ptr<replica> rows) {
    REQUIRE(rows->flush().ok());
    rows.reset();
    return open();
  };
  suite.run();
}

TEST_CASE("what was not flushed of the index is told by indexed(), and no more is lost") {
  const temporary_directory directory;
  {
    auto opened = open_replica(directory.path(), small_window());
    for (std::uint64_t i = 1; i <= 100; ++i) {
      replica_update update;
      update.index(conversation(i % 3), version(i), offset(i));
      update.put_row("t", "k", std::vector<std::uint8_t>{static_cast<std::uint8_t>(i)});
      REQUIRE((*opened)->apply(p0, update, offset(i)).ok());
    }
  }
  auto opened = open_replica(directory.path(), small_window());
  const auto& rows = **opened;
  CHECK(rows.applied(p0) == offset(100));
  CHECK(rows.find_row(p0, "t", "k") == std::vector<std::uint8_t>{100});
  CHECK(rows.indexed(p0) > offset(60));
  CHECK(rows.indexed(p0) < offset(100));
  std::size_t entries = 0;
  for (std::uint64_t stream = 0; stream < 3; ++stream) {
    entries += rows.commits(p0, conversation(stream), version(1))->size();
  }
  CHECK(entries == rows.indexed(p0).value);
}

TEST_CASE("a snapshot that is damaged, or another stream's, does not decode") {
  const auto key = keys::snapshot_key(p0, conversation(1));
  auto value = keys::encode_snapshot(key, {version(4), {1, 2, 3}});
  snapshot out;
  CHECK(keys::decode_snapshot(key, value, out));
  CHECK_FALSE(keys::decode_snapshot(keys::snapshot_key(p0, conversation(2)), value, out));
  for (auto& byte : value) {
    byte = static_cast<char>(byte ^ 1);
    CHECK_FALSE(keys::decode_snapshot(key, value, out));
    byte = static_cast<char>(byte ^ 1);
  }
  CHECK_FALSE(keys::decode_snapshot(key, "short", out));
}

TEST_CASE("no stream's keys are the start of another's") {
  const stream_id a{tenant_id("t"), entity_kind::agent, "x"};
  const stream_id b{tenant_id("t"), entity_kind::agent, "x1"};
  const stream_id c{tenant_id("tx"), entity_kind::agent, ""};
  for (const auto& one : {a, b, c}) {
    for (const auto& other : {a, b, c}) {
      const bool starts = keys::index_prefix(p0, other).starts_with(keys::index_prefix(p0, one));
      CHECK(starts == (one == other));
    }
  }
}

// Goal: an operator sees what a damaged directory would lose, without a byte being changed, and can
// then drop exactly that: what is left opens, verifies, and ends where it was told; what was there
// is kept aside. Method: directories whose write-ahead log or witness was damaged on purpose.

#include "store/salvage.hpp"

#include <filesystem>
#include <fstream>
#include <map>

#include <doctest/doctest.h>

#include "tests/conformance/journal_suite.hpp"
#include "tests/store/commits.hpp"
#include "tests/store/temporary_directory.hpp"
#include "tests/store/workload.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

namespace files = std::filesystem;

constexpr std::uint16_t partitions = 2;
const partition_id p0(0);
const partition_id p1(1);

std::map<std::string, std::string> contents(const std::string& path) {
  std::map<std::string, std::string> found;
  for (const auto& entry : files::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) {
      std::ifstream file(entry.path(), std::ios::binary);
      found[files::relative(entry.path(), path).string()] =
          std::string(std::istreambuf_iterator<char>(file), {});
    }
  }
  return found;
}

struct directory {
  directory() {
    options.partition_count = partitions;
    const auto store = open_embedded(path(), options);
    REQUIRE(store.ok());
    for (const partition_id p : {p0, p1}) {
      const auto owner = store->log->claim(p);
      REQUIRE(owner.ok());
      offset next(1);
      for (int batch = 0; batch < 40; ++batch) {
        const auto last = append_now(*store->log, p, owner->at, make_batch(next, 5, 200));
        REQUIRE(last.ok());
        next = last->next();
        ends[p.value] = *last;
      }
    }
  }
  std::string path() const { return at.path() + "/data"; }
  // The write-ahead log that holds most: the database was too small to be written out.
  files::path wal() const {
    files::path largest;
    for (const auto& entry : files::directory_iterator(path() + "/db")) {
      if (entry.path().extension() == ".log" &&
          (largest.empty() || entry.file_size() > files::file_size(largest))) {
        largest = entry.path();
      }
    }
    REQUIRE_FALSE(largest.empty());
    return largest;
  }
  void truncate(double share) const {
    const auto size = static_cast<double>(files::file_size(wal()));
    files::resize_file(wal(), static_cast<std::uintmax_t>(size * share));
  }
  void damage(double share) const {
    const auto size = static_cast<double>(files::file_size(wal()));
    std::fstream file(wal(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(size * share));
    file << "damage";
  }
  errc opens_as() const {
    const auto store = open_embedded(path(), options);
    return store.ok() ? errc{} : store.error().code;
  }
  temporary_directory at;
  embedded_options options;
  std::array<offset, partitions> ends{};
};

// What was told to be kept is there and proven, and new events go behind it.
void check_recovered(const directory& in, const salvage_report& told) {
  const auto store = open_embedded(in.path(), in.options);
  REQUIRE_MESSAGE(store.ok(), (store.ok() ? "" : store.error().message));
  for (const partition_id p : {p0, p1}) {
    const auto& kept = told.partitions[p.value].kept;
    CHECK(store->log->end(p) == kept.tip.last);
    const auto checked = verify_log(*store->log, p);
    CHECK_MESSAGE(!checked.problem, (checked.problem ? checked.problem->what : ""));
    CHECK(checked.events == kept.events);
    const auto owner = store->log->claim(p);
    REQUIRE(owner.ok());
    CHECK(append_now(*store->log, p, owner->at, make_batch(owner->last.next(), 3)).ok());
  }
}

void show_then_drop(const directory& in) {
  const auto before = contents(in.path());
  const auto told = inspect_damage(in.path());
  REQUIRE(told.ok());
  CHECK(told->damaged());
  CHECK(contents(in.path()) == before);
  const auto aside = drop_damage(in.path());
  REQUIRE_MESSAGE(aside.ok(), (aside.ok() ? "" : aside.error().message));
  CHECK(aside->starts_with(in.path()));
  const auto kept = contents(*aside);
  for (const auto& [name, bytes] : before) {
    CHECK_MESSAGE((kept.contains(name) && kept.at(name) == bytes), name);
  }
  check_recovered(in, *told);
}

}  // namespace

TEST_CASE("a directory that is whole has nothing to recover") {
  const directory in;
  const auto told = inspect_damage(in.path());
  REQUIRE(told.ok());
  CHECK_FALSE(told->damaged());
  CHECK(told->partitions[0].kept.tip.last == in.ends[0]);
  CHECK(told->partitions[1].lost_events() == 0);
  const auto dropped = drop_damage(in.path());
  REQUIRE_FALSE(dropped.ok());
  CHECK(dropped.error().code == errc::wrong_state);
}

TEST_CASE("a log whose tail is gone: how much was acknowledged beyond it is told, then dropped") {
  const directory in;
  in.truncate(0.75);
  const auto told = inspect_damage(in.path());
  REQUIRE(told.ok());
  CHECK(told->partitions[0].lost_events() == 0);
  CHECK(told->partitions[1].acknowledged == in.ends[1]);
  CHECK(told->partitions[1].lost_events() ==
        in.ends[1].value - told->partitions[1].kept.tip.last.value);
  CHECK(told->partitions[1].lost_events() > 0);
  show_then_drop(in);
}

TEST_CASE("a log that is damaged in the middle keeps what is before") {
  const directory in;
  in.damage(0.6);
  CHECK(in.opens_as() == errc::corrupt);
  const auto told = inspect_damage(in.path());
  REQUIRE(told.ok());
  CHECK_FALSE(told->refused.empty());
  CHECK(told->partitions[0].kept.tip.last == in.ends[0]);
  CHECK(told->partitions[1].kept.events > 0);
  CHECK(told->partitions[1].lost_events() > 0);
  show_then_drop(in);
}

TEST_CASE("without a witness it is said that the loss is not known") {
  const directory in;
  files::remove(in.path() + "/witness-0");
  files::remove(in.path() + "/witness-1");
  CHECK(in.opens_as() == errc::corrupt);
  const auto told = inspect_damage(in.path());
  REQUIRE(told.ok());
  CHECK_FALSE(told->witness.empty());
  CHECK(told->partitions[1].kept.tip.last == in.ends[1]);
  show_then_drop(in);
}

TEST_CASE("a second recovery keeps its own copy aside") {
  const directory in;
  in.truncate(0.9);
  REQUIRE(drop_damage(in.path()).ok());
  {
    // Something is written after the first one, and lost again.
    const auto store = open_embedded(in.path(), in.options);
    REQUIRE(store.ok());
    const auto owner = store->log->claim(p0);
    REQUIRE(append_now(*store->log, p0, owner->at, make_batch(owner->last.next(), 50)).ok());
  }
  in.truncate(0.3);
  const auto aside = drop_damage(in.path());
  REQUIRE(aside.ok());
  CHECK(aside->ends_with("before-recovery-2"));
}

TEST_CASE("a directory that is in use is refused") {
  const directory in;
  const auto store = open_embedded(in.path(), in.options);
  REQUIRE(store.ok());
  const auto told = inspect_damage(in.path());
  REQUIRE_FALSE(told.ok());
  CHECK(told.error().code == errc::unavailable);
}

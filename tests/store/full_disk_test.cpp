// A disk of 64 MiB (tmpfs) that fills up. Writes are refused, reads go on, and once there is room
// again everything continues without loss. Needs the right to mount.

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <sys/mount.h>

#include "tests/conformance/journal_suite.hpp"
#include "tests/store/commits.hpp"
#include "tests/store/temporary_directory.hpp"
#include "tests/store/workload.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

namespace files = std::filesystem;

constexpr std::uint64_t mebibyte = 1U << 20U;
const partition_id p0(0);

class small_disk {
 public:
  small_disk()
      : mounted_(::mount("tmpfs", directory_.path().c_str(), "tmpfs", 0, "size=64m") == 0) {
    if (!mounted_) {
      MESSAGE("skipped: a tmpfs cannot be mounted here: " << std::strerror(errno));
    }
  }
  ~small_disk() {
    if (mounted_) {
      ::umount2(directory_.path().c_str(), MNT_DETACH);
    }
  }
  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;

  bool mounted() const { return mounted_; }
  std::string data() const { return directory_.path() + "/data"; }
  // Another program takes room, as much as there is at most.
  void fill(std::uint64_t bytes) const {
    std::ofstream filler(directory_.path() + "/filler", std::ios::binary | std::ios::app);
    const std::string block(64U << 10U, 'x');
    for (std::uint64_t done = 0; done < bytes && filler.flush(); done += block.size()) {
      filler << block;
    }
  }
  void make_room() const { files::remove(directory_.path() + "/filler"); }
  std::uint64_t free_bytes() const { return files::space(directory_.path()).available; }

 private:
  temporary_directory directory_;
  bool mounted_;
};

// Appends until an answer is not a success; at most 100 MiB.
rejection append_until_refused(const journal& log, workload& work) {
  auto& to = const_cast<journal&>(log);
  auto owner = to.claim(p0);
  REQUIRE(owner.ok());
  for (int i = 0; i < 800; ++i) {
    auto answer = append_now(to, p0, owner->at, make_batch(work.acknowledged[0].next(), 60, 1000));
    if (!answer) {
      return answer.error();
    }
    work.acknowledged[0] = *answer;
  }
  return {};
}

workload work_on(const small_disk& disk, std::uint64_t floor_bytes, std::uint64_t ballast_bytes) {
  workload work(disk.data(), nullptr);
  work.options.free_space_floor_bytes = floor_bytes;
  work.options.ballast_bytes = ballast_bytes;
  return work;
}

}  // namespace

TEST_CASE("below the floor writes are refused and reads go on, until there is room") {
  const small_disk disk;
  if (!disk.mounted()) {
    return;
  }
  disk.fill(20 * mebibyte);
  auto work = work_on(disk, 20 * mebibyte, 0);
  const auto store = open_embedded(work.path, work.options);
  REQUIRE(store.ok());
  const auto why = append_until_refused(*store->log, work);
  CHECK(why.code == errc::unavailable);
  CHECK(why.message.find("floor") != std::string::npos);
  CHECK(disk.free_bytes() > mebibyte);
  CHECK(work.acknowledged[0] > offset(100));
  CHECK(work.check(*store) == "");
  const auto refused = store->log->claim(p0);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == errc::unavailable);
  disk.make_room();
  const auto owner = store->log->claim(p0);
  REQUIRE(owner.ok());
  CHECK(owner->last == work.acknowledged[0]);
  CHECK(append_now(*store->log, p0, owner->at, make_batch(owner->last.next(), 3)).ok());
  CHECK(work.check(*store) == "");
}

TEST_CASE("a disk without any room fails appends, and nothing acknowledged is lost") {
  const small_disk disk;
  if (!disk.mounted()) {
    return;
  }
  disk.fill(36 * mebibyte);
  auto work = work_on(disk, 0, 0);
  const auto store = open_embedded(work.path, work.options);
  REQUIRE(store.ok());
  CHECK(append_until_refused(*store->log, work).code == errc::unavailable);
  CHECK(work.acknowledged[0] > offset(100));
  CHECK(work.check(*store) == "");
  disk.make_room();
  const auto owner = store->log->claim(p0);
  REQUIRE(owner.ok());
  CHECK(owner->last >= work.acknowledged[0]);
  CHECK(append_now(*store->log, p0, owner->at, make_batch(owner->last.next(), 3)).ok());
  CHECK(work.check(*store) == "");
}

TEST_CASE("the ballast lets a restart on a full disk serve reads") {
  const small_disk disk;
  if (!disk.mounted()) {
    return;
  }
  auto work = work_on(disk, mebibyte, 10 * mebibyte);
  {
    const auto store = open_embedded(work.path, work.options);
    REQUIRE(store.ok());
    CHECK(files::exists(disk.data() + "/ballast"));
    const auto owner = store->log->claim(p0);
    const auto answer = append_now(*store->log, p0, owner->at, make_batch(offset(1), 900, 1000));
    REQUIRE(answer.ok());
    work.acknowledged[0] = *answer;
  }
  disk.fill(64 * mebibyte);
  {
    const auto store = open_embedded(work.path, work.options);
    REQUIRE_MESSAGE(store.ok(), (store.ok() ? "" : store.error().message));
    CHECK_FALSE(files::exists(disk.data() + "/ballast"));
    CHECK(work.check(*store) == "");
  }
  disk.make_room();
  const auto store = open_embedded(work.path, work.options);
  REQUIRE(store.ok());
  const auto owner = store->log->claim(p0);
  REQUIRE(owner.ok());
  CHECK(owner->last == work.acknowledged[0]);
  CHECK(append_now(*store->log, p0, owner->at, make_batch(owner->last.next(), 3)).ok());
  CHECK(files::exists(disk.data() + "/ballast"));
}

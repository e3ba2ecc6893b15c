// Every single call to the file system fails once, in each way a disk can fail. Nothing
// acknowledged is lost, no answer is wrong, nothing waits for ever.

#include <doctest/doctest.h>

#include "store/fault_fs.hpp"
#include "tests/store/temporary_directory.hpp"
#include "tests/store/workload.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

// Two lives of a process: the second one finds the data of the first.
void two_lives(workload& work) {
  work.run(3);
  work.run(3);
}

std::uint64_t calls_of_script() {
  const temporary_directory directory;
  const auto disk = std::make_shared<fault_fs>();
  workload work(directory.path(), disk);
  two_lives(work);
  REQUIRE(work.failures == 0);
  REQUIRE(work.check() == "");
  return disk->calls();
}

void fail_each_call(fault_kind kind, bool lasting, std::uint64_t stride) {
  const auto calls = calls_of_script();
  REQUIRE(calls > 50);
  std::uint64_t struck = 0;
  std::uint64_t failed = 0;
  for (std::uint64_t call = 1; call <= calls; call += stride) {
    CAPTURE(call);
    const temporary_directory directory;
    const auto disk = std::make_shared<fault_fs>();
    workload work(directory.path(), disk);
    disk->arm({call, kind, lasting});
    two_lives(work);
    struck += disk->struck() > 0 ? 1U : 0U;
    failed += work.failures > 0 ? 1U : 0U;
    disk->disarm();
    work.options.file_system = disk;
    work.run(1);  // a third life, after the disk was replaced
    const auto wrong = work.check();
    CHECK(wrong == "");
    CHECK(work.acknowledged[0] > offset(0));
    CHECK(work.acknowledged[1] > offset(0));
  }
  // Most calls are made again with the same number, and most failures are seen.
  CHECK(struck * stride > calls / 2);
  CHECK(failed > 0);
}

}  // namespace

TEST_CASE("any one call may fail with an I/O error") {
  fail_each_call(fault_kind::io_error, false, 1);
}
TEST_CASE("any one write may be short") { fail_each_call(fault_kind::short_write, false, 2); }
TEST_CASE("the disk may be full from any call on") {
  fail_each_call(fault_kind::no_space, true, 3);
}

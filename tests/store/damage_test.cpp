// One flipped bit, at every 64th position of every file of a closed data directory. It is detected
// or it changes nothing; it never changes an answer silently.

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "store/fault_fs.hpp"
#include "tests/conformance/journal_suite.hpp"
#include "tests/store/commits.hpp"
#include "tests/store/temporary_directory.hpp"
#include "tests/store/workload.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

namespace files = std::filesystem;

// The copy of RocksDB's options: written, never read again.
bool is_never_read(const files::path& path) {
  return path.filename().string().starts_with("OPTIONS");
}

void flip(const files::path& path, std::uint64_t bit) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(static_cast<std::streamoff>(bit / 8));
  const auto byte = static_cast<char>(file.get() ^ (1 << (bit % 8)));
  file.seekp(static_cast<std::streamoff>(bit / 8));
  file.put(byte);
}

enum class outcome { refused, found, harmless, silent };

outcome open_and_compare(const workload& work, const std::array<offset, 2>& ends) {
  const auto store = open_embedded(work.path, work.options);
  if (!store) {
    return outcome::refused;
  }
  const auto wrong = work.check(*store);
  for (std::uint16_t p = 0; p < 2 && wrong.empty(); ++p) {
    if (store->log->end(partition_id(p)) != ends[p]) {
      return outcome::silent;
    }
  }
  return wrong.empty() ? outcome::harmless : outcome::found;
}

struct tally {
  std::size_t refused = 0;
  std::size_t found = 0;
  std::size_t harmless = 0;
  std::size_t silent = 0;
};

void flip_everywhere(const std::string& pristine, const workload& made, std::uint64_t stride,
                     tally& seen) {
  for (const auto& entry : files::recursive_directory_iterator(pristine)) {
    if (!entry.is_regular_file() || is_never_read(entry.path())) {
      continue;
    }
    const auto relative = files::relative(entry.path(), pristine);
    for (std::uint64_t bit = 5; bit < entry.file_size() * 8; bit += stride) {
      const temporary_directory copy;
      files::copy(pristine, copy.path(), files::copy_options::recursive);
      flip(files::path(copy.path()) / relative, bit);
      workload work(copy.path(), std::make_shared<fault_fs>());
      work.acknowledged = made.acknowledged;
      const auto what = open_and_compare(work, made.acknowledged);
      seen.refused += what == outcome::refused ? 1U : 0U;
      seen.found += what == outcome::found ? 1U : 0U;
      seen.harmless += what == outcome::harmless ? 1U : 0U;
      CHECK_MESSAGE(what != outcome::silent, relative.string() << " bit " << bit);
    }
  }
}

}  // namespace

TEST_CASE("one flipped bit anywhere is detected or harmless") {
  const temporary_directory directory;
  workload work(directory.path(), std::make_shared<fault_fs>());
  SUBCASE("while the log's end is in the write-ahead log") { work.run(3); }
  SUBCASE("while older data is in table files") {
    work.run(2);
    work.run(2);
    work.run(0);
  }
  REQUIRE(work.failures == 0);
  tally seen;
  flip_everywhere(directory.path(), work, 64, seen);
  MESSAGE("refused " << seen.refused << ", found " << seen.found << ", harmless " << seen.harmless);
  CHECK(seen.refused + seen.found > seen.harmless);
}

TEST_CASE("a lost write-ahead log is refused because of the witness") {
  const temporary_directory directory;
  workload work(directory.path(), nullptr);
  work.run(3);
  for (const auto& entry : files::directory_iterator(directory.path() + "/db")) {
    if (entry.path().extension() == ".log") {
      files::remove(entry.path());
    }
  }
  const auto opened = open_embedded(directory.path(), work.options);
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().code == errc::corrupt);
}

TEST_CASE("a truncated write-ahead log is refused because of the witness") {
  const temporary_directory directory;
  workload work(directory.path(), nullptr);
  work.run(3);
  for (const auto& entry : files::directory_iterator(directory.path() + "/db")) {
    if (entry.path().extension() == ".log") {
      files::resize_file(entry.path(), entry.file_size() * 2 / 3);
    }
  }
  const auto opened = open_embedded(directory.path(), work.options);
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().code == errc::corrupt);
  CHECK(opened.error().message.find("was acknowledged") != std::string::npos);
}

TEST_CASE("without any whole witness the directory is refused") {
  const temporary_directory directory;
  workload work(directory.path(), nullptr);
  work.run(2);
  files::remove(directory.path() + "/witness-0");
  flip(directory.path() + "/witness-1", 300);
  const auto opened = open_embedded(directory.path(), work.options);
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().code == errc::corrupt);
}

// RocksDB's write-ahead log in files with zeros ahead: whatever sectors a power cut left, the log
// is read up to its first missing one; damage of another kind stays for RocksDB to find.

#include "store/log_file_end.hpp"

#include <fstream>

#include <doctest/doctest.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include "store/prewritten_fs.hpp"
#include "tests/store/temporary_directory.hpp"

using namespace parley::store;
using namespace parley::store::test;

namespace {

namespace files = std::filesystem;

std::string content_of(const files::path& path) {
  std::ifstream from(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(from), {}};
}

void put_content(const files::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

std::uint64_t end_of(const std::string& content) {
  log_file_end found;
  const std::string_view all = content;
  constexpr auto step = log_file_end::block_bytes;
  for (std::size_t at = 0; at < all.size() && found.read(all.substr(at, step)); at += step) {
  }
  return found.bytes();
}

rocksdb::Options options_on(rocksdb::Env* env) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.env = env;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  return options;
}

/// A database with a log of `count` records, some longer than a block, as kill -9 leaves it.
struct abandoned {
  temporary_directory directory;
  std::unique_ptr<rocksdb::Env> env =
      rocksdb::NewCompositeEnv(std::make_shared<prewritten_fs>(rocksdb::FileSystem::Default()));
  files::path log;
  std::string content;    ///< of the log, with the zeros behind it
  std::uint64_t end = 0;  ///< of what was written

  explicit abandoned(int count) {
    rocksdb::DB* db = nullptr;
    REQUIRE(rocksdb::DB::Open(options_on(env.get()), directory.path() + "/db", &db).ok());
    rocksdb::WriteOptions synced;
    synced.sync = true;
    for (int i = 0; i < count; ++i) {
      // Ends in zeros, as a padded buffer does.
      const std::string value = std::string(i % 10 == 9 ? 50'000 : 700, 'v') + std::string(5, '\0');
      REQUIRE(db->Put(synced, std::to_string(i), value).ok());
    }
    for (const auto& entry : files::directory_iterator(directory.path() + "/db")) {
      if (entry.path().extension() == ".log") {
        log = entry.path();
      }
    }
    content = content_of(log);
    delete db;
    end = files::file_size(log);
    REQUIRE(content.size() > end);
  }

  /// How many records are read from `left`, in order; -1: it does not open, -2: there is a gap.
  int records_of(const std::string& left) const {
    const temporary_directory copy;
    files::copy(directory.path() + "/db", copy.path() + "/db");
    put_content(copy.path() + "/db/" + log.filename().string(), left);
    rocksdb::DB* db = nullptr;
    if (!rocksdb::DB::Open(options_on(env.get()), copy.path() + "/db", &db).ok()) {
      return -1;
    }
    const std::unique_ptr<rocksdb::DB> open(db);
    int found = 0;
    const std::unique_ptr<rocksdb::Iterator> row(db->NewIterator({}));
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      ++found;
    }
    std::string value;
    for (int i = 0; i < found; ++i) {
      if (!db->Get({}, std::to_string(i), &value).ok()) {
        return -2;
      }
    }
    return found;
  }
};

}  // namespace

TEST_CASE("a log with zeros behind it ends where its last record does") {
  const abandoned made(35);
  CHECK(end_of(made.content) == made.end);
  CHECK(end_of(made.content.substr(0, made.end)) == made.end);
  CHECK(made.records_of(made.content) == 35);
  CHECK(end_of("") == 0);
  CHECK(end_of(std::string(100'000, '\0')) == 0);
}

TEST_CASE("whichever sectors are missing, the records before them are read and none behind") {
  const abandoned made(35);
  int cut = 0;
  for (std::size_t sector = 0; sector * 512 < made.end; sector += 23) {
    std::string left = made.content;
    left.replace(sector * 512, 512, 512, '\0');
    CAPTURE(sector);
    const int found = made.records_of(left);
    CHECK(found >= 0);
    CHECK(found < 35);
    cut += found > 0 ? 1 : 0;
  }
  CHECK(cut > 5);
}

TEST_CASE("a flipped bit is damage, not an end") {
  const abandoned made(12);
  for (const std::size_t at : {std::size_t{100}, made.end / 2, std::size_t(made.end - 300)}) {
    std::string left = made.content;
    left[at] = static_cast<char>(left[at] ^ 1);
    CAPTURE(at);
    CHECK(made.records_of(left) == -1);
  }
}

TEST_CASE("a closed log holds no zeros, an open one is a whole number of steps long") {
  const abandoned made(3);
  CHECK(files::file_size(made.log) == made.end);
  CHECK(made.content.size() % (std::size_t{256} << 10U) == 0);
}

#include "store/database.hpp"

#include <algorithm>

#include <fcntl.h>
#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>
#include <unistd.h>

#include "events/base/assert.hpp"
#include "store/keys.hpp"
#include "store/prewritten_fs.hpp"
#include "store/rocksdb_crc32c.hpp"

namespace parley::store {
namespace {

// Memory of one data directory: block cache and write buffers together. Measured: a log of millions
// of events is written and read at full speed with these; see store/README.md.
constexpr std::size_t cache_bytes = std::size_t{64} << 20U;
constexpr std::size_t write_buffer_bytes = std::size_t{16} << 20U;
constexpr std::size_t write_buffers_total_bytes = std::size_t{32} << 20U;
// Eight parts. By default there would be 64, smaller than the filter of a large file, which then
// would be read again, whole, for every look-up.
constexpr int cache_shard_bits = 3;
constexpr std::uint64_t wal_total_bytes_max = std::uint64_t{64} << 20U;

constexpr std::uint32_t format_magic = 0x504c5946;  // "PLYF"
constexpr std::uint16_t format_version = 1;

// RocksDB's own diary is switched off: on a full disk its second failed line aborts the process
// (WritableFileWriter asserts in Debian's build), and it lies in the data directory.
class no_diary final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::DBOptions database_options(rocksdb::Env* env,
                                    const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::DBOptions options;
  options.env = env;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  // The default mode silently drops acknowledged data behind one damaged bit. This one refuses, and
  // forgives only a last record that is incomplete; the tail witness tells whether that was one
  // which had been acknowledged.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.paranoid_checks = true;
  // After a failed write the outcome is unknown: the journal reopens and looks, RocksDB must not
  // repair itself meanwhile.
  options.max_bgerror_resume_count = 0;
  options.write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(write_buffers_total_bytes, cache);
  options.max_total_wal_size = wal_total_bytes_max;
  options.max_open_files = 256;
  options.max_background_jobs = 2;
  options.bytes_per_sync = std::uint64_t{1} << 20U;
  options.info_log = std::make_shared<no_diary>();
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

rocksdb::ColumnFamilyOptions family_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = std::size_t{16} << 10U;
  // In small parts: whole, a file's filter takes a megabyte, and a look into each of a million
  // streams would read and drop it again and again.
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.pin_top_level_index_and_filter = true;
  table.metadata_block_size = std::size_t{16} << 10U;
  table.format_version = 5;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.write_buffer_size = write_buffer_bytes;
  options.max_write_buffer_number = 3;
  // Of what is not there, most is told by a filter of the write buffer, too.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.02;
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  return options;
}

// Only for a lock that another process holds: closing any descriptor of a file drops this process's
// own locks on it.
std::string lock_holder(const std::string& lock_file) {
  const int fd = ::open(lock_file.c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) {
    return "another process";
  }
  struct flock probe {};
  probe.l_type = F_WRLCK;
  probe.l_whence = SEEK_SET;
  const bool known = ::fcntl(fd, F_GETLK, &probe) == 0 && probe.l_type != F_UNLCK;
  ::close(fd);
  return known ? "process " + std::to_string(probe.l_pid) : "another process";
}

std::string encode_format(std::uint16_t partition_count) {
  std::string row;
  keys::put_big_endian(row, format_magic);
  keys::put_big_endian(row, format_version);
  keys::put_big_endian(row, partition_count);
  return row;
}

}  // namespace

rejection to_rejection(const rocksdb::Status& why, const std::string& doing) {
  return {
      why.IsCorruption() ? errc::corrupt : errc::unavailable, doing + ": " + why.ToString(), {}};
}

database::database(std::string path, const embedded_options& options, contents what)
    : path_(std::move(path)),
      contents_(what),
      file_system_(options.file_system ? options.file_system : rocksdb::FileSystem::Default()),
      env_(rocksdb::NewCompositeEnv(std::make_shared<prewritten_fs>(file_system_))),
      space_(*file_system_, path_, options.free_space_floor_bytes, options.ballast_bytes),
      partition_count_(options.partition_count) {}

database::~database() { close(); }

result<std::shared_ptr<database>> database::open(const std::string& path,
                                                 const embedded_options& options, contents what) {
  PARLEY_ASSERT(rocksdb_crc32c("123456789") == 0xe3069283U, "RocksDB's checksum is CRC-32C");
  auto made = std::make_shared<database>(path, options, what);
  rocksdb::IODebugContext* const no_debug = nullptr;
  const auto made_directory = made->file_system_->CreateDirIfMissing(path, {}, no_debug);
  if (!made_directory.ok()) {
    return to_rejection(made_directory, "the data directory " + path + " cannot be made");
  }
  const std::unique_lock lock(made->mutex_);
  auto opened = made->open_handles();
  if (opened.ok()) {
    opened = made->check_format();
  }
  if (!opened.ok()) {
    made->close_handles();
    return opened.error();
  }
  return made;
}

rocksdb::Status database::open_once() {
  const auto cache = rocksdb::NewLRUCache(cache_bytes, cache_shard_bits);
  const auto family = family_options(cache);
  const std::vector<rocksdb::ColumnFamilyDescriptor> families{
      {rocksdb::kDefaultColumnFamilyName, family},
      {keys::log_family, family},
      {keys::replica_family, family}};
  std::vector<rocksdb::ColumnFamilyHandle*> made;
  rocksdb::DB* db = nullptr;
  auto options = database_options(env_.get(), cache);
  if (contents_ == contents::replica) {
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  }
  auto opened = rocksdb::DB::Open(options, path_ + "/db", families, &made, &db);
  if (opened.ok()) {
    open_.db.reset(db);
    open_.main = made[0];
    open_.log = made[1];
    open_.replica = made[2];
  }
  return opened;
}

status database::open_handles() {
  auto opened = open_once();
  if (!opened.ok() && opened.IsNoSpace() && space_.release()) {
    opened = open_once();
  }
  if (!opened.ok()) {
    return refusal(opened);
  }
  return space_.reserve();
}

rejection database::refusal(const rocksdb::Status& why) const {
  const auto text = why.ToString();
  if (text.find("lock hold by current process") != std::string::npos) {
    return {errc::unavailable, "data directory " + path_ + " is in use by this process", {}};
  }
  if (text.find("While lock file") != std::string::npos) {
    return {errc::unavailable,
            "data directory " + path_ + " is in use by " + lock_holder(path_ + "/db/LOCK"),
            {}};
  }
  return to_rejection(why, "the database in " + path_ + " does not open");
}

status database::check_format() {
  std::string row;
  const auto found = open_.db->Get({}, open_.main, keys::format_row, &row);
  if (found.IsNotFound()) {
    const std::unique_ptr<rocksdb::Iterator> any(open_.db->NewIterator({}, open_.log));
    any->SeekToFirst();
    if (any->Valid() || !any->status().ok()) {
      return rejection{errc::corrupt, "there is a log but no format row in " + path_, {}};
    }
    if (partition_count_ == 0) {
      return rejection{errc::not_found, "there is no data in " + path_, {}};
    }
    created_ = true;
    return done{};
  }
  if (!found.ok()) {
    return to_rejection(found, "the format row cannot be read");
  }
  if (row.size() != encode_format(0).size() ||
      keys::get_big_endian<std::uint32_t>(row) != format_magic) {
    return rejection{errc::corrupt, "the format row of " + path_ + " is damaged", {}};
  }
  const auto version = keys::get_big_endian<std::uint16_t>(std::string_view(row).substr(4));
  const auto count = keys::get_big_endian<std::uint16_t>(std::string_view(row).substr(6));
  if (version != format_version) {
    return rejection{errc::unsupported,
                     path_ + " has format version " + std::to_string(version) +
                         ", this program knows " + std::to_string(format_version),
                     {}};
  }
  if (partition_count_ != 0 && count != partition_count_) {
    return rejection{errc::invalid_definition,
                     path_ + " has " + std::to_string(count) + " partitions, not " +
                         std::to_string(partition_count_) + ": the count is fixed",
                     {}};
  }
  partition_count_ = count;
  return done{};
}

status database::write_format() {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto written =
      open_.db->Put(synced, open_.main, keys::format_row, encode_format(partition_count_));
  if (!written.ok()) {
    return to_rejection(written, "the format row cannot be written");
  }
  return done{};
}

result<database::access> database::use() const {
  if (closing_.load(std::memory_order_acquire)) {
    const std::lock_guard wait(gate_);
  }
  std::shared_lock lock(mutex_);
  if (open_.db == nullptr) {
    return rejection{errc::unavailable, "the database in " + path_ + " is closed", {}};
  }
  return access(std::move(lock), &open_);
}

status database::reopen() {
  const std::lock_guard gate(gate_);
  closing_.store(true, std::memory_order_release);
  const std::unique_lock lock(mutex_);
  closing_.store(false, std::memory_order_release);
  close_handles();
  generation_.fetch_add(1, std::memory_order_release);
  return open_handles();
}

void database::close() {
  const std::lock_guard gate(gate_);
  closing_.store(true, std::memory_order_release);
  const std::unique_lock lock(mutex_);
  closing_.store(false, std::memory_order_release);
  close_handles();
}

void database::close_handles() {
  {
    const std::lock_guard lock(holders_mutex_);
    for (auto* holder : holders_) {
      holder->release_iterator();
    }
  }
  if (open_.db == nullptr) {
    return;
  }
  for (auto* family : {open_.main, open_.log, open_.replica}) {
    open_.db->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  // What this could report is known already: every failed write was answered as one.
  open_.db->Close().PermitUncheckedError();
  open_ = {};
}

void database::enlist(iterator_holder& holder) {
  const std::lock_guard lock(holders_mutex_);
  holders_.push_back(&holder);
}

void database::delist(iterator_holder& holder) {
  const std::lock_guard lock(holders_mutex_);
  std::erase(holders_, &holder);
  holder.release_iterator();
}

}  // namespace parley::store

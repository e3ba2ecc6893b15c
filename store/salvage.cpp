#include "store/salvage.hpp"

#include <filesystem>

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include "store/database.hpp"
#include "store/keys.hpp"
#include "store/prewritten_fs.hpp"
#include "store/witness.hpp"

namespace parley::store {
namespace {

namespace files = std::filesystem;

// The damaged database, opened for reading alone: nothing in the directory changes. Its lock is
// held meanwhile, because reading does not take it.
class patient {
 public:
  explicit patient(const std::string& path) : path_(path) {}
  ~patient() {
    for (auto* family : {main_, log_}) {
      if (family != nullptr) {
        db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
      }
    }
    db_.reset();
    if (lock_ != nullptr) {
      rocksdb::Env::Default()->UnlockFile(lock_).PermitUncheckedError();
    }
  }
  patient(const patient&) = delete;
  patient& operator=(const patient&) = delete;

  status open() {
    const auto locked = rocksdb::Env::Default()->LockFile(path_ + "/db/LOCK", &lock_);
    if (!locked.ok()) {
      lock_ = nullptr;
      return rejection{errc::unavailable, path_ + " is in use: " + locked.ToString(), {}};
    }
    // As the server opens it: an incomplete last record is forgiven, nothing else.
    const auto strict = open_as(rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords);
    if (strict.ok()) {
      return read_format();
    }
    refused_ = strict.ToString();
    const auto opened = open_as(rocksdb::WALRecoveryMode::kPointInTimeRecovery);
    return opened.ok() ? read_format() : status(to_rejection(opened, "the database"));
  }

  const std::string& refused() const { return refused_; }
  std::uint16_t partition_count() const { return partition_count_; }

  /// Entries of the partition in key order, until `use` returns false.
  status records(
      partition_id partition,
      const std::function<bool(std::string_view key, std::span<const std::uint8_t>)>& use) const {
    rocksdb::ReadOptions options;
    options.verify_checksums = true;
    const auto prefix = keys::partition_prefix(partition);
    const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options, log_));
    for (at->Seek(prefix); at->Valid() && at->key().starts_with(prefix); at->Next()) {
      const auto value = at->value();
      if (!use(at->key().ToStringView(),
               {reinterpret_cast<const std::uint8_t*>(value.data()), value.size()})) {
        return done{};
      }
    }
    return at->status().ok() ? status(done{}) : status(to_rejection(at->status(), "the log"));
  }

 private:
  rocksdb::Status open_as(rocksdb::WALRecoveryMode mode) {
    rocksdb::DBOptions options;
    options.env = env_.get();
    options.wal_recovery_mode = mode;
    const std::vector<rocksdb::ColumnFamilyDescriptor> families{
        {rocksdb::kDefaultColumnFamilyName, {}}, {keys::log_family, {}}};
    std::vector<rocksdb::ColumnFamilyHandle*> made;
    rocksdb::DB* db = nullptr;
    const auto opened = rocksdb::DB::OpenForReadOnly(options, path_ + "/db", families, &made, &db);
    if (opened.ok()) {
      db_.reset(db);
      main_ = made[0];
      log_ = made[1];
    }
    return opened;
  }

  status read_format() {
    std::string row;
    const auto found = db_->Get({}, main_, keys::format_row, &row);
    if (!found.ok() || row.size() != 8) {
      return rejection{errc::corrupt, "the format row of " + path_ + " cannot be read", {}};
    }
    partition_count_ = keys::get_big_endian<std::uint16_t>(std::string_view(row).substr(6));
    return done{};
  }

  const std::string path_;
  const std::unique_ptr<rocksdb::Env> env_ =
      rocksdb::NewCompositeEnv(std::make_shared<prewritten_fs>(rocksdb::FileSystem::Default()));
  rocksdb::FileLock* lock_ = nullptr;
  std::unique_ptr<rocksdb::DB> db_;
  rocksdb::ColumnFamilyHandle* main_ = nullptr;
  rocksdb::ColumnFamilyHandle* log_ = nullptr;
  std::string refused_;
  std::uint16_t partition_count_ = 0;
};

salvage_partition inspect(const patient& from, partition_id partition, const log_tip& witnessed) {
  salvage_partition found;
  found.partition = partition;
  found.acknowledged = witnessed.last;
  found.kept = verify_records(
      partition, witnessed, witnessed.last,
      [&](const std::function<bool(std::span<const std::uint8_t>)>& use) {
        return from.records(
            partition,
            [&use](std::string_view, std::span<const std::uint8_t> bytes) { return use(bytes); });
      });
  std::uint64_t entries = 0;
  // An error ends the count where it ends the reading.
  const status counted = from.records(partition, [&entries](std::string_view, auto) {
    ++entries;
    return true;
  });
  if (!counted.ok() && !found.kept.problem) {
    found.kept.problem = {{partition, found.kept.tip.last.next()}, counted.error().message};
  }
  found.dropped = entries - std::min(entries, found.kept.records + found.kept.ignored);
  return found;
}

salvage_report inspect(const patient& from, const std::string& path) {
  salvage_report report;
  report.refused = from.refused();
  witness_files witness(*rocksdb::FileSystem::Default(), path);
  const auto tips = witness.read();
  if (!tips.ok()) {
    report.witness = tips.error().message;
  } else if (tips->size() != from.partition_count()) {
    report.witness = "the tail witness speaks of another number of partitions";
  }
  for (std::uint16_t p = 0; p < from.partition_count(); ++p) {
    const log_tip none;
    report.partitions.push_back(
        inspect(from, partition_id(p), report.witness.empty() ? (*tips)[p] : none));
  }
  return report;
}

// The records that are proven, as they are, under their keys.
status copy_kept(const patient& from, const salvage_partition& what, const database::access& into) {
  std::uint64_t left = what.kept.records + what.kept.ignored;
  constexpr std::size_t batch_bytes_max = std::size_t{4} << 20U;
  rocksdb::WriteBatch batch;
  rocksdb::Status written;
  const status read =
      from.records(what.partition, [&](std::string_view key, std::span<const std::uint8_t> bytes) {
        if (left == 0) {
          return false;
        }
        --left;
        written =
            batch.Put(into.log(), key,
                      rocksdb::Slice(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
        if (written.ok() && batch.GetDataSize() > batch_bytes_max) {
          written = into.db().Write({}, &batch);
          batch.Clear();
        }
        return written.ok();
      });
  if (left > 0 && !read.ok()) {
    return read;
  }
  if (written.ok()) {
    rocksdb::WriteOptions synced;
    synced.sync = true;
    written = into.db().Write(synced, &batch);
  }
  return written.ok() ? status(done{}) : status(to_rejection(written, "the saved log"));
}

status write_saved(const patient& from, const salvage_report& report, const std::string& path) {
  embedded_options options;
  options.partition_count = from.partition_count();
  const auto made = database::open(path, options, database::contents::log_and_replica);
  if (!made.ok()) {
    return made.error();
  }
  for (const salvage_partition& each : report.partitions) {
    const auto open = (*made)->use();
    const status copied = open.ok() ? copy_kept(from, each, *open) : status(open.error());
    if (!copied.ok()) {
      return copied;
    }
  }
  const status formatted = (*made)->write_format();
  (*made)->close();
  return formatted;
}

std::string free_name(const std::string& path) {
  for (int number = 1;; ++number) {
    std::string name = path + "/before-recovery-" + std::to_string(number);
    if (!files::exists(name)) {
      return name;
    }
  }
}

// From the first rename to the last line a crash leaves a directory that is refused, never one that
// is short: its witness still tells of more than its log has.
void exchange_databases(const std::string& path, const std::string& saved,
                        const std::string& aside) {
  files::create_directory(aside);
  for (const char* name : {"witness-0", "witness-1"}) {
    if (files::exists(path + "/" + name)) {
      files::copy_file(path + "/" + name, aside + "/" + name);
    }
  }
  files::rename(path + "/db", aside + "/db");
  files::rename(saved + "/db", path + "/db");
  files::remove_all(saved);
}

status renew_witness(const salvage_report& report, const std::string& path) {
  for (const char* name : {"witness-0", "witness-1"}) {
    files::remove(path + "/" + name);
  }
  witness_files witness(*rocksdb::FileSystem::Default(), path);
  std::vector<log_tip> tips;
  for (const salvage_partition& each : report.partitions) {
    tips.push_back(each.kept.tip);
  }
  const status created = witness.create(static_cast<std::uint16_t>(tips.size()));
  return created.ok() ? witness.write(tips) : created;
}

}  // namespace

bool salvage_report::damaged() const {
  bool found = !refused.empty() || !witness.empty();
  for (const salvage_partition& each : partitions) {
    found = found || each.kept.problem.has_value();
  }
  return found;
}

result<salvage_report> inspect_damage(const std::string& path) {
  patient from(path);
  const status opened = from.open();
  if (!opened.ok()) {
    return opened.error();
  }
  return inspect(from, path);
}

result<std::string> drop_damage(const std::string& path) {
  const std::string saved = path + "/recovering";
  const std::string aside = free_name(path);
  try {
    files::remove_all(saved);  // of an attempt that was interrupted
    salvage_report report;
    {
      patient from(path);
      const status opened = from.open();
      if (!opened.ok()) {
        return opened.error();
      }
      report = inspect(from, path);
      if (!report.damaged()) {
        return rejection{errc::wrong_state, "nothing is damaged in " + path, {}};
      }
      const status written = write_saved(from, report, saved);
      if (!written.ok()) {
        return written.error();
      }
    }
    exchange_databases(path, saved, aside);
    const status renewed = renew_witness(report, path);
    if (!renewed.ok()) {
      return renewed.error();
    }
  } catch (const files::filesystem_error& error) {
    return rejection{errc::unavailable, error.what(), {}};
  }
  return aside;
}

}  // namespace parley::store

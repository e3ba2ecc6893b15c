#pragma once
// The RocksDB database of one data directory, shared by the embedded journal and its replica. It
// can be closed and opened again while readers exist, which is how the journal finds the true end
// of the log after a failed write. Internal to store/: the only header that names RocksDB types.

#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include <rocksdb/db.h>

#include "events/base/result.hpp"
#include "store/disk_space.hpp"
#include "store/embedded.hpp"

namespace parley::store {

/// Corruption is CORRUPT, everything else that is not OK is UNAVAILABLE.
rejection to_rejection(const rocksdb::Status& why, const std::string& doing);

/// Something that holds a RocksDB iterator and must let go of it when the database is closed.
class iterator_holder {
 public:
  virtual void release_iterator() = 0;

 protected:
  ~iterator_holder() = default;
};

class database {
 public:
  /// A log must come back whole or not at all. A replica alone may come back shorter.
  enum class contents { log_and_replica, replica };
  struct handles {
    std::unique_ptr<rocksdb::DB> db;
    rocksdb::ColumnFamilyHandle* main = nullptr;
    rocksdb::ColumnFamilyHandle* log = nullptr;
    rocksdb::ColumnFamilyHandle* replica = nullptr;
  };
  /// Keeps the database open while it lives: keep it short.
  class access {
   public:
    rocksdb::DB& db() const { return *open_->db; }
    rocksdb::ColumnFamilyHandle* log() const { return open_->log; }
    rocksdb::ColumnFamilyHandle* replica() const { return open_->replica; }
    rocksdb::ColumnFamilyHandle* main() const { return open_->main; }

   private:
    friend class database;
    access(std::shared_lock<std::shared_mutex> lock, const handles* open)
        : lock_(std::move(lock)), open_(open) {}
    std::shared_lock<std::shared_mutex> lock_;
    const handles* open_;
  };

  /// Opens or creates; checks the format row. Refuses a directory that another process uses.
  static result<std::shared_ptr<database>> open(const std::string& path,
                                                const embedded_options& options, contents what);
  database(std::string path, const embedded_options& options, contents what);
  ~database();
  database(const database&) = delete;
  database& operator=(const database&) = delete;

  /// UNAVAILABLE while it is closed.
  result<access> use() const;
  /// Waits for readers to leave, closes and opens again.
  status reopen();
  void close();

  void enlist(iterator_holder& holder);
  /// Lets the holder release its iterator a last time.
  void delist(iterator_holder& holder);

  /// Grows with every reopen(), which may have taken unsynced writes away.
  std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }
  std::uint16_t partition_count() const { return partition_count_; }
  /// True if open() made it: no log exists yet. The maker ends with write_format().
  bool created() const { return created_; }
  /// Makes the directory valid; the last step of its creation, synced.
  status write_format();
  const std::string& path() const { return path_; }
  rocksdb::FileSystem& file_system() const { return *file_system_; }
  disk_space& space() { return space_; }

 private:
  status open_handles();
  rocksdb::Status open_once();
  status check_format();
  rejection refusal(const rocksdb::Status& why) const;
  void close_handles();

  const std::string path_;
  const contents contents_;
  const std::shared_ptr<rocksdb::FileSystem> file_system_;
  const std::unique_ptr<rocksdb::Env> env_;
  disk_space space_;
  std::uint16_t partition_count_;
  bool created_ = false;
  std::atomic<std::uint64_t> generation_{1};
  handles open_;
  mutable std::mutex gate_;  ///< taken before the exclusive lock, so that readers cannot starve it
  mutable std::atomic<bool> closing_ = false;
  mutable std::shared_mutex mutex_;
  std::mutex holders_mutex_;
  std::vector<iterator_holder*> holders_;
};

}  // namespace parley::store

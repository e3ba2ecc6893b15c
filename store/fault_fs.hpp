#pragma once
// A file system that fails on purpose, between RocksDB (and the witness) and the real one: the k-th
// call fails, writes are short or slow, or the power goes off and everything that was not synced is
// lost. For tests; it never waits for the real disk.
// Limitations: a file that is truncated when opened loses its old content at once; a deleted file
// does not come back; what is overwritten was zeros.

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <rocksdb/file_system.h>

namespace parley::store {

enum class fault_kind { io_error, no_space, short_write };

struct fault {
  std::uint64_t call = 0;  ///< the call that fails, counted from 1
  fault_kind kind = fault_kind::io_error;
  bool lasting = false;      ///< every call after it fails too, until disarm()
  bool writes_only = false;  ///< reading goes on
};

/// What a power cut leaves of bytes, new files and renames that were never synced.
enum class power_cut {
  nothing,      ///< all of them are gone; what was overwritten is zeros again
  random_part,  ///< of each file a random part of the unsynced bytes; each rename or not; of what
                ///< was overwritten any sectors and not others
  torn_sector,  ///< as random_part, but cut at a multiple of 512 bytes and the last sector damaged
};

/// Thread-safe.
class fault_fs final : public rocksdb::FileSystemWrapper {
 public:
  fault_fs() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "fault_fs"; }

  void arm(const fault& what);
  void disarm();
  /// Calls that could have failed so far.
  std::uint64_t calls() const;
  /// How often a fault really struck.
  std::uint64_t struck() const;
  /// What GetFreeSpace() answers from now on; none: the truth.
  void pretend_free_space(std::optional<std::uint64_t> bytes);
  /// Each sync takes this long.
  void delay_syncs(std::chrono::microseconds time);

  /// From now on every call that writes fails. Close the database, then call restore_power().
  void cut_power();
  /// Takes the unsynced away as `how` says, and lets calls through again.
  void restore_power(power_cut how, std::uint64_t seed);

  rocksdb::IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options,
                                 std::uint64_t* bytes, rocksdb::IODebugContext* debug) override;

 private:
  friend class fault_file;
  friend class fault_directory;
  friend class fault_reader;
  friend class fault_random_reader;

  struct tracked {
    std::uint64_t length = 0;
    std::uint64_t synced = 0;
    bool entry_synced = false;  ///< its directory was synced since it was made
    std::map<std::uint64_t, std::uint64_t> overwritten = {};  ///< from, to; inside `synced`
  };
  struct rename {
    std::string from;
    std::string to;
    std::optional<std::string> replaced;  ///< content of what `to` was
  };

  // Counts a call. Not OK if it is the one to fail, or the power is off and it writes.
  rocksdb::IOStatus enter(const std::string& path, bool writes);
  std::optional<fault_kind> strike(bool writes);
  bool is_power_off() const;
  void appended(const std::string& path, std::uint64_t bytes);
  void overwrote(const std::string& path, std::uint64_t at, std::uint64_t bytes);
  void truncated(const std::string& path, std::uint64_t length);
  void synced(const std::string& path);
  void directory_synced(const std::string& path);
  void undo_renames(power_cut how, std::mt19937_64& random);
  void cut_file(const std::string& path, const tracked& file, power_cut how,
                std::mt19937_64& random);

  mutable std::mutex mutex_;
  std::optional<fault> armed_;
  std::uint64_t calls_ = 0;
  std::uint64_t struck_ = 0;
  bool power_off_ = false;
  std::chrono::microseconds sync_delay_{0};
  std::optional<std::uint64_t> free_space_;
  std::map<std::string, tracked> files_;
  std::vector<rename> renames_;
};

}  // namespace parley::store

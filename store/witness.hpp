#pragma once
// The tail witness: two small files beside the database that say how far each partition was
// acknowledged. No recovery mode of the database can tell a lost tail from one that never was; the
// witness can. It lags the log by at most the interval of its writer, and is exact after a clean
// close. Two files, written in turn, so that a torn write leaves the one before.

#include <memory>
#include <optional>

#include "events/base/result.hpp"
#include "store/record.hpp"

namespace rocksdb {
class FileSystem;
}

namespace parley::store {

/// Not thread-safe.
class witness_files {
 public:
  witness_files(rocksdb::FileSystem& file_system, std::string directory);

  /// Reads both files. CORRUPT if none is whole.
  result<std::vector<log_tip>> read();
  /// The first witness of a new directory: nothing is acknowledged yet.
  status create(std::uint16_t partition_count);
  /// Replaces the older file, synced. After a failure the newer one still stands.
  status write(const std::vector<log_tip>& tips);

 private:
  std::string slot_path(std::uint64_t generation) const;
  status write_slot(const std::vector<log_tip>& tips, std::uint64_t generation);

  rocksdb::FileSystem& file_system_;
  const std::string directory_;
  std::uint64_t generation_ = 0;  ///< of the newest whole file
};

}  // namespace parley::store

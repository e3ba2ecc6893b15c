#pragma once
// The embedded engine: journal and replica in one data directory, on RocksDB, without any service.
// One process at a time. On-disk format, limits and recovery rules: store/README.md.

#include <functional>
#include <memory>
#include <string>

#include "store/journal.hpp"
#include "store/replica.hpp"

namespace rocksdb {
class FileSystem;
}

namespace parley::store {

struct embedded_options {
  /// Fixed when the directory is made. 0: take what the directory says (it must exist).
  std::uint16_t partition_count = 16;
  /// False: an answer does not wait for the disk. A power cut then loses answered appends; no tail
  /// witness is kept.
  bool sync = true;
  /// Below this much free space appends and claims are UNAVAILABLE; reads go on. 0: no floor.
  std::uint64_t free_space_floor_bytes = 0;
  /// Kept in reserve for opening on a full disk; more than the write-ahead log may hold (64 MiB) in
  /// production. 0: none.
  std::uint64_t ballast_bytes = 0;
  /// Index entries that the replica keeps in memory before it writes them in bulk.
  std::size_t index_window_entries_max = 65'536;
  /// Null: the operating system's. Everything in the directory goes through it.
  std::shared_ptr<rocksdb::FileSystem> file_system;
};

/// The journal goes last: closing it closes the database for both.
struct embedded_store {
  std::unique_ptr<journal> log;
  std::unique_ptr<replica> follower;
  /// What blocks, write buffers and the index's window, all bounded, hold now, while `log` and
  /// `follower` live. Empty: it does not tell.
  std::function<std::uint64_t()> cached_bytes = {};
};

/// Opens or creates a data directory. Refuses, with CORRUPT and where, a log that is damaged or
/// ends before what was acknowledged; with UNAVAILABLE a directory in use; with INVALID_DEFINITION
/// another partition count.
result<embedded_store> open_embedded(const std::string& path, const embedded_options& options);

/// The journal alone.
result<std::unique_ptr<journal>> open_embedded_journal(const std::string& path,
                                                       const embedded_options& options);

/// A replica in a directory of its own, for a log that is kept elsewhere.
result<std::unique_ptr<replica>> open_replica(const std::string& path,
                                              const embedded_options& options);

}  // namespace parley::store

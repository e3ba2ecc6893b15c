#pragma once
// A file system that writes zeros ahead of RocksDB's write-ahead log, and on reading ends that log
// before them. Overwriting blocks that exist changes no metadata, so a sync of the log does not
// wait for the file system's own journal: it takes half the time (store/README.md, "The log's
// files").

#include <memory>

#include <rocksdb/file_system.h>

namespace parley::store {

/// Everything else passes through to `under`. Thread-safe.
class prewritten_fs final : public rocksdb::FileSystemWrapper {
 public:
  explicit prewritten_fs(const std::shared_ptr<rocksdb::FileSystem>& under)
      : FileSystemWrapper(under) {}
  const char* Name() const override { return "prewritten_fs"; }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                      rocksdb::IODebugContext* debug) override;
};

}  // namespace parley::store

#pragma once
// The files and directories that fault_fs hands out. Internal to it.

#include <functional>

#include "store/fault_fs.hpp"

namespace parley::store {

class fault_file final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  fault_file(fault_fs& owner, std::string path, std::unique_ptr<rocksdb::FSWritableFile> target)
      : FSWritableFileOwnerWrapper(std::move(target)), owner_(owner), path_(std::move(path)) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo&,
                           rocksdb::IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  rocksdb::IOStatus PositionedAppend(const rocksdb::Slice& data, std::uint64_t at,
                                     const rocksdb::IOOptions& options,
                                     rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Truncate(std::uint64_t size, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* debug) override {
    return Sync(options, debug);
  }
  // Not a sync: it starts writing without waiting and promises nothing.
  rocksdb::IOStatus RangeSync(std::uint64_t, std::uint64_t, const rocksdb::IOOptions&,
                              rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::OK();
  }

 private:
  // All, half or nothing of `data`, as the fault says.
  rocksdb::IOStatus write(const rocksdb::Slice& data,
                          const std::function<rocksdb::IOStatus(const rocksdb::Slice&)>& put);

  fault_fs& owner_;
  const std::string path_;
};

class fault_directory final : public rocksdb::FSDirectory {
 public:
  fault_directory(fault_fs& owner, std::string path) : owner_(owner), path_(std::move(path)) {}
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Close(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::OK();
  }

 private:
  fault_fs& owner_;
  const std::string path_;
};

class fault_reader final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  fault_reader(fault_fs& owner, std::string path, std::unique_ptr<rocksdb::FSSequentialFile> target)
      : FSSequentialFileOwnerWrapper(std::move(target)), owner_(owner), path_(std::move(path)) {}
  rocksdb::IOStatus Read(std::size_t size, const rocksdb::IOOptions& options,
                         rocksdb::Slice* result, char* scratch,
                         rocksdb::IODebugContext* debug) override;

 private:
  fault_fs& owner_;
  const std::string path_;
};

class fault_random_reader final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  fault_random_reader(fault_fs& owner, std::string path,
                      std::unique_ptr<rocksdb::FSRandomAccessFile> target)
      : FSRandomAccessFileOwnerWrapper(std::move(target)), owner_(owner), path_(std::move(path)) {}
  rocksdb::IOStatus Read(std::uint64_t at, std::size_t size, const rocksdb::IOOptions& options,
                         rocksdb::Slice* result, char* scratch,
                         rocksdb::IODebugContext* debug) const override;

 private:
  fault_fs& owner_;
  const std::string path_;
};

}  // namespace parley::store

#include "store/prewritten_fs.hpp"

#include <algorithm>
#include <string_view>

#include "store/log_file_end.hpp"

namespace parley::store {
namespace {

// Zeros are written in steps of this, at multiples of it.
constexpr std::uint64_t step_bytes = std::uint64_t{512} << 10U;

bool is_log(std::string_view path) { return path.ends_with(".log"); }

const std::string& zeros() {
  static const std::string all(step_bytes, '\0');
  return all;
}

// RocksDB's log writer appends; here each append overwrites zeros that are there already.
class prewritten_file final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  explicit prewritten_file(std::unique_ptr<rocksdb::FSWritableFile> target)
      : FSWritableFileOwnerWrapper(std::move(target)) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    prewrite(data.size(), options, debug);
    auto did = target()->PositionedAppend(data, end_, options, debug);
    if (did.ok()) {
      end_ += data.size();
    }
    return did;
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo&,
                           rocksdb::IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  rocksdb::IOStatus Truncate(std::uint64_t size, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override {
    auto did = target()->Truncate(size, options, debug);
    if (did.ok()) {
      end_ = prewritten_ = size;
    }
    return did;
  }
  rocksdb::IOStatus Close(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* debug) override {
    if (prewritten_ > end_) {
      // Only tidiness: a reader ends before the zeros anyway.
      target()->Truncate(end_, options, debug).PermitUncheckedError();
    }
    return target()->Close(options, debug);
  }
  std::uint64_t GetFileSize(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return end_;
  }

 private:
  // A failure is none: then the append itself tells.
  void prewrite(std::size_t size, const rocksdb::IOOptions& options,
                rocksdb::IODebugContext* debug) {
    const std::uint64_t wanted = end_ + size;
    if (wanted <= prewritten_ || size >= step_bytes) {
      return;
    }
    const std::uint64_t until = (wanted / step_bytes + 1) * step_bytes;
    const std::uint64_t from = std::max(end_, prewritten_);
    const rocksdb::Slice ahead(zeros().data(), std::min(until - from, step_bytes));
    if (target()->PositionedAppend(ahead, from, options, debug).ok()) {
      prewritten_ = from + ahead.size();
    }
  }

  std::uint64_t end_ = 0;
  std::uint64_t prewritten_ = 0;
};

// Ends where the log does.
class ended_reader final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  ended_reader(std::unique_ptr<rocksdb::FSSequentialFile> target, std::uint64_t size)
      : FSSequentialFileOwnerWrapper(std::move(target)), left_(size) {}

  rocksdb::IOStatus Read(std::size_t size, const rocksdb::IOOptions& options,
                         rocksdb::Slice* result, char* scratch,
                         rocksdb::IODebugContext* debug) override {
    auto did =
        target()->Read(std::min<std::uint64_t>(size, left_), options, result, scratch, debug);
    if (did.ok()) {
      left_ -= result->size();
    }
    return did;
  }
  rocksdb::IOStatus Skip(std::uint64_t size) override {
    const std::uint64_t skipped = std::min(size, left_);
    left_ -= skipped;
    return target()->Skip(skipped);
  }

 private:
  std::uint64_t left_;
};

rocksdb::IOStatus find_end(rocksdb::FSSequentialFile& file, rocksdb::IODebugContext* debug,
                           std::uint64_t& end) {
  std::string scratch(log_file_end::block_bytes, '\0');
  log_file_end found;
  for (bool more = true; more;) {
    std::size_t filled = 0;
    for (rocksdb::Slice part; filled < scratch.size(); filled += part.size()) {
      const auto did =
          file.Read(scratch.size() - filled, {}, &part, scratch.data() + filled, debug);
      if (!did.ok()) {
        return did;
      }
      if (part.empty()) {
        break;
      }
      if (part.data() != scratch.data() + filled) {
        std::copy(part.data(), part.data() + part.size(), scratch.data() + filled);
      }
    }
    more = found.read(std::string_view(scratch).substr(0, filled)) && filled == scratch.size();
  }
  end = found.bytes();
  return rocksdb::IOStatus::OK();
}

}  // namespace

rocksdb::IOStatus prewritten_fs::NewWritableFile(const std::string& path,
                                                 const rocksdb::FileOptions& options,
                                                 std::unique_ptr<rocksdb::FSWritableFile>* file,
                                                 rocksdb::IODebugContext* debug) {
  auto did = target_->NewWritableFile(path, options, file, debug);
  if (did.ok() && is_log(path)) {
    *file = std::make_unique<prewritten_file>(std::move(*file));
  }
  return did;
}

rocksdb::IOStatus prewritten_fs::NewSequentialFile(const std::string& path,
                                                   const rocksdb::FileOptions& options,
                                                   std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                                   rocksdb::IODebugContext* debug) {
  auto did = target_->NewSequentialFile(path, options, file, debug);
  if (!did.ok() || !is_log(path)) {
    return did;
  }
  std::uint64_t end = 0;
  did = find_end(**file, debug, end);
  if (did.ok()) {
    did = target_->NewSequentialFile(path, options, file, debug);
  }
  if (did.ok()) {
    *file = std::make_unique<ended_reader>(std::move(*file), end);
  }
  return did;
}

}  // namespace parley::store

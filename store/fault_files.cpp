#include "store/fault_files.hpp"

namespace parley::store {

rocksdb::IOStatus fault_file::Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                                     rocksdb::IODebugContext* debug) {
  return write(data, [&](const rocksdb::Slice& part) {
    auto did = target()->Append(part, options, debug);
    if (did.ok()) {
      owner_.appended(path_, part.size());
    }
    return did;
  });
}

rocksdb::IOStatus fault_file::PositionedAppend(const rocksdb::Slice& data, std::uint64_t at,
                                               const rocksdb::IOOptions& options,
                                               rocksdb::IODebugContext* debug) {
  return write(data, [&](const rocksdb::Slice& part) {
    auto did = target()->PositionedAppend(part, at, options, debug);
    if (did.ok()) {
      owner_.overwrote(path_, at, part.size());
    }
    return did;
  });
}

rocksdb::IOStatus fault_file::write(
    const rocksdb::Slice& data,
    const std::function<rocksdb::IOStatus(const rocksdb::Slice&)>& put) {
  const auto kind = owner_.strike(true);
  if (kind == fault_kind::short_write) {
    put({data.data(), data.size() / 2}).PermitUncheckedError();
    return rocksdb::IOStatus::IOError("injected short write", path_);
  }
  if (kind) {
    return *kind == fault_kind::no_space ? rocksdb::IOStatus::NoSpace("injected", path_)
                                         : rocksdb::IOStatus::IOError("injected", path_);
  }
  if (owner_.is_power_off()) {
    return rocksdb::IOStatus::IOError("the power is off", path_);
  }
  return put(data);
}

rocksdb::IOStatus fault_file::Truncate(std::uint64_t size, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* debug) {
  auto did = owner_.enter(path_, true);
  if (did.ok()) {
    did = target()->Truncate(size, options, debug);
  }
  if (did.ok()) {
    owner_.truncated(path_, size);
  }
  return did;
}

rocksdb::IOStatus fault_file::Sync(const rocksdb::IOOptions& options,
                                   rocksdb::IODebugContext* debug) {
  auto did = owner_.enter(path_, true);
  if (did.ok()) {
    did = target()->Flush(options, debug);
  }
  if (did.ok()) {
    owner_.synced(path_);
  }
  return did;
}

rocksdb::IOStatus fault_directory::Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) {
  const auto did = owner_.enter(path_, true);
  if (did.ok()) {
    owner_.directory_synced(path_);
  }
  return did;
}

rocksdb::IOStatus fault_reader::Read(std::size_t size, const rocksdb::IOOptions& options,
                                     rocksdb::Slice* result, char* scratch,
                                     rocksdb::IODebugContext* debug) {
  const auto did = owner_.enter(path_, false);
  return did.ok() ? target()->Read(size, options, result, scratch, debug) : did;
}

rocksdb::IOStatus fault_random_reader::Read(std::uint64_t at, std::size_t size,
                                            const rocksdb::IOOptions& options,
                                            rocksdb::Slice* result, char* scratch,
                                            rocksdb::IODebugContext* debug) const {
  const auto did = owner_.enter(path_, false);
  return did.ok() ? target()->Read(at, size, options, result, scratch, debug) : did;
}

}  // namespace parley::store

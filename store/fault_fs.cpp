#include "store/fault_fs.hpp"

#include <condition_variable>
#include <filesystem>
#include <fstream>

#include "store/fault_files.hpp"

namespace parley::store {
namespace {

namespace files = std::filesystem;

std::string directory_of(const std::string& path) { return files::path(path).parent_path(); }

std::optional<std::string> content_of(const std::string& path) {
  std::ifstream from(path, std::ios::binary);
  if (!from) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(from), {});
}

// The sectors of an overwritten part that never reached the disk are zeros, as they were.
void forget_sectors(const std::string& path, std::uint64_t from, std::uint64_t to, power_cut how,
                    std::mt19937_64& random) {
  constexpr std::uint64_t sector = 512;
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  while (from < to) {
    const std::uint64_t next = std::min(to, (from / sector + 1) * sector);
    if (how == power_cut::nothing || random() % 2 == 0) {
      file.seekp(static_cast<std::streamoff>(from));
      file << std::string(next - from, '\0');
    }
    from = next;
  }
}

rocksdb::IOStatus failure(fault_kind kind, const std::string& path) {
  return kind == fault_kind::no_space ? rocksdb::IOStatus::NoSpace("injected", path)
                                      : rocksdb::IOStatus::IOError("injected", path);
}

}  // namespace

void fault_fs::arm(const fault& what) {
  const std::lock_guard lock(mutex_);
  armed_ = what;
}

void fault_fs::disarm() {
  const std::lock_guard lock(mutex_);
  armed_.reset();
}

std::uint64_t fault_fs::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

std::uint64_t fault_fs::struck() const {
  const std::lock_guard lock(mutex_);
  return struck_;
}

void fault_fs::delay_syncs(std::chrono::microseconds time) {
  const std::lock_guard lock(mutex_);
  sync_delay_ = time;
}

void fault_fs::cut_power() {
  const std::lock_guard lock(mutex_);
  power_off_ = true;
}

bool fault_fs::is_power_off() const {
  const std::lock_guard lock(mutex_);
  return power_off_;
}

void fault_fs::pretend_free_space(std::optional<std::uint64_t> bytes) {
  const std::lock_guard lock(mutex_);
  free_space_ = bytes;
}

rocksdb::IOStatus fault_fs::GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options,
                                         std::uint64_t* bytes, rocksdb::IODebugContext* debug) {
  {
    const std::lock_guard lock(mutex_);
    if (free_space_) {
      *bytes = *free_space_;
      return rocksdb::IOStatus::OK();
    }
  }
  return FileSystemWrapper::GetFreeSpace(path, options, bytes, debug);
}

std::optional<fault_kind> fault_fs::strike(bool writes) {
  const std::lock_guard lock(mutex_);
  ++calls_;
  if (!armed_ || calls_ < armed_->call || (calls_ > armed_->call && !armed_->lasting)) {
    return std::nullopt;
  }
  if (armed_->writes_only && !writes) {
    return std::nullopt;
  }
  ++struck_;
  return armed_->kind;
}

rocksdb::IOStatus fault_fs::enter(const std::string& path, bool writes) {
  if (const auto kind = strike(writes)) {
    return failure(*kind, path);
  }
  return writes && is_power_off() ? rocksdb::IOStatus::IOError("the power is off", path)
                                  : rocksdb::IOStatus::OK();
}

void fault_fs::appended(const std::string& path, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  files_[path].length += bytes;
}

void fault_fs::overwrote(const std::string& path, std::uint64_t at, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  auto& file = files_[path];
  if (at < file.synced) {
    file.overwritten[at] = std::min(file.synced, at + bytes);
  }
  file.length = std::max(file.length, at + bytes);
}

void fault_fs::truncated(const std::string& path, std::uint64_t length) {
  const std::lock_guard lock(mutex_);
  auto& file = files_[path];
  file.length = length;
  file.synced = std::min(file.synced, length);
}

void fault_fs::synced(const std::string& path) {
  std::chrono::microseconds delay{0};
  {
    const std::lock_guard lock(mutex_);
    delay = sync_delay_;
    auto& file = files_[path];
    file.synced = file.length;
    file.overwritten.clear();
  }
  if (delay.count() > 0) {
    std::mutex alone;
    std::condition_variable never;
    std::unique_lock lock(alone);
    never.wait_for(lock, delay);
  }
}

void fault_fs::directory_synced(const std::string& path) {
  const std::lock_guard lock(mutex_);
  for (auto& [name, file] : files_) {
    file.entry_synced = file.entry_synced || directory_of(name) == path;
  }
  std::erase_if(renames_, [&](const rename& r) { return directory_of(r.to) == path; });
}

rocksdb::IOStatus fault_fs::NewSequentialFile(const std::string& path,
                                              const rocksdb::FileOptions& options,
                                              std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                              rocksdb::IODebugContext* debug) {
  auto did = enter(path, false);
  if (did.ok()) {
    did = target_->NewSequentialFile(path, options, file, debug);
  }
  if (did.ok()) {
    *file = std::make_unique<fault_reader>(*this, path, std::move(*file));
  }
  return did;
}

rocksdb::IOStatus fault_fs::NewRandomAccessFile(const std::string& path,
                                                const rocksdb::FileOptions& options,
                                                std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                                rocksdb::IODebugContext* debug) {
  auto did = enter(path, false);
  if (did.ok()) {
    did = target_->NewRandomAccessFile(path, options, file, debug);
  }
  if (did.ok()) {
    *file = std::make_unique<fault_random_reader>(*this, path, std::move(*file));
  }
  return did;
}

rocksdb::IOStatus fault_fs::NewWritableFile(const std::string& path,
                                            const rocksdb::FileOptions& options,
                                            std::unique_ptr<rocksdb::FSWritableFile>* file,
                                            rocksdb::IODebugContext* debug) {
  auto did = enter(path, true);
  const bool existed = files::exists(path);
  if (did.ok()) {
    did = target_->NewWritableFile(path, options, file, debug);
  }
  if (did.ok()) {
    const std::lock_guard lock(mutex_);
    // A file from before this object was made is a synced one.
    files_[path] = {0, 0, existed && (files_.count(path) == 0 || files_[path].entry_synced)};
    *file = std::make_unique<fault_file>(*this, path, std::move(*file));
  }
  return did;
}

rocksdb::IOStatus fault_fs::NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                         std::unique_ptr<rocksdb::FSDirectory>* directory,
                                         rocksdb::IODebugContext* debug) {
  auto did = enter(path, false);
  if (did.ok()) {
    did = target_->NewDirectory(path, options, directory, debug);
  }
  if (did.ok()) {
    *directory = std::make_unique<fault_directory>(*this, path);
  }
  return did;
}

rocksdb::IOStatus fault_fs::RenameFile(const std::string& from, const std::string& to,
                                       const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* debug) {
  auto did = enter(from, true);
  const auto replaced = content_of(to);
  if (did.ok()) {
    did = target_->RenameFile(from, to, options, debug);
  }
  if (did.ok()) {
    const std::lock_guard lock(mutex_);
    renames_.push_back({from, to, replaced});
    const auto found = files_.find(from);
    if (found != files_.end()) {
      files_[to] = found->second;
      files_.erase(from);
    }
  }
  return did;
}

rocksdb::IOStatus fault_fs::DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* debug) {
  auto did = enter(path, true);
  if (did.ok()) {
    did = target_->DeleteFile(path, options, debug);
  }
  if (did.ok()) {
    const std::lock_guard lock(mutex_);
    files_.erase(path);
  }
  return did;
}

void fault_fs::restore_power(power_cut how, std::uint64_t seed) {
  const std::lock_guard lock(mutex_);
  std::mt19937_64 random(seed);
  undo_renames(how, random);
  for (const auto& [path, file] : files_) {
    cut_file(path, file, how, random);
  }
  files_.clear();
  renames_.clear();
  power_off_ = false;
}

void fault_fs::undo_renames(power_cut how, std::mt19937_64& random) {
  // Newest first; a file system keeps their order, so once one survived all before it did.
  while (!renames_.empty()) {
    const auto& last = renames_.back();
    if (how != power_cut::nothing && random() % 2 == 0) {
      return;
    }
    const auto found = files_.find(last.to);
    if (found != files_.end()) {
      const auto moved = found->second;
      files_.erase(found);
      files_[last.from] = moved;
    }
    std::error_code ignored;  // a file that was deleted meanwhile has nothing to go back to
    files::rename(last.to, last.from, ignored);
    if (last.replaced) {
      std::ofstream(last.to, std::ios::binary) << *last.replaced;
    }
    renames_.pop_back();
  }
}

void fault_fs::cut_file(const std::string& path, const tracked& file, power_cut how,
                        std::mt19937_64& random) {
  if (!files::exists(path)) {
    return;
  }
  if (!file.entry_synced && (how == power_cut::nothing || random() % 2 == 0)) {
    files::remove(path);
    return;
  }
  auto keep = file.synced;
  const auto unsynced = file.length - file.synced;
  if (how != power_cut::nothing && unsynced > 0) {
    keep += random() % (unsynced + 1);
  }
  const bool torn = how == power_cut::torn_sector && keep > file.synced;
  if (torn) {
    keep = std::max(file.synced, keep / 512 * 512);
  }
  files::resize_file(path, keep);
  for (const auto& [from, to] : file.overwritten) {
    forget_sectors(path, from, std::min(to, keep), how, random);
  }
  if (torn && keep > file.synced) {
    std::fstream damaged(path, std::ios::binary | std::ios::in | std::ios::out);
    const auto at = std::max(file.synced, keep - std::min<std::uint64_t>(keep, 512));
    damaged.seekp(static_cast<std::streamoff>(at));
    damaged << std::string(keep - at, '\0');
  }
}

}  // namespace parley::store

#include "store/disk_space.hpp"

#include <rocksdb/file_system.h>

namespace parley::store {

disk_space::disk_space(rocksdb::FileSystem& file_system, std::string directory,
                       std::uint64_t floor_bytes, std::uint64_t ballast_bytes)
    : file_system_(file_system),
      directory_(std::move(directory)),
      floor_bytes_(floor_bytes),
      ballast_bytes_(ballast_bytes) {}

status disk_space::check() const {
  if (floor_bytes_ == 0) {
    return done{};
  }
  std::uint64_t free_bytes = 0;
  const auto learnt = file_system_.GetFreeSpace(directory_, {}, &free_bytes, nullptr);
  if (!learnt.ok()) {
    return rejection{errc::unavailable, "free space is not known: " + learnt.ToString(), {}};
  }
  if (free_bytes < floor_bytes_) {
    return rejection{errc::unavailable,
                     "only " + std::to_string(free_bytes) + " bytes are free in " + directory_ +
                         ", less than the floor of " + std::to_string(floor_bytes_),
                     {}};
  }
  return done{};
}

status disk_space::reserve() {
  if (ballast_bytes_ == 0 || file_system_.FileExists(ballast_path(), {}, nullptr).ok()) {
    return done{};
  }
  std::uint64_t free_bytes = 0;
  const auto learnt = file_system_.GetFreeSpace(directory_, {}, &free_bytes, nullptr);
  if (!learnt.ok() || free_bytes < ballast_bytes_ + floor_bytes_) {
    return done{};  // a disk this full needs the room now; the floor speaks for itself
  }
  std::unique_ptr<rocksdb::FSWritableFile> file;
  auto made = file_system_.NewWritableFile(ballast_path(), {}, &file, nullptr);
  if (made.ok()) {
    made = file->Allocate(0, ballast_bytes_, {}, nullptr);
    const auto closed = file->Close({}, nullptr);
    made = made.ok() ? closed : made;
  }
  if (!made.ok()) {
    release();
    return rejection{errc::unavailable, "the ballast file: " + made.ToString(), {}};
  }
  return done{};
}

bool disk_space::release() { return file_system_.DeleteFile(ballast_path(), {}, nullptr).ok(); }

}  // namespace parley::store

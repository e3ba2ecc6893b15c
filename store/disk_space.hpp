#pragma once
// Room on the disk: a floor of free space below which nothing is written, and a ballast file that
// is given up when the database cannot be opened for lack of it (opening writes what the
// write-ahead log holds). Internal to store/.

#include <string>

#include "events/base/result.hpp"

namespace rocksdb {
class FileSystem;
}

namespace parley::store {

class disk_space {
 public:
  /// 0 bytes: no floor, no ballast.
  disk_space(rocksdb::FileSystem& file_system, std::string directory, std::uint64_t floor_bytes,
             std::uint64_t ballast_bytes);

  /// UNAVAILABLE if the free space is below the floor or cannot be learnt.
  status check() const;
  /// Makes the ballast file if there is room for it above the floor, and none exists.
  status reserve();
  /// Deletes the ballast file; false if there is none.
  bool release();

 private:
  std::string ballast_path() const { return directory_ + "/ballast"; }

  rocksdb::FileSystem& file_system_;
  const std::string directory_;
  const std::uint64_t floor_bytes_;
  const std::uint64_t ballast_bytes_;
};

}  // namespace parley::store

#pragma once
// Where RocksDB's write-ahead log ends inside a file that was written with zeros ahead, or of which
// a power cut left some sectors and not others. Format: RocksDB's "Write Ahead Log File Format",
// blocks of 32 KiB with records of a 7-byte header each.

#include <cstdint>
#include <string_view>

namespace parley::store {

/// Fed the file block by block, in order; only the last may be shorter. Not thread-safe.
class log_file_end {
 public:
  static constexpr std::size_t block_bytes = std::size_t{32} << 10U;

  /// False once the end was found; what follows was never synced.
  bool read(std::string_view block);
  /// Bytes of the file that are log. Damage that is not a missing sector counts as log: judging it
  /// is RocksDB's.
  std::uint64_t bytes() const { return end_; }

 private:
  std::uint64_t end_ = 0;
};

}  // namespace parley::store

#pragma once
// RocksDB's checksum of its write-ahead log, by the processor's instruction. Debian builds the
// library without it, and a table takes eight times as long: a twentieth of all CPU of a write.
//
// The source defines `rocksdb::crc32c::Extend`. The library calls that function by its dynamic
// symbol, and a program's definition comes before a shared library's. Where it does not (a static
// or protected build) the library uses its own, which gives the same values.

#include <cstdint>
#include <string_view>

namespace parley::store {

/// The checksum as RocksDB computes it in this program.
std::uint32_t rocksdb_crc32c(std::string_view bytes);
/// Whether that is ours.
bool rocksdb_crc32c_replaced();

}  // namespace parley::store

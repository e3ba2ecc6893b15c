#pragma once
// Every key of the embedded database, by column family. Numbers are big-endian, so that bytes sort
// as numbers. A prefix that is retired stays listed here and is never used again.
//
//   default  "format"                                          → format row (database.cpp)
//            "kafka"                                           → whose log this is (kafka_copy.cpp)
//            "kafka", partition u16                            → how far it was read
//   log      partition u16, first offset u64, epoch u64, sequence u64 → record (record.hpp)
//   replica  partition u16, kind u8, then by kind (replica_keys.hpp):
//            'a' applied and indexed offsets
//            'i' index chunk, 's' snapshot, 'r' projection row

#include <string>

#include "store/record.hpp"

namespace parley::store::keys {

inline constexpr const char* log_family = "log";
inline constexpr const char* replica_family = "replica";
inline constexpr const char* format_row = "format";
inline constexpr const char* kafka_row = "kafka";

enum class replica_kind : char { applied = 'a', index = 'i', snapshot = 's', row = 'r' };

template <class T>
void put_big_endian(std::string& to, T value) {
  for (std::size_t i = sizeof(T); i-- > 0;) {
    to.push_back(static_cast<char>(static_cast<unsigned char>(value >> (8 * i))));
  }
}

template <class T>
T get_big_endian(std::string_view from) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>(static_cast<T>(value << 8U) | static_cast<unsigned char>(from[i]));
  }
  return value;
}

/// What all keys of a partition start with.
inline std::string partition_prefix(partition_id partition) {
  std::string key;
  put_big_endian(key, partition.value);
  return key;
}

/// The first key after all keys that start with `prefix`; empty: there is none.
inline std::string prefix_end(std::string prefix) {
  while (!prefix.empty() && prefix.back() == '\xff') {
    prefix.pop_back();
  }
  if (!prefix.empty()) {
    prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  }
  return prefix;
}

inline std::string kafka_row_of(partition_id partition) {
  return kafka_row + partition_prefix(partition);
}

/// A claim sorts before the data that its writer puts at the same offset.
inline std::string log_key(partition_id partition, offset first, epoch at, std::uint64_t sequence) {
  std::string key = partition_prefix(partition);
  put_big_endian(key, first.value);
  put_big_endian(key, at.value);
  put_big_endian(key, sequence);
  return key;
}
inline std::string log_key(const record_header& header) {
  return log_key(header.partition, header.first, header.at, header.sequence);
}
/// At or after every record that starts at `first`.
inline std::string log_key_last(partition_id partition, offset first) {
  return log_key(partition, first, epoch(~std::uint64_t{0}), ~std::uint64_t{0});
}

}  // namespace parley::store::keys

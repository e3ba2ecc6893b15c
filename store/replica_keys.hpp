#pragma once
// Keys and values of the replica's column family. See keys.hpp for the prefixes and store/README.md
// for the bytes. Internal to store/.

#include "store/index_window.hpp"
#include "store/keys.hpp"

namespace parley::store::keys {

std::string applied_key(partition_id partition);
/// What all index chunks of a stream start with; no other stream's do.
std::string index_prefix(partition_id partition, const stream_id& stream);
std::string index_key(partition_id partition, const stream_id& stream, version first);
std::string snapshot_key(partition_id partition, const stream_id& stream);
std::string row_prefix(partition_id partition, std::string_view table);

struct progress {
  offset applied;
  offset indexed;
};
std::string encode_progress(const progress& p);
[[nodiscard]] bool decode_progress(std::string_view from, progress& out);

/// Packed entries of one stream, ascending.
std::string encode_chunk(const index_window::entries& entries);
[[nodiscard]] bool decode_chunk(std::string_view from, index_window::entries& out);

/// A snapshot with a checksum over its key, version and state.
std::string encode_snapshot(const std::string& key, const snapshot& content);
[[nodiscard]] bool decode_snapshot(const std::string& key, std::string_view from, snapshot& out);

}  // namespace parley::store::keys

#include "store/replica_keys.hpp"

namespace parley::store::keys {
namespace {

std::string kind_prefix(partition_id partition, replica_kind kind) {
  auto key = partition_prefix(partition);
  key.push_back(static_cast<char>(kind));
  return key;
}

// With lengths before the texts no stream's key is the start of another's.
void put_stream(std::string& to, const stream_id& stream) {
  const auto& tenant = stream.tenant.str();
  put_big_endian(to, static_cast<std::uint16_t>(tenant.size()));
  to += tenant;
  put_big_endian(to, static_cast<std::uint8_t>(stream.kind));
  put_big_endian(to, static_cast<std::uint16_t>(stream.entity.size()));
  to += stream.entity;
}

void put_varint(std::string& to, std::uint64_t value) {
  while (value >= 0x80) {
    to.push_back(static_cast<char>(static_cast<unsigned char>(value | 0x80U)));
    value >>= 7U;
  }
  to.push_back(static_cast<char>(static_cast<unsigned char>(value)));
}

bool take_varint(std::string_view& from, std::uint64_t& out) {
  out = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (from.empty()) {
      return false;
    }
    const auto byte = static_cast<unsigned char>(from.front());
    from.remove_prefix(1);
    out |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
    if (byte < 0x80) {
      return true;
    }
  }
  return false;
}

std::uint32_t checksum(std::string_view text, std::uint32_t before = 0) {
  return crc32c({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, before);
}

}  // namespace

std::string applied_key(partition_id partition) {
  return kind_prefix(partition, replica_kind::applied);
}

std::string index_prefix(partition_id partition, const stream_id& stream) {
  auto key = kind_prefix(partition, replica_kind::index);
  put_stream(key, stream);
  return key;
}

std::string index_key(partition_id partition, const stream_id& stream, version first) {
  auto key = index_prefix(partition, stream);
  put_big_endian(key, first.value);
  return key;
}

std::string snapshot_key(partition_id partition, const stream_id& stream) {
  auto key = kind_prefix(partition, replica_kind::snapshot);
  put_stream(key, stream);
  return key;
}

std::string row_prefix(partition_id partition, std::string_view table) {
  auto key = kind_prefix(partition, replica_kind::row);
  put_big_endian(key, static_cast<std::uint8_t>(table.size()));
  key += table;
  return key;
}

std::string encode_progress(const progress& p) {
  std::string value;
  put_big_endian(value, p.applied.value);
  put_big_endian(value, p.indexed.value);
  return value;
}

bool decode_progress(std::string_view from, progress& out) {
  if (from.size() != 16) {
    return false;
  }
  out.applied = offset(get_big_endian<std::uint64_t>(from));
  out.indexed = offset(get_big_endian<std::uint64_t>(from.substr(8)));
  return true;
}

std::string encode_chunk(const index_window::entries& entries) {
  std::string value;
  index_window::entry before;
  for (const auto& entry : entries) {
    put_varint(value, entry.first_version.value - before.first_version.value);
    put_varint(value, entry.first_offset.value - before.first_offset.value);
    before = entry;
  }
  return value;
}

bool decode_chunk(std::string_view from, index_window::entries& out) {
  index_window::entry at;
  while (!from.empty()) {
    std::uint64_t versions = 0;
    std::uint64_t offsets = 0;
    if (!take_varint(from, versions) || !take_varint(from, offsets)) {
      return false;
    }
    at.first_version = version(at.first_version.value + versions);
    at.first_offset = offset(at.first_offset.value + offsets);
    out.push_back(at);
  }
  return true;
}

std::string encode_snapshot(const std::string& key, const snapshot& content) {
  std::string value;
  put_big_endian(value, content.at.value);
  value.append(content.state.begin(), content.state.end());
  put_big_endian(value, checksum(value, checksum(key)));
  return value;
}

bool decode_snapshot(const std::string& key, std::string_view from, snapshot& out) {
  if (from.size() < 12) {
    return false;
  }
  const auto body = from.substr(0, from.size() - 4);
  if (get_big_endian<std::uint32_t>(from.substr(body.size())) != checksum(body, checksum(key))) {
    return false;
  }
  out.at = version(get_big_endian<std::uint64_t>(body));
  out.state.assign(body.begin() + 8, body.end());
  return true;
}

}  // namespace parley::store::keys

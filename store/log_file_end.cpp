#include "store/log_file_end.hpp"

#include <algorithm>
#include <cstring>

#include "store/digest.hpp"

namespace parley::store {
namespace {

constexpr std::size_t header_bytes = 7;    // checksum, length, type
constexpr std::size_t sector_bytes = 512;  // what a disk writes whole or not at all

std::uint32_t stored_checksum(std::string_view record) {
  std::uint32_t masked = 0;
  std::memcpy(&masked, record.data(), sizeof masked);
  const std::uint32_t rotated = masked - 0xa282ead8U;
  return (rotated >> 17U) | (rotated << 15U);
}

// CRC-32C of the type and what follows.
bool is_whole(std::string_view record) {
  const std::string_view summed = record.substr(header_bytes - 1);
  return crc32c({reinterpret_cast<const std::uint8_t*>(summed.data()), summed.size()}) ==
         stored_checksum(record);
}

bool is_zero(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
}

// True if the part of the record that lies in one of the block's sectors is all zeros.
bool may_miss_a_sector(std::string_view block, std::size_t from, std::size_t to) {
  for (std::size_t at = from; at < to;) {
    const std::size_t next = std::min(to, (at / sector_bytes + 1) * sector_bytes);
    if (is_zero(block.substr(at, next - at))) {
      return true;
    }
    at = next;
  }
  return false;
}

std::size_t length_of(std::string_view header) {
  return static_cast<std::uint8_t>(header[4]) |
         (static_cast<std::size_t>(static_cast<std::uint8_t>(header[5])) << 8U);
}

}  // namespace

bool log_file_end::read(std::string_view block) {
  std::size_t at = 0;
  while (at + header_bytes <= block.size()) {
    const std::size_t length = length_of(block.substr(at));
    const std::size_t next = at + header_bytes + length;
    if (length == 0 && block[at + header_bytes - 1] == '\0') {
      end_ += at;  // no record has type 0
      return false;
    }
    if (next > block.size()) {
      break;  // cut off by the file's end, or damaged
    }
    if (may_miss_a_sector(block, at, next) && !is_whole(block.substr(at, next - at))) {
      end_ += at;
      return false;
    }
    at = next;
  }
  end_ += block.size();
  return true;
}

}  // namespace parley::store

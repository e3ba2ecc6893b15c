#pragma once
// The two checks of stored bytes: CRC-32C finds damage, SHA-256 chains records so that a removed or
// replaced one is found. Both are pure; neither is a secret-keyed authentication.

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace parley::store {

using digest = std::array<std::uint8_t, 32>;

/// CRC-32C (Castagnoli) of `bytes`, going on from `before`.
std::uint32_t crc32c(std::span<const std::uint8_t> bytes, std::uint32_t before = 0);

digest sha256(std::span<const std::uint8_t> bytes);
std::string to_hex(const digest& d);

}  // namespace parley::store

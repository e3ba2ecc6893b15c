#include "store/digest.hpp"

#include <cstring>
#include <memory>

#include <openssl/evp.h>

#include "events/base/assert.hpp"

#ifdef __x86_64__
#include <nmmintrin.h>
#endif

namespace parley::store {
namespace {

constexpr std::uint32_t polynomial_reflected = 0x82f63b78U;

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc & 1U) != 0 ? (crc >> 1U) ^ polynomial_reflected : crc >> 1U;
    }
    table[i] = crc;
  }
  return table;
}

std::uint32_t crc32c_table(std::span<const std::uint8_t> bytes, std::uint32_t crc) {
  static constexpr auto table = make_table();
  for (const auto byte : bytes) {
    crc = table[(crc ^ byte) & 0xffU] ^ (crc >> 8U);
  }
  return crc;
}

#ifdef __x86_64__
// The instruction takes one cycle but its result three, so three lanes run at once. A lane's result
// becomes part of the whole by going on over as many zero bytes as follow it, which is linear: one
// look-up for each byte of the checksum.
constexpr std::size_t lane_bytes = 1024;
using lane_table = std::array<std::array<std::uint32_t, 256>, 4>;

constexpr lane_table make_lane_table() {
  constexpr auto step = make_table();
  std::array<std::uint32_t, 32> of_bit{};
  for (std::size_t bit = 0; bit < of_bit.size(); ++bit) {
    std::uint32_t crc = std::uint32_t{1} << bit;
    for (std::size_t i = 0; i < lane_bytes; ++i) {
      crc = step[crc & 0xffU] ^ (crc >> 8U);
    }
    of_bit[bit] = crc;
  }
  lane_table table{};
  for (std::size_t place = 0; place < table.size(); ++place) {
    for (std::size_t value = 0; value < table[place].size(); ++value) {
      for (std::size_t bit = 0; bit < 8; ++bit) {
        table[place][value] ^= ((value >> bit) & 1U) != 0 ? of_bit[place * 8 + bit] : 0U;
      }
    }
  }
  return table;
}

std::uint32_t over_a_lane(std::uint64_t crc) {
  static constexpr auto table = make_lane_table();
  return table[0][crc & 0xffU] ^ table[1][(crc >> 8U) & 0xffU] ^ table[2][(crc >> 16U) & 0xffU] ^
         table[3][(crc >> 24U) & 0xffU];
}

std::uint64_t word_at(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

__attribute__((target("sse4.2"))) std::uint32_t crc32c_sse42(std::span<const std::uint8_t> bytes,
                                                             std::uint32_t crc) {
  std::uint64_t wide = crc;
  while (bytes.size() >= 3 * lane_bytes) {
    std::uint64_t second = 0;
    std::uint64_t third = 0;
    for (const std::uint8_t* at = bytes.data(); at != bytes.data() + lane_bytes; at += 8) {
      wide = _mm_crc32_u64(wide, word_at(at));
      second = _mm_crc32_u64(second, word_at(at + lane_bytes));
      third = _mm_crc32_u64(third, word_at(at + 2 * lane_bytes));
    }
    wide = over_a_lane(over_a_lane(wide) ^ second) ^ third;
    bytes = bytes.subspan(3 * lane_bytes);
  }
  while (bytes.size() >= sizeof(std::uint64_t)) {
    wide = _mm_crc32_u64(wide, word_at(bytes.data()));
    bytes = bytes.subspan(sizeof(std::uint64_t));
  }
  crc = static_cast<std::uint32_t>(wide);
  for (const auto byte : bytes) {
    crc = _mm_crc32_u8(crc, byte);
  }
  return crc;
}
#endif

}  // namespace

std::uint32_t crc32c(std::span<const std::uint8_t> bytes, std::uint32_t before) {
#ifdef __x86_64__
  static const bool fast = __builtin_cpu_supports("sse4.2") != 0;
  if (fast) {
    return ~crc32c_sse42(bytes, ~before);
  }
#endif
  return ~crc32c_table(bytes, ~before);
}

digest sha256(std::span<const std::uint8_t> bytes) {
  // One context per thread and one fetched algorithm: EVP_sha256() looks it up on every init.
  using context_ptr = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
  using algorithm_ptr = std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)>;
  static const algorithm_ptr algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free);
  thread_local const context_ptr context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  digest out{};
  unsigned int size = 0;
  const bool good = context != nullptr && algorithm != nullptr &&
                    EVP_DigestInit_ex2(context.get(), algorithm.get(), nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                    EVP_DigestFinal_ex(context.get(), out.data(), &size) == 1;
  PARLEY_ASSERT(good && size == out.size(), "SHA-256 is not available");
  return out;
}

std::string to_hex(const digest& d) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(d.size() * 2);
  for (const auto byte : d) {
    text.push_back(digits[byte >> 4U]);
    text.push_back(digits[byte & 0xfU]);
  }
  return text;
}

}  // namespace parley::store

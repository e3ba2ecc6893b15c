#pragma once
// Reading a FlatBuffers table in place: every step is checked against the end of the bytes when it
// is taken, so nothing has to be verified beforehand, and bytes may lie at any address. A table, or
// any of its fields, that does not fit gives "none"; a caller that must tell damage from absence
// asks damaged() at the end.
//
// Limitations: little-endian machines; views into the bytes, which must outlive them.

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace parley {

static_assert(std::endian::native == std::endian::little);

/// What all tables of one buffer share: its bytes, and whether a step went wrong.
class flat_bytes {
 public:
  explicit flat_bytes(std::span<const std::uint8_t> bytes)
      : data_(bytes.data()), size_(bytes.size()) {}

  bool damaged() const { return damaged_; }
  void set_damaged() { damaged_ = true; }

  /// 0, and damaged, if it would end outside.
  template <class T>
  T read(std::size_t at) {
    if (at > size_ || size_ - at < sizeof(T)) {
      damaged_ = true;
      return T{};
    }
    return read_known<T>(at);
  }
  /// Where the offset stored at `at` leads to; 0, and damaged, if outside.
  std::size_t follow(std::size_t at) {
    const std::size_t leap = read<std::uint32_t>(at);
    if (leap == 0 || leap >= size_ - at) {
      damaged_ = true;
      return 0;
    }
    return at + leap;
  }
  /// The items of the vector at `at`, `item_bytes` each.
  std::span<const std::uint8_t> vector(std::size_t at, std::size_t item_bytes) {
    const std::size_t count = read<std::uint32_t>(at);
    const std::size_t begin = at + sizeof(std::uint32_t);
    if (damaged_ || count > (size_ - begin) / item_bytes) {
      damaged_ = true;
      return {};
    }
    return {data_ + begin, count * item_bytes};
  }
  std::string_view text(std::size_t at) {
    const auto bytes = vector(at, 1);
    const std::size_t terminator = at + sizeof(std::uint32_t) + bytes.size();
    if (damaged_ || terminator >= size_ || data_[terminator] != 0) {
      damaged_ = true;
      return {};
    }
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  /// Without a check, for places that one was made for.
  template <class T>
  T read_known(std::size_t at) const {
    T value;
    std::memcpy(&value, data_ + at, sizeof(T));
    return value;
  }
  std::size_t place_of(const std::uint8_t* byte) const {
    return static_cast<std::size_t>(byte - data_);
  }
  std::size_t size() const { return size_; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  bool damaged_ = false;
};

class flat_table {
 public:
  /// The root table of a finished buffer.
  static flat_table root(flat_bytes& bytes) { return {bytes, bytes.follow(0)}; }

  flat_table(flat_bytes& bytes, std::size_t at) : bytes_(&bytes), at_(at) {
    const auto to_layout = bytes.read<std::int32_t>(at);
    const auto layout = static_cast<std::int64_t>(at) - to_layout;
    if (bytes.damaged() || layout < 0 ||
        bytes.size() < static_cast<std::size_t>(layout) + 2 * sizeof(std::uint16_t)) {
      bytes.set_damaged();
      return;
    }
    layout_ = static_cast<std::size_t>(layout);
    layout_bytes_ = bytes.read_known<std::uint16_t>(layout_);
    table_bytes_ = bytes.read_known<std::uint16_t>(layout_ + sizeof(std::uint16_t));
    if (layout_bytes_ > bytes.size() - layout_ || table_bytes_ > bytes.size() - at) {
      bytes.set_damaged();
      layout_bytes_ = 0;
    }
  }

  template <class T>
  T number(std::size_t field, T absent) const {
    const std::size_t place = find(field, sizeof(T));
    return place == 0 ? absent : bytes_->read_known<T>(place);
  }
  /// The place of the string, vector or table that the field refers to; 0: absent.
  std::size_t child(std::size_t field) const {
    const std::size_t place = find(field, sizeof(std::uint32_t));
    return place == 0 ? 0 : bytes_->follow(place);
  }
  /// Empty if absent.
  std::string_view text(std::size_t field) const {
    const std::size_t place = child(field);
    return place == 0 ? std::string_view{} : bytes_->text(place);
  }
  std::span<const std::uint8_t> vector(std::size_t field, std::size_t item_bytes) const {
    const std::size_t place = child(field);
    return place == 0 ? std::span<const std::uint8_t>{} : bytes_->vector(place, item_bytes);
  }
  /// The place of a struct or number of `size` bytes within the table; 0: absent.
  std::size_t find(std::size_t field, std::size_t size) const {
    const std::size_t entry = 2 * sizeof(std::uint16_t) + field * sizeof(std::uint16_t);
    if (entry + sizeof(std::uint16_t) > layout_bytes_) {
      return 0;
    }
    const std::size_t within = bytes_->read_known<std::uint16_t>(layout_ + entry);
    if (within != 0 && within + size > table_bytes_) {
      bytes_->set_damaged();
      return 0;
    }
    return within == 0 ? 0 : at_ + within;
  }

 private:
  flat_bytes* bytes_;
  std::size_t at_;
  std::size_t layout_ = 0;
  std::size_t layout_bytes_ = 0;
  std::size_t table_bytes_ = 0;
};

}  // namespace parley

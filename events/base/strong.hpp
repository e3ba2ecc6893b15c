#pragma once
// Strong types: an id, offset, version or time never mixes with another number or string.

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace parley {

/// A number with a meaning. `Tag` only names it. Ordered, hashable, explicit in both directions.
template <class Tag, std::integral Rep>
struct number {
  using rep = Rep;
  Rep value{};

  constexpr number() = default;
  constexpr explicit number(Rep v) : value(v) {}
  constexpr auto operator<=>(const number&) const = default;

  constexpr number next() const { return number(static_cast<Rep>(value + 1)); }
};

/// An identifier chosen by a user or derived by the system. Empty means "none".
template <class Tag>
class id {
 public:
  id() = default;
  explicit id(std::string text) : text_(std::move(text)) {}

  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const id&) const = default;
  bool operator==(const id&) const = default;

 private:
  std::string text_;
};

template <class T>
inline constexpr bool is_number_v = false;
template <class Tag, class Rep>
inline constexpr bool is_number_v<number<Tag, Rep>> = true;
template <class T>
inline constexpr bool is_id_v = false;
template <class Tag>
inline constexpr bool is_id_v<id<Tag>> = true;

}  // namespace parley

template <class Tag, class Rep>
struct std::hash<parley::number<Tag, Rep>> {
  std::size_t operator()(const parley::number<Tag, Rep>& n) const noexcept {
    return std::hash<Rep>{}(n.value);
  }
};
template <class Tag>
struct std::hash<parley::id<Tag>> {
  std::size_t operator()(const parley::id<Tag>& i) const noexcept {
    return std::hash<std::string>{}(i.str());
  }
};

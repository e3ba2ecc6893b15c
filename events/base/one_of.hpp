#pragma once
// A std::variant whose copying, moving, comparing and destroying are compiled in one source instead
// of in each that touches it. The sums of the domain have up to 49 alternatives, and each of those
// operations is a table of as many functions: seconds of compile time a source. std::visit,
// std::get_if, std::get and std::holds_alternative work as on any variant.
//
// `Cases` is a struct whose member `variant` lists the alternatives. The definitions are in
// base/one_of_definition.hpp; one source includes that and says `template class one_of<Cases>;`.

#include <concepts>
#include <cstddef>
#include <utility>
#include <variant>

namespace parley {

template <class Cases>
class one_of;

namespace detail {

template <class T, class Variant>
inline constexpr std::size_t index_in_v = 0;
template <class T, class... Cases>
inline constexpr std::size_t index_in_v<T, std::variant<Cases...>> = [] {
  constexpr bool same[] = {std::is_same_v<T, Cases>...};
  std::size_t index = 0;
  while (index < sizeof...(Cases) && !same[index]) {
    ++index;
  }
  return index;
}();

template <class T>
inline constexpr bool comparable_v = std::equality_comparable<T>;
template <class... Cases>
inline constexpr bool comparable_v<std::variant<Cases...>> = (comparable_v<Cases> && ...);
template <class Cases>
inline constexpr bool comparable_v<one_of<Cases>> = comparable_v<typename Cases::variant>;

}  // namespace detail

/// `T` is one of the alternatives of `Variant`.
template <class T, class Variant>
concept case_of = detail::index_in_v<T, Variant> < std::variant_size_v<Variant>;

template <class Cases>
class one_of : public Cases::variant {
 public:
  using variant = typename Cases::variant;
  static constexpr std::size_t cases = std::variant_size_v<variant>;
  template <std::size_t Index>
  using at = std::variant_alternative_t<Index, variant>;

  one_of();  ///< the first alternative
  one_of(const one_of& other);
  one_of(one_of&& other) noexcept;
  one_of& operator=(const one_of& other);
  one_of& operator=(one_of&& other) noexcept;
  ~one_of();

  template <case_of<variant> T>
  one_of(const T& value)  // NOLINT(google-explicit-constructor)
      : one_of(detail::index_in_v<T, variant>, static_cast<const void*>(&value)) {}
  /// Only for rvalues: for others `T` would be a reference, which is no case.
  template <case_of<variant> T>
  one_of(T&& value)  // NOLINT(google-explicit-constructor)
      : one_of(detail::index_in_v<T, variant>, static_cast<void*>(&value)) {}

  bool operator==(const one_of& other) const requires detail::comparable_v<typename Cases::variant>;

 private:
  /// Copies, or moves from, the alternative of that index which `value` points to.
  one_of(std::size_t index, const void* value);
  one_of(std::size_t index, void* value);
};

}  // namespace parley

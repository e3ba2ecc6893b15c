#pragma once
// The members of one_of, for the one source that instantiates it for its cases.

#include <algorithm>
#include <array>
#include <type_traits>

#include "events/base/one_of.hpp"

namespace parley {

namespace detail {

// What a one_of holds for a moment, until it gets its value: the cheapest alternative.
template <class Variant>
inline constexpr std::size_t cheapest_v = 0;
template <class... Cases>
inline constexpr std::size_t cheapest_v<std::variant<Cases...>> = [] {
  constexpr std::array sizes{sizeof(Cases)...};
  return static_cast<std::size_t>(std::min_element(sizes.begin(), sizes.end()) - sizes.begin());
}();

template <class Variant, class Value, std::size_t... Index>
void emplace_from(Variant& to, std::size_t index, Value* value, std::index_sequence<Index...>) {
  static constexpr std::array<void (*)(Variant&, Value*), sizeof...(Index)> makers{
      {[](Variant& made, Value* from) {
        using plain = std::variant_alternative_t<Index, Variant>;
        using typed = std::conditional_t<std::is_const_v<Value>, const plain, plain>;
        made.template emplace<Index>(std::move(*static_cast<typed*>(from)));
      }...}};
  makers[index](to, value);
}

}  // namespace detail

template <class Cases>
one_of<Cases>::one_of() = default;
template <class Cases>
one_of<Cases>::one_of(const one_of& other) = default;
template <class Cases>
one_of<Cases>::one_of(one_of&& other) noexcept = default;
template <class Cases>
one_of<Cases>& one_of<Cases>::operator=(const one_of& other) = default;
template <class Cases>
one_of<Cases>& one_of<Cases>::operator=(one_of&& other) noexcept = default;
template <class Cases>
one_of<Cases>::~one_of() = default;

template <class Cases>
one_of<Cases>::one_of(std::size_t index, const void* value)
    : variant(std::in_place_index<detail::cheapest_v<variant>>) {
  detail::emplace_from(static_cast<variant&>(*this), index, value,
                       std::make_index_sequence<cases>());
}
template <class Cases>
one_of<Cases>::one_of(std::size_t index, void* value)
    : variant(std::in_place_index<detail::cheapest_v<variant>>) {
  static_assert(std::is_nothrow_move_constructible_v<variant>);
  detail::emplace_from(static_cast<variant&>(*this), index, value,
                       std::make_index_sequence<cases>());
}

template <class Cases>
bool one_of<Cases>::operator==(
    const one_of& other) const requires detail::comparable_v<typename Cases::variant> {
  // Clang 14 instantiates this for cases that cannot be compared, too; nobody can call it there.
  if constexpr (detail::comparable_v<variant>) {
    return static_cast<const variant&>(*this) == static_cast<const variant&>(other);
  } else {
    return this == &other;
  }
}

}  // namespace parley

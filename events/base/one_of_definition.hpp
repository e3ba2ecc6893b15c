#pragma once
// The members of one_of, for the one source that instantiates it for its cases.

#include <array>
#include <type_traits>

#include "events/base/one_of.hpp"

namespace parley {

namespace detail {

template <class Variant, std::size_t... Index>
Variant moved_from(std::size_t index, void* value, std::index_sequence<Index...>) {
  using maker = Variant (*)(void*);
  static constexpr std::array<maker, sizeof...(Index)> makers{{[](void* from) {
    auto& typed = *static_cast<std::variant_alternative_t<Index, Variant>*>(from);
    return Variant(std::in_place_index<Index>, std::move(typed));
  }...}};
  return makers[index](value);
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
one_of<Cases>::one_of(std::size_t index, void* value)
    : variant(detail::moved_from<variant>(index, value, std::make_index_sequence<cases>())) {
  static_assert(std::is_nothrow_move_constructible_v<variant>);
}

template <class Cases>
bool one_of<Cases>::operator==(const one_of& other) const requires detail::comparable_v<variant> {
  return static_cast<const variant&>(*this) == static_cast<const variant&>(other);
}

}  // namespace parley

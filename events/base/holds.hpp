#pragma once
// Is a number among some hundreds? For the short memories that every command searches, and where
// the answer is nearly always no.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>

namespace parley {

/// Looks at a block at a time without a branch, which compilers turn into wide comparisons.
template <std::integral T>
[[nodiscard]] bool holds(std::span<const T> numbers, T wanted) {
  constexpr std::size_t block = 64 / sizeof(T) * 2;
  while (numbers.size() >= block) {
    T same = 0;
    for (std::size_t i = 0; i < block; ++i) {
      same = static_cast<T>(same | static_cast<T>(numbers[i] == wanted));
    }
    if (same != 0) {
      return true;
    }
    numbers = numbers.subspan(block);
  }
  return std::find(numbers.begin(), numbers.end(), wanted) != numbers.end();
}

}  // namespace parley

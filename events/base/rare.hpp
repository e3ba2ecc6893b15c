#pragma once
// A part of a value that most values do not have. While it equals its default it takes a pointer;
// else it lives on the heap. Copies are deep; two are equal if what they stand for is.

#include <memory>
#include <utility>

namespace parley {

template <class T>
class rare {
 public:
  using value_type = T;

  rare() = default;
  rare(T value) : kept_(value == T() ? nullptr : std::make_unique<T>(std::move(value))) {}
  rare(const rare& other) : kept_(other.kept_ ? std::make_unique<T>(*other.kept_) : nullptr) {}
  rare(rare&&) noexcept = default;
  rare& operator=(const rare& other) { return *this = rare(other); }
  rare& operator=(rare&&) noexcept = default;
  ~rare() = default;

  const T& operator*() const { return kept_ ? *kept_ : absent(); }
  const T* operator->() const { return &**this; }
  /// To be changed. It stays on the heap until reset() or a default is assigned.
  T& edit() {
    if (!kept_) {
      kept_ = std::make_unique<T>();
    }
    return *kept_;
  }
  void reset() { kept_.reset(); }

  bool operator==(const rare& other) const { return kept_ == other.kept_ || **this == *other; }

 private:
  static const T& absent() {
    static const T value{};
    return value;
  }

  std::unique_ptr<T> kept_;
};

template <class T>
inline constexpr bool is_rare_v = false;
template <class T>
inline constexpr bool is_rare_v<rare<T>> = true;

}  // namespace parley

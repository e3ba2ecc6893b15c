#pragma once
// Any described struct with every member set: distinct, never the default. So a field that a codec
// forgets or confuses shows.

#include "events/codec/table.hpp"

namespace parley::filled {

class source {
 public:
  /// A value of `T` made of the next numbers. The same sequence each time.
  template <class T>
  T next() {
    T value{};
    fill(value, "root");
    return value;
  }

 private:
  template <class T>
  void fill(T& value, const char* name) {
    if constexpr (std::is_same_v<T, bool>) {
      value = true;
    } else if constexpr (std::is_enum_v<T>) {
      boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
        if (enumerator.value != T{}) {
          value = enumerator.value;
        }
      });
    } else if constexpr (codec::is_text_v<T>) {
      value = T(std::string(name) + " " + std::to_string(++count_));
    } else if constexpr (codec::is_vector_v<T>) {
      value.resize(2);
      for (auto& item : value) {
        fill(item, name);
      }
    } else if constexpr (is_rare_v<T>) {
      fill(value.edit(), name);
    } else if constexpr (codec::is_described_v<T>) {
      boost::mp11::mp_for_each<codec::members_of<T>>(
          [&](auto member) { fill(value.*member.pointer, member.name); });
    } else {
      using raw = codec::detail::raw_t<T>;
      value = static_cast<T>(static_cast<raw>(++count_ % 100 + 2));
    }
  }

  unsigned count_ = 0;
};

}  // namespace parley::filled

#pragma once
// Plain described structs to and from FlatBuffers tables. The n-th described member is the n-th
// field of the schema's table, with the same name, type and default; tests/events/schema_test.cpp
// compares all of them with the compiled schemas, so no codec is written by hand and none can
// drift.
//
// Kinds of members: numbers, bools, enums, `number<>`, `id<>`, strings, described structs (tables),
// `rare` ones, and vectors of strings, ids, integers and structs. A value equal to the default is
// not stored.

#include <array>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <flatbuffers/flatbuffers.h>

#include "events/base/flat_table.hpp"
#include "events/base/rare.hpp"
#include "events/base/strong.hpp"

namespace parley::codec {

template <class T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public>;
template <class T>
inline constexpr bool is_described_v = boost::describe::has_describe_members<T>::value;
template <class T>
inline constexpr bool is_vector_v = false;
template <class T>
inline constexpr bool is_vector_v<std::vector<T>> = true;
template <class T>
inline constexpr bool is_text_v = std::is_same_v<T, std::string> || is_id_v<T>;

namespace detail {

template <class T>
constexpr auto raw(const T& value) {
  if constexpr (is_number_v<T>) {
    return value.value;
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<std::underlying_type_t<T>>(value);
  } else if constexpr (std::is_same_v<T, bool>) {
    return static_cast<std::uint8_t>(value ? 1 : 0);
  } else {
    static_assert(std::is_arithmetic_v<T>);
    return value;
  }
}
template <class T>
using raw_t = decltype(raw(std::declval<const T&>()));

template <class T>
T cooked(raw_t<T> value) {
  if constexpr (std::is_same_v<T, bool>) {
    return value != 0;
  } else {
    return static_cast<T>(value);
  }
}

inline const std::string& text_of(const std::string& s) { return s; }
template <class Tag>
const std::string& text_of(const id<Tag>& i) {
  return i.str();
}

template <class T>
const T& defaults() {
  static const T value{};
  return value;
}

constexpr flatbuffers::voffset_t field_offset(std::size_t index) {
  return static_cast<flatbuffers::voffset_t>(4 + 2 * index);
}

}  // namespace detail

template <class T>
flatbuffers::uoffset_t encode_table(flatbuffers::FlatBufferBuilder& to, const T& value);

namespace detail {

// Strings, vectors and tables go before the table that refers to them. 0: nothing to refer to.
template <class M>
flatbuffers::uoffset_t encode_child(flatbuffers::FlatBufferBuilder& to, const M& member) {
  if constexpr (is_text_v<M>) {
    const std::string& text = text_of(member);
    return text.empty() ? 0 : to.CreateString(text).o;
  } else if constexpr (is_described_v<M>) {
    return encode_table(to, member);
  } else if constexpr (is_rare_v<M>) {
    return encode_table(to, *member);
  } else if constexpr (is_vector_v<M>) {
    using E = typename M::value_type;
    if (member.empty()) {
      return 0;
    }
    if constexpr (is_text_v<E>) {
      std::vector<flatbuffers::Offset<flatbuffers::String>> items;
      items.reserve(member.size());
      for (const E& e : member) {
        items.push_back(to.CreateString(text_of(e)));
      }
      return to.CreateVector(items).o;
    } else if constexpr (is_described_v<E>) {
      std::vector<flatbuffers::Offset<flatbuffers::Table>> items;
      items.reserve(member.size());
      for (const E& e : member) {
        items.emplace_back(encode_table(to, e));
      }
      return to.CreateVector(items).o;
    } else {
      std::vector<raw_t<E>> items;
      items.reserve(member.size());
      for (const E& e : member) {
        items.push_back(raw(e));
      }
      return to.CreateVector(items).o;
    }
  } else {
    return 0;
  }
}

template <class M>
inline constexpr bool is_child_v =
    is_text_v<M> || is_described_v<M> || is_rare_v<M> || is_vector_v<M>;

}  // namespace detail

template <class T>
flatbuffers::uoffset_t encode_table(flatbuffers::FlatBufferBuilder& to, const T& value) {
  using members = members_of<T>;
  constexpr std::size_t count = boost::mp11::mp_size<members>::value;
  std::array<flatbuffers::uoffset_t, count> children{};
  boost::mp11::mp_for_each<boost::mp11::mp_iota_c<count>>([&](auto index) {
    constexpr auto pointer = boost::mp11::mp_at_c<members, index>::pointer;
    children[index] = detail::encode_child(to, value.*pointer);
  });
  const auto start = to.StartTable();
  boost::mp11::mp_for_each<boost::mp11::mp_iota_c<count>>([&](auto index) {
    constexpr auto pointer = boost::mp11::mp_at_c<members, index>::pointer;
    using M = std::remove_cvref_t<decltype(value.*pointer)>;
    const auto field = detail::field_offset(index);
    if constexpr (detail::is_child_v<M>) {
      if (children[index] != 0) {
        to.AddOffset(field, flatbuffers::Offset<void>(children[index]));
      }
    } else {
      to.AddElement(field, detail::raw(value.*pointer),
                    detail::raw(detail::defaults<T>().*pointer));
    }
  });
  return to.EndTable(start);
}

namespace detail {

// What a buffer may make its reader do: tables that refer to each other could multiply.
inline constexpr std::size_t tables_max = 100'000;

class decoder {
 public:
  explicit decoder(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  template <class T>
  bool root(T& out) {
    table(flat_table::root(bytes_), out);
    return !bytes_.damaged();
  }

 private:
  template <class T>
  void table(const flat_table& from, T& out) {
    using members = members_of<T>;
    if (++tables_ > tables_max) {
      bytes_.set_damaged();
    }
    if (bytes_.damaged()) {
      return;
    }
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<boost::mp11::mp_size<members>::value>>(
        [&](auto index) {
          constexpr auto pointer = boost::mp11::mp_at_c<members, index>::pointer;
          using M = std::remove_cvref_t<decltype(out.*pointer)>;
          if constexpr (is_child_v<M>) {
            child(from, index, out.*pointer);
          } else {
            out.*pointer =
                cooked<M>(from.number<raw_t<M>>(index, raw(detail::defaults<T>().*pointer)));
          }
        });
  }

  // Members keep their memory where they can: the next event's text goes where the last one's was.
  template <class M>
  void child(const flat_table& from, std::size_t field, M& member) {
    if constexpr (is_text_v<M>) {
      assign(member, from.text(field));
    } else if constexpr (is_described_v<M>) {
      if (const std::size_t place = from.child(field)) {
        table(flat_table(bytes_, place), member);
      } else {
        member = M();
      }
    } else if constexpr (is_rare_v<M>) {
      typename M::value_type value{};
      child(from, field, value);
      member = std::move(value);
    } else {
      using E = typename M::value_type;
      if constexpr (is_child_v<E>) {
        items(from.vector(field, sizeof(std::uint32_t)), member);
      } else {
        const auto stored = from.vector(field, sizeof(raw_t<E>));
        member.resize(stored.size() / sizeof(raw_t<E>));
        for (std::size_t i = 0; i < member.size(); ++i) {
          raw_t<E> item;
          std::memcpy(&item, stored.data() + i * sizeof(item), sizeof(item));
          member[i] = cooked<E>(item);
        }
      }
    }
  }

  static void assign(std::string& to, std::string_view text) { to.assign(text); }
  template <class Tag>
  static void assign(id<Tag>& to, std::string_view text) {
    if (to.str() != text) {
      to = id<Tag>(std::string(text));
    }
  }

  template <class M>
  void items(std::span<const std::uint8_t> stored, M& member) {
    using E = typename M::value_type;
    member.resize(stored.size() / sizeof(std::uint32_t));
    std::size_t place = stored.empty() ? 0 : bytes_.place_of(stored.data());
    for (E& item : member) {
      const std::size_t at = bytes_.follow(place);
      place += sizeof(std::uint32_t);
      if (bytes_.damaged()) {
        return;
      }
      if constexpr (is_text_v<E>) {
        assign(item, bytes_.text(at));
      } else {
        table(flat_table(bytes_, at), item);
      }
    }
  }

  flat_bytes bytes_;
  std::size_t tables_ = 0;
};

}  // namespace detail

/// The bytes of a finished buffer whose root is `value`'s table.
template <class T>
std::vector<std::uint8_t> encode(const T& value) {
  flatbuffers::FlatBufferBuilder builder(512);
  builder.Finish(flatbuffers::Offset<flatbuffers::Table>(encode_table(builder, value)));
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

/// False, and `out` anything, if the bytes are not a well-formed buffer of `T`'s table. `out` keeps
/// the memory it has, so decoding into one object again and again allocates little.
template <class T>
[[nodiscard]] bool decode(const std::uint8_t* bytes, std::size_t size, T& out) {
  return detail::decoder({bytes, size}).root(out);
}

}  // namespace parley::codec

#pragma once
// Plain described structs to and from FlatBuffers tables. The n-th described member is the n-th
// field of the schema's table, with the same name, type and default; tests/events/schema_test.cpp
// compares all of them with the compiled schemas, so no codec is written by hand and none can
// drift.
//
// Kinds of members: numbers, bools, enums, `number<>`, `id<>`, strings, described structs (tables)
// and vectors of strings, ids, integers and structs. A value equal to the default is not stored.

#include <array>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <flatbuffers/flatbuffers.h>

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
inline constexpr bool is_child_v = is_text_v<M> || is_described_v<M> || is_vector_v<M>;

template <class M>
void decode_member(const flatbuffers::Table* from, std::size_t index, M& member);

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

/// `from` must have been verified.
template <class T>
void decode_table(const flatbuffers::Table* from, T& out) {
  using members = members_of<T>;
  boost::mp11::mp_for_each<boost::mp11::mp_iota_c<boost::mp11::mp_size<members>::value>>(
      [&](auto index) {
        constexpr auto pointer = boost::mp11::mp_at_c<members, index>::pointer;
        using M = std::remove_cvref_t<decltype(out.*pointer)>;
        if constexpr (detail::is_child_v<M>) {
          detail::decode_member(from, index, out.*pointer);
        } else {
          out.*pointer = detail::cooked<M>(from->GetField<detail::raw_t<M>>(
              detail::field_offset(index), detail::raw(detail::defaults<T>().*pointer)));
        }
      });
}

namespace detail {

template <class M>
void decode_member(const flatbuffers::Table* from, std::size_t index, M& member) {
  const auto field = field_offset(index);
  if constexpr (is_text_v<M>) {
    if (const auto* text = from->GetPointer<const flatbuffers::String*>(field)) {
      member = M(text->str());
    } else {
      member = M();
    }
  } else if constexpr (is_described_v<M>) {
    if (const auto* table = from->GetPointer<const flatbuffers::Table*>(field)) {
      decode_table(table, member);
    } else {
      member = M();
    }
  } else {
    using E = typename M::value_type;
    member.clear();
    if constexpr (is_text_v<E>) {
      using items_t = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;
      if (const auto* items = from->GetPointer<const items_t*>(field)) {
        member.reserve(items->size());
        for (const auto* item : *items) {
          member.emplace_back(item->str());
        }
      }
    } else if constexpr (is_described_v<E>) {
      using items_t = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::Table>>;
      if (const auto* items = from->GetPointer<const items_t*>(field)) {
        member.resize(items->size());
        for (flatbuffers::uoffset_t i = 0; i < items->size(); ++i) {
          decode_table(items->Get(i), member[i]);
        }
      }
    } else {
      using items_t = flatbuffers::Vector<raw_t<E>>;
      if (const auto* items = from->GetPointer<const items_t*>(field)) {
        member.reserve(items->size());
        for (const auto item : *items) {
          member.push_back(cooked<E>(item));
        }
      }
    }
  }
}

// One step of a structural check, by the same member list that decodes.
template <class M>
bool verify_member(flatbuffers::Verifier& verifier, const flatbuffers::Table* table,
                   std::size_t index);

}  // namespace detail

/// Checks the structure of a table before anything is read from it.
template <class T>
bool verify_table(flatbuffers::Verifier& verifier, const flatbuffers::Table* table) {
  using members = members_of<T>;
  bool good = table->VerifyTableStart(verifier);
  boost::mp11::mp_for_each<boost::mp11::mp_iota_c<boost::mp11::mp_size<members>::value>>(
      [&](auto index) {
        constexpr auto pointer = boost::mp11::mp_at_c<members, index>::pointer;
        using M = std::remove_cvref_t<decltype(std::declval<T&>().*pointer)>;
        good = good && detail::verify_member<M>(verifier, table, index);
      });
  return good && verifier.EndTable();
}

namespace detail {

template <class M>
bool verify_member(flatbuffers::Verifier& verifier, const flatbuffers::Table* table,
                   std::size_t index) {
  const auto field = field_offset(index);
  if constexpr (!is_child_v<M>) {
    return table->VerifyField<raw_t<M>>(verifier, field, sizeof(raw_t<M>));
  } else {
    if (!table->VerifyOffset(verifier, field)) {
      return false;
    }
    if constexpr (is_text_v<M>) {
      return verifier.VerifyString(table->GetPointer<const flatbuffers::String*>(field));
    } else if constexpr (is_described_v<M>) {
      const auto* child = table->GetPointer<const flatbuffers::Table*>(field);
      return child == nullptr || verify_table<M>(verifier, child);
    } else {
      using E = typename M::value_type;
      if constexpr (is_text_v<E>) {
        const auto* items =
            table->GetPointer<const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>*>(
                field);
        return verifier.VerifyVector(items) && verifier.VerifyVectorOfStrings(items);
      } else if constexpr (is_described_v<E>) {
        const auto* items =
            table->GetPointer<const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::Table>>*>(
                field);
        if (!verifier.VerifyVector(items)) {
          return false;
        }
        for (flatbuffers::uoffset_t i = 0; items != nullptr && i < items->size(); ++i) {
          if (!verify_table<E>(verifier, items->Get(i))) {
            return false;
          }
        }
        return true;
      } else {
        return verifier.VerifyVector(
            table->GetPointer<const flatbuffers::Vector<raw_t<E>>*>(field));
      }
    }
  }
}

}  // namespace detail

/// The bytes of a finished buffer whose root is `value`'s table.
template <class T>
std::vector<std::uint8_t> encode(const T& value) {
  flatbuffers::FlatBufferBuilder builder(512);
  builder.Finish(flatbuffers::Offset<flatbuffers::Table>(encode_table(builder, value)));
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

/// False, and `out` untouched, if the bytes are not a well-formed buffer of `T`'s table. `bytes`
/// must be aligned to 8.
template <class T>
[[nodiscard]] bool decode(const std::uint8_t* bytes, std::size_t size, T& out) {
  if (size < sizeof(flatbuffers::uoffset_t) * 2) {
    return false;
  }
  flatbuffers::Verifier verifier(bytes, size, 32, 100000);
  const auto root = verifier.VerifyOffset(0);
  if (root == 0) {
    return false;
  }
  const auto* table = reinterpret_cast<const flatbuffers::Table*>(bytes + root);
  if (!verify_table<T>(verifier, table)) {
    return false;
  }
  decode_table(table, out);
  return true;
}

}  // namespace parley::codec

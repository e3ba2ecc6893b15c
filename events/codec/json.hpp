#pragma once
// Described structs as JSON, in the standard FlatBuffers mapping: field names as in the schema,
// enums by name, nothing left out. The way in is codec/json_in.hpp.

#include <string>
#include <string_view>

#include "events/codec/table.hpp"

namespace parley::codec {

/// Appends `text` as a JSON string, quotes included. Invalid UTF-8 becomes U+FFFD.
void write_json_string(std::string& to, std::string_view text);

template <class T>
void write_json(std::string& to, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    to += value ? "true" : "false";
  } else if constexpr (std::is_enum_v<T>) {
    write_json_string(to, boost::describe::enum_to_string(value, "unknown"));
  } else if constexpr (is_number_v<T> || std::is_arithmetic_v<T>) {
    to += std::to_string(detail::raw(value));
  } else if constexpr (is_text_v<T>) {
    write_json_string(to, detail::text_of(value));
  } else if constexpr (is_vector_v<T>) {
    to += '[';
    bool first = true;
    for (const auto& item : value) {
      to += first ? "" : ",";
      first = false;
      write_json(to, item);
    }
    to += ']';
  } else if constexpr (is_rare_v<T>) {
    write_json(to, *value);
  } else {
    to += '{';
    bool first = true;
    boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
      to += first ? "\"" : ",\"";
      first = false;
      to += member.name;
      to += "\":";
      write_json(to, value.*member.pointer);
    });
    to += '}';
  }
}

template <class T>
std::string to_json(const T& value) {
  std::string text;
  write_json(text, value);
  return text;
}

}  // namespace parley::codec

#pragma once
// JSON by schema: a body becomes a described struct only if it is exactly what schemas/commands.fbs
// allows. Unknown fields, wrong types, doubled fields, overflow and broken Unicode are refused with
// line and column. About 6 µs for a 250-byte body.

#include <string_view>

#include "events/base/result.hpp"
#include "events/codec/table.hpp"

namespace parley::codec {

/// Parses `text` as the table `root` ("parley.schema.<name>") of commands.fbs into a finished
/// buffer. BAD_REQUEST with the parser's reason. Thread-safe (a parser a thread).
result<std::vector<std::uint8_t>> parse_json(std::string_view text, const char* root);

/// `name` is the schema's table of `T`, without namespace.
template <class T>
result<T> from_json(std::string_view text, const char* name) {
  auto bytes = parse_json(text, name);
  if (!bytes.ok()) {
    return bytes.error();
  }
  T value;
  if (!decode(bytes->data(), bytes->size(), value)) {
    return rejection{errc::bad_request, "the body is not a well-formed table", {}};
  }
  return value;
}

}  // namespace parley::codec

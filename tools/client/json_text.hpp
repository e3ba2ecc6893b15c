#pragma once
// Reads members out of a JSON answer without a schema, so that a tool of today reads a server of
// tomorrow: what it does not know it skips. Limits: for answers of a Parley server, not a
// validator.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::client {

/// The raw text of member `name` of the object `json`; empty if there is none.
std::string_view json_member(std::string_view json, std::string_view name);
/// Member `name` as text: unescaped if it is a string, raw otherwise, "" if there is none.
std::string json_text(std::string_view json, std::string_view name);
/// Member `name` as a whole number, if it is one.
std::optional<std::int64_t> json_number(std::string_view json, std::string_view name);
/// The raw texts of an array's items; none if `json` is no array.
std::vector<std::string_view> json_items(std::string_view json);

}  // namespace parley::client

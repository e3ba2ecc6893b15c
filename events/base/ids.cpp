#include "events/base/ids.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace parley {

std::string to_string(const position& p) {
  return std::to_string(p.partition.value) + ":" + std::to_string(p.at.value);
}

bool parse_position(std::string_view text, position& out) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) {
    return false;
  }
  const char* begin = text.data();
  const char* end = begin + text.size();
  const auto left = std::from_chars(begin, begin + colon, out.partition.value);
  const auto right = std::from_chars(begin + colon + 1, end, out.at.value);
  return left.ec == std::errc{} && left.ptr == begin + colon && right.ec == std::errc{} &&
         right.ptr == end;
}

std::string to_string(const command_id& c) {
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%016llx%016llx", static_cast<unsigned long long>(c.high),
                static_cast<unsigned long long>(c.low));
  return text.data();
}

}  // namespace parley

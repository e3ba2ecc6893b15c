#include "tools/client/json_text.hpp"

#include <charconv>

namespace parley::client {
namespace {

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && std::string_view(" \t\r\n").find(text[at]) != std::string_view::npos) {
    ++at;
  }
  return at;
}

/// One past the string whose opening quote is at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

/// One past the value that starts at `at`.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = end_of_string(text, at);
      if (depth == 0) return at;
      continue;
    }
    const bool closes = c == '}' || c == ']';
    if (depth == 0 && (closes || c == ',')) return at;
    if (c == '{' || c == '[') ++depth;
    if (closes && --depth == 0) return at + 1;
    ++at;
  }
  return at;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t from = skip_blanks(text, 0);
  std::size_t to = text.size();
  while (to > from && skip_blanks(text.substr(to - 1, 1), 0) == 1) --to;
  return text.substr(from, to - from);
}

void append_utf8(std::string& to, unsigned code) {
  if (code < 0x80U) {
    to += static_cast<char>(code);
  } else if (code < 0x800U) {
    to += static_cast<char>(0xC0U | (code >> 6U));
    to += static_cast<char>(0x80U | (code & 0x3FU));
  } else if (code < 0x10000U) {
    to += static_cast<char>(0xE0U | (code >> 12U));
    to += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    to += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    to += static_cast<char>(0xF0U | (code >> 18U));
    to += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
    to += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    to += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

unsigned hexadecimal(std::string_view digits) {
  unsigned value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

/// `raw` without its quotes, escapes resolved.
std::string unescaped(std::string_view raw) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      out += raw[i];
      continue;
    }
    const char c = raw[++i];
    if (c == 'u') {
      unsigned code = hexadecimal(raw.substr(i + 1, 4));
      i += 4;
      if (code >= 0xD800U && code < 0xDC00U && raw.substr(i + 1, 2) == "\\u") {
        code = 0x10000U + ((code - 0xD800U) << 10U) + (hexadecimal(raw.substr(i + 3, 4)) - 0xDC00U);
        i += 6;
      }
      append_utf8(out, code);
      continue;
    }
    constexpr std::string_view names = "bfnrt";
    constexpr std::string_view values = "\b\f\n\r\t";
    const std::size_t known = names.find(c);
    out += known == std::string_view::npos ? c : values[known];
  }
  return out;
}

}  // namespace

std::string_view json_member(std::string_view json, std::string_view name) {
  std::size_t at = skip_blanks(json, 0);
  if (at >= json.size() || json[at] != '{') return {};
  ++at;
  while (true) {
    at = skip_blanks(json, at);
    if (at >= json.size() || json[at] != '"') return {};
    const std::size_t key_end = end_of_string(json, at);
    const std::string_view key = json.substr(at + 1, key_end - at - 2);
    at = skip_blanks(json, key_end);
    if (at >= json.size() || json[at] != ':') return {};
    at = skip_blanks(json, at + 1);
    const std::size_t end = end_of_value(json, at);
    if (key == name) return trimmed(json.substr(at, end - at));
    at = skip_blanks(json, end);
    if (at >= json.size() || json[at] != ',') return {};
    ++at;
  }
}

std::string json_text(std::string_view json, std::string_view name) {
  const std::string_view raw = json_member(json, name);
  if (raw.size() >= 2 && raw.front() == '"') return unescaped(raw.substr(1, raw.size() - 2));
  return std::string(raw);
}

std::optional<std::int64_t> json_number(std::string_view json, std::string_view name) {
  const std::string_view raw = json_member(json, name);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (raw.empty() || error != std::errc() || end != raw.data() + raw.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> json_items(std::string_view json) {
  std::vector<std::string_view> items;
  std::size_t at = skip_blanks(json, 0);
  if (at >= json.size() || json[at] != '[') return items;
  ++at;
  while (at < json.size()) {
    at = skip_blanks(json, at);
    const std::size_t end = end_of_value(json, at);
    const std::string_view item = trimmed(json.substr(at, end - at));
    if (!item.empty()) items.push_back(item);
    at = skip_blanks(json, end);
    if (at >= json.size() || json[at] != ',') break;
    ++at;
  }
  return items;
}

}  // namespace parley::client

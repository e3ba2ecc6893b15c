#include "tools/parley/instant.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace parley::tool {
namespace {

std::optional<time_ms> parse_utc(const std::string& text) {
  std::tm parts{};
  const char* rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (rest == nullptr) {
    return std::nullopt;
  }
  std::int64_t milliseconds = 0;
  if (*rest == '.') {
    std::int64_t scale = 100;
    for (++rest; *rest >= '0' && *rest <= '9' && scale > 0; ++rest, scale /= 10) {
      milliseconds += (*rest - '0') * scale;
    }
  }
  if (std::string(rest) != "Z") {
    return std::nullopt;
  }
  return time_ms(static_cast<std::int64_t>(timegm(&parts)) * 1000 + milliseconds);
}

}  // namespace

result<instant> parse_until(const std::string& text) {
  instant found;
  if (text == "end") {
    return found;
  }
  position at;
  if (parse_position(text, at)) {
    found.bounds.at = at.at;
    found.partition = at.partition;
    return found;
  }
  std::int64_t milliseconds = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() && !text.empty()) {
    found.bounds.recorded_at = time_ms(milliseconds);
    return found;
  }
  if (const auto utc = parse_utc(text)) {
    found.bounds.recorded_at = *utc;
    return found;
  }
  return rejection{errc::bad_request,
                   "'" + text +
                       "' is neither a position (1:2096), a UTC time "
                       "(2026-11-22T14:30:00Z), milliseconds since 1970, nor `end`",
                   {}};
}

std::string time_text(time_ms at) {
  const std::time_t seconds = static_cast<std::time_t>(at.value / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
                parts.tm_sec, static_cast<int>(at.value % 1000));
  return text.data();
}

}  // namespace parley::tool

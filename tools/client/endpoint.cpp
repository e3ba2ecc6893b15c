#include "tools/client/endpoint.hpp"

#include <algorithm>
#include <cctype>

namespace parley::client {
namespace {

rejection bad_url(std::string_view url) {
  return {errc::bad_request, "not a URL of the form http://HOST:PORT: " + std::string(url), {}};
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

}  // namespace

result<endpoint> parse_url(std::string_view url) {
  constexpr std::string_view scheme = "http://";
  if (!url.starts_with(scheme)) return bad_url(url);
  std::string_view rest = url.substr(scheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find_first_of("/?#@ ") != std::string_view::npos) return bad_url(url);
  endpoint out;
  std::size_t colon = rest.find(':');
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) return bad_url(url);
    out.host = rest.substr(1, close - 1);
    colon = close + 1 < rest.size() ? close + 1 : std::string_view::npos;
    if (colon != std::string_view::npos && rest[colon] != ':') return bad_url(url);
  } else {
    out.host = rest.substr(0, colon);
  }
  if (colon != std::string_view::npos) out.port = rest.substr(colon + 1);
  const bool digits = std::all_of(out.port.begin(), out.port.end(), is_digit);
  if (out.host.empty() || out.port.empty() || out.port.size() > 5 || !digits) return bad_url(url);
  return out;
}

std::string path_segment(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  return out;
}

}  // namespace parley::client

#pragma once
// Where a server listens, as a URL names it. Limits: http:// only; TLS ends at a proxy before
// Parley.

#include <string>
#include <string_view>

#include "events/base/result.hpp"

namespace parley::client {

struct endpoint {
  std::string host;
  std::string port = "80";
};

/// `http://HOST[:PORT][/]`, IPv6 in brackets. BAD_REQUEST for anything else.
result<endpoint> parse_url(std::string_view url);

/// `text` as one segment of a path: everything but unreserved characters is percent-encoded.
std::string path_segment(std::string_view text);

}  // namespace parley::client

#pragma once
// A request as it came in, with the few headers the gateway looks at. Reused from request to
// request so that its strings keep their memory.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/base/result.hpp"

namespace parley::http {

enum class http_method : std::uint8_t { get, head, post, put, remove, options, other };

struct http_request {
  http_method method = http_method::get;
  bool keep_alive = true;
  bool expects_continue = false;
  std::string method_text;
  std::string target;  ///< as sent
  std::string body;

  std::string authorization;
  std::string content_type;
  std::string forwarded_by;  ///< the node that sent it on; empty: it came from its client
  std::string host;
  std::string idempotency_key;
  std::string if_none_match;
  std::string last_event_id;
  std::string origin;
  std::string request_id;  ///< echoed if it is plain text of at most 64, else made up

  // What parse_target finds in `target`, decoded.
  std::vector<std::string> segments;
  std::vector<std::pair<std::string, std::string>> query;

  void clear();
  /// The first query parameter `name`, or empty.
  std::string_view parameter(std::string_view name) const;
};

/// Splits and decodes `target`. BAD_REQUEST for what is not an origin-form target, for an encoded
/// slash, NUL or control character, and for dot segments: none of them names anything here.
status parse_target(http_request& request);

/// An id that may stand in a path or stream name: 1 to 128 printable ASCII characters without
/// white space, quotes, slashes or what URLs reserve.
bool is_plain_id(std::string_view text);

}  // namespace parley::http

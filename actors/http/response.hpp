#pragma once
// An answer as a value, and its bytes. One string a response: it is sent in a single write.

#include <string>
#include <string_view>

namespace parley::http {

struct response {
  int status = 200;
  std::string_view content_type = "application/json";  ///< of static storage
  std::string body;
  std::string headers;  ///< further lines, each ended by CRLF
  bool close = false;   ///< the connection ends after it

  void add_header(std::string_view name, std::string_view value);
};

/// How a response is written depends on its request.
struct response_framing {
  bool keep_alive = true;
  bool without_body = false;  ///< HEAD: the length is told, the body is not sent
  bool dev = false;
  std::string_view request_id;
};

/// Appends status line, headers and body to `to`.
void write_response(std::string& to, const response& from, const response_framing& framing);
/// The head of an answer of unknown length that ends with the connection (SSE).
void write_stream_head(std::string& to, std::string_view content_type,
                       const response_framing& framing);
const char* reason_of(int status);

}  // namespace parley::http

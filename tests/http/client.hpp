#pragma once
// A client made of a socket and nothing else: it sends what it is told, byte for byte, and reads
// answers one after the other.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace parley::test {

struct answer {
  int status = 0;                              ///< 0: the connection ended without an answer
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  bool has(const std::string& text) const { return body.find(text) != std::string::npos; }
};

class client {
 public:
  explicit client(std::uint16_t port);
  ~client();
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  void send(std::string_view bytes);
  /// The next answer. Without a body for answers to HEAD.
  answer read(bool bodiless = false);
  /// Reads until `text` has come (then all so far is returned) or two seconds are over (empty).
  std::string read_until(std::string_view text);
  /// Waits up to two seconds for the server to end the connection.
  bool ended();

  /// One request and its answer. `headers` are lines, each ended by CRLF.
  answer ask(std::string_view method, std::string_view target, std::string_view body = {},
             std::string_view headers = {});

 private:
  bool fill(int timeout_ms);
  int socket_ = -1;
  std::string in_;
};

std::string request_text(std::string_view method, std::string_view target,
                         std::string_view body = {}, std::string_view headers = {});

}  // namespace parley::test

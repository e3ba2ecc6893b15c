#pragma once
// Beast's HTTP/1 parser over our own request: no field container, no allocation a header. One
// object parses one request.

#include <boost/beast/http/basic_parser.hpp>

#include "actors/http/request.hpp"

namespace parley::http {

class request_parser final : public boost::beast::http::basic_parser<true> {
 public:
  /// `to` is cleared and filled; it must live as long as the parser.
  request_parser(http_request& to, std::size_t header_bytes_max, std::size_t target_bytes_max,
                 std::size_t body_bytes_max);

  /// Whether the request line was read: tells a long target from long headers.
  bool has_target() const { return has_target_; }

 private:
  using text = boost::beast::string_view;
  using error = boost::beast::error_code;
  void on_request_impl(boost::beast::http::verb method, text method_text, text target, int version,
                       error& ec) override;
  void on_response_impl(int, text, int, error& ec) override;
  void on_field_impl(boost::beast::http::field name, text name_text, text value,
                     error& ec) override;
  void on_header_impl(error& ec) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error& ec) override;
  std::size_t on_body_impl(text body, error& ec) override;
  void on_chunk_header_impl(std::uint64_t size, text extensions, error& ec) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, text body, error& ec) override;
  void on_finish_impl(error& ec) override;

  http_request& to_;
  std::size_t target_bytes_max_;
  bool has_target_ = false;
  bool has_host_ = false;
};

/// The status (400, 413, 414, 431, 505) and reason for what the parser refused.
struct parse_refusal {
  int status = 400;
  const char* message = "";
};
parse_refusal refusal_of(const boost::beast::error_code& why, const request_parser& parser);

}  // namespace parley::http

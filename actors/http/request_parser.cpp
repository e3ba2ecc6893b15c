#include "actors/http/request_parser.hpp"

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>

namespace parley::http {
namespace beast = boost::beast::http;
namespace {

http_method method_of(beast::verb verb) {
  if (verb == beast::verb::get) {
    return http_method::get;
  }
  if (verb == beast::verb::post) {
    return http_method::post;
  }
  if (verb == beast::verb::put) {
    return http_method::put;
  }
  if (verb == beast::verb::delete_) {
    return http_method::remove;
  }
  if (verb == beast::verb::head) {
    return http_method::head;
  }
  return verb == beast::verb::options ? http_method::options : http_method::other;
}

// Null for headers that nothing looks at.
std::string* place_of(http_request& to, beast::field name, std::string_view text) {
  if (name == beast::field::authorization) {
    return &to.authorization;
  }
  if (name == beast::field::content_type) {
    return &to.content_type;
  }
  if (name == beast::field::host) {
    return &to.host;
  }
  if (name == beast::field::if_none_match) {
    return &to.if_none_match;
  }
  if (name == beast::field::origin) {
    return &to.origin;
  }
  if (name != beast::field::unknown) {
    return nullptr;
  }
  if (boost::beast::iequals(text, "idempotency-key")) {
    return &to.idempotency_key;
  }
  if (boost::beast::iequals(text, "x-parley-forwarded-by")) {
    return &to.forwarded_by;
  }
  if (boost::beast::iequals(text, "x-request-id")) {
    return &to.request_id;
  }
  return boost::beast::iequals(text, "last-event-id") ? &to.last_event_id : nullptr;
}

}  // namespace

request_parser::request_parser(http_request& to, std::size_t header_bytes_max,
                               std::size_t target_bytes_max, std::size_t body_bytes_max)
    : to_(to), target_bytes_max_(target_bytes_max) {
  to_.clear();
  eager(true);
  header_limit(static_cast<std::uint32_t>(header_bytes_max));
  body_limit(body_bytes_max);
}

void request_parser::on_request_impl(beast::verb method, text method_text, text target, int,
                                     error& ec) {
  to_.method = method_of(method);
  to_.method_text = method_text;
  if (target.size() > target_bytes_max_) {
    ec = beast::error::header_limit;
    return;
  }
  has_target_ = true;
  to_.target = target;
}

void request_parser::on_response_impl(int, text, int, error& ec) { ec = beast::error::bad_version; }

void request_parser::on_field_impl(beast::field name, text name_text, text value, error& ec) {
  if (name == beast::field::expect && boost::beast::iequals(value, "100-continue")) {
    to_.expects_continue = true;
  }
  // Two of a header that decides something is how requests are smuggled past a proxy.
  std::string* place = place_of(to_, name, name_text);
  if (place == nullptr) {
    return;
  }
  if (!place->empty() || (name == beast::field::host && has_host_)) {
    ec = beast::error::bad_field;
    return;
  }
  has_host_ = has_host_ || name == beast::field::host;
  *place = value;
}

void request_parser::on_header_impl(error&) { to_.keep_alive = keep_alive(); }

void request_parser::on_body_init_impl(const boost::optional<std::uint64_t>& length, error&) {
  if (length) {
    to_.body.reserve(static_cast<std::size_t>(*length));
  }
}

std::size_t request_parser::on_body_impl(text body, error&) {
  to_.body.append(body.data(), body.size());
  return body.size();
}

void request_parser::on_chunk_header_impl(std::uint64_t, text, error&) {}

std::size_t request_parser::on_chunk_body_impl(std::uint64_t, text body, error&) {
  to_.body.append(body.data(), body.size());
  return body.size();
}

void request_parser::on_finish_impl(error&) {}

parse_refusal refusal_of(const boost::beast::error_code& why, const request_parser& parser) {
  if (why == beast::error::body_limit) {
    return {413, "the body is larger than the limit"};
  }
  if (why == beast::error::header_limit) {
    return parser.has_target() ? parse_refusal{431, "the headers are larger than the limit"}
                               : parse_refusal{414, "the request target is longer than the limit"};
  }
  if (why == beast::error::bad_version) {
    return {505, "only HTTP/1.0 and HTTP/1.1 are spoken here"};
  }
  return {400, "the request is not well-formed HTTP"};
}

}  // namespace parley::http

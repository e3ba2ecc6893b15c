#include "actors/http/request.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace parley::http {
namespace {

constexpr std::size_t segments_max = 16;
constexpr std::size_t parameters_max = 16;

bool has_control(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      return true;
    }
  }
  return false;
}

rejection bad(const char* why) { return {errc::bad_request, why, {}}; }

status read_segments(const boost::urls::url_view& url, std::vector<std::string>& to) {
  for (const auto& encoded : url.encoded_segments()) {
    if (to.size() == segments_max) {
      return bad("the path has too many segments");
    }
    std::string segment;
    encoded.decode({}, boost::urls::string_token::assign_to(segment));
    if (has_control(segment) || segment.find_first_of("/\\") != std::string::npos ||
        segment == "." || segment == "..") {
      return bad("the path holds a segment that names nothing");
    }
    to.push_back(std::move(segment));
  }
  if (!to.empty() && to.back().empty()) {
    to.pop_back();  // `PUT .` may be written with a slash at its end
  }
  return done{};
}

status read_query(const boost::urls::url_view& url,
                  std::vector<std::pair<std::string, std::string>>& to) {
  boost::urls::encoding_opts form;
  form.space_as_plus = true;
  for (const auto& parameter : url.encoded_params()) {
    if (to.size() == parameters_max) {
      return bad("the query has too many parameters");
    }
    std::pair<std::string, std::string> decoded;
    parameter.key.decode(form, boost::urls::string_token::assign_to(decoded.first));
    parameter.value.decode(form, boost::urls::string_token::assign_to(decoded.second));
    if (has_control(decoded.first) || has_control(decoded.second)) {
      return bad("the query holds a control character");
    }
    to.push_back(std::move(decoded));
  }
  return done{};
}

}  // namespace

void http_request::clear() {
  method = http_method::get;
  keep_alive = true;
  expects_continue = false;
  for (auto* text :
       {&method_text, &target, &body, &authorization, &content_type, &host, &idempotency_key,
        &if_none_match, &last_event_id, &origin, &request_id, &forwarded_by}) {
    text->clear();
  }
  segments.clear();
  query.clear();
}

std::string_view http_request::parameter(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

status parse_target(http_request& request) {
  const auto parsed = boost::urls::parse_origin_form(request.target);
  if (!parsed) {
    return bad("the request target is not a path with an optional query");
  }
  auto read = read_segments(*parsed, request.segments);
  return read.ok() && parsed->has_query() ? read_query(*parsed, request.query) : read;
}

bool is_plain_id(std::string_view text) {
  if (text.empty() || text.size() > 128 || text == "." || text == "..") {
    return false;
  }
  for (const char c : text) {
    if (c <= 0x20 || c >= 0x7f ||
        std::string_view("/\\\"'<>#?%{}|^`&").find(c) != std::string_view::npos) {
      return false;
    }
  }
  return true;
}

}  // namespace parley::http

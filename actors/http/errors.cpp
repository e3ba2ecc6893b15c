#include "actors/http/errors.hpp"

#include "events/codec/json.hpp"

namespace parley::http {

response error_response(const rejection& why, std::string_view request_id) {
  return error_response(http_status(why.code), why, request_id);
}

response error_response(int status, const rejection& why, std::string_view request_id) {
  response r;
  r.status = status;
  r.body = "{\"code\":";
  codec::write_json_string(r.body, to_string(why.code));
  r.body += ",\"message\":";
  codec::write_json_string(r.body, why.message);
  if (!why.state.empty()) {
    r.body += ",\"state\":";
    codec::write_json_string(r.body, why.state);
  }
  r.body += ",\"request_id\":";
  codec::write_json_string(r.body, request_id);
  r.body += '}';
  if (status == 429 || status == 503) {
    r.add_header("Retry-After", "1");
  }
  if (status == 401) {
    r.add_header("WWW-Authenticate", "Bearer");
  }
  return r;
}

rejection no_such_tenant() { return {errc::not_found, "no such tenant", {}}; }

}  // namespace parley::http

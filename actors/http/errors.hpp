#pragma once
// The one error body: {code, message, state?, request_id}. Statuses come from the catalogue of
// events/base/result.hpp; a few of HTTP's own (405, 413, 414, 415, 431) carry its BAD_REQUEST.

#include "actors/http/response.hpp"
#include "events/base/result.hpp"

namespace parley::http {

response error_response(const rejection& why, std::string_view request_id);
response error_response(int status, const rejection& why, std::string_view request_id);
/// The same words for an unknown tenant and for somebody else's: existence does not leak.
rejection no_such_tenant();

}  // namespace parley::http

// Goal: no bytes of a connection crash the parser, the decoding of a target or the choice of a
// path, and how the bytes are cut into reads changes nothing. The first byte chooses where they are
// cut.
#include <optional>

#include <boost/beast/http/error.hpp>

#include "actors/http/request_parser.hpp"
#include "actors/http/router.hpp"
#include "events/base/assert.hpp"

namespace {

using parley::http::http_request;

// The end of one request: complete, refused or wanting more, and what it held.
struct outcome {
  bool complete = false;
  bool refused = false;
  http_request request;
};

void feed(parley::http::request_parser& parser, std::string_view bytes, outcome& to) {
  boost::system::error_code ec;
  while (!bytes.empty() && !parser.is_done() && !to.refused) {
    const auto used = parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    bytes.remove_prefix(used);
    if (ec == boost::beast::http::error::need_more || (!ec && used == 0)) {
      return;
    }
    to.refused = static_cast<bool>(ec);
  }
}

outcome parse(std::string_view bytes) {
  outcome got;
  parley::http::request_parser parser(got.request, 16384, 8192, 65536);
  feed(parser, bytes, got);
  got.complete = !got.refused && parser.is_done();
  return got;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto whole = parse(bytes);
  // A connection keeps what was not used and puts it before what comes next, so a cut is a shorter
  // first look at the same bytes.
  const auto part = parse(bytes.substr(0, data[0] % (bytes.size() + 1)));
  PARLEY_ASSERT(!part.complete || whole.complete, "more bytes made a complete request incomplete");
  if (!whole.complete) return 0;
  if (part.complete) {
    PARLEY_ASSERT(part.request.target == whole.request.target, "a cut changed the target");
    PARLEY_ASSERT(part.request.body == whole.request.body, "a cut changed the body");
  }
  if (!parley::http::parse_target(whole.request).ok()) return 0;
  for (const auto& segment : whole.request.segments) {
    PARLEY_ASSERT(segment != ".." && segment.find('/') == std::string::npos,
                  "a segment leads elsewhere");
  }
  const auto found = parley::http::find_route(whole.request);
  PARLEY_ASSERT(found.outcome != parley::http::routing::wrong_method || !found.allow.empty(),
                "a refused method without an allowed one");
  return 0;
}

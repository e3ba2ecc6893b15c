// Goal: no body crashes the way from JSON to a command, and a command that was read is the same
// after being written and read again. The first byte chooses the command.
#include "actors/http/command_key.hpp"
#include "events/base/assert.hpp"
#include "events/codec/json.hpp"
#include "events/codec/json_in.hpp"
#include "events/events.hpp"

namespace {

template <class T>
void round_trip(std::string_view text, const char* table) {
  const auto read = parley::codec::from_json<T>(text, table);
  if (!read.ok()) return;
  const std::string written = parley::codec::to_json(*read);
  const auto again = parley::codec::from_json<T>(written, table);
  PARLEY_ASSERT(again.ok(), "a command that was written cannot be read");
  PARLEY_ASSERT(parley::codec::to_json(*again) == written, "a command changed in a round trip");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::string key;
  const std::size_t before = body.size();
  if (!parley::http::take_body_id(body, key).ok()) return 0;
  PARLEY_ASSERT(body.size() <= before, "taking the id out made the body longer");
  switch (data[0] % 7) {
    case 0:
      round_trip<parley::define_tenant>(body, "define_tenant");
      break;
    case 1:
      round_trip<parley::configure_queue>(body, "configure_queue");
      break;
    case 2:
      round_trip<parley::define_agent>(body, "define_agent");
      break;
    case 3:
      round_trip<parley::open_conversation>(body, "open_conversation");
      break;
    case 4:
      round_trip<parley::post_message>(body, "post_message");
      break;
    case 5:
      round_trip<parley::request_transfer>(body, "request_transfer");
      break;
    default:
      round_trip<parley::hand_back>(body, "hand_back");
  }
  return 0;
}

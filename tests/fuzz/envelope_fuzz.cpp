// Goal: no bytes make the event decoder read outside its input, crash, or give an event that does
// not survive another round trip. The first two bytes choose the type.
#include <vector>

#include "events/base/assert.hpp"
#include "events/codec/event_codec.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const parley::codec::event_type type(static_cast<std::uint16_t>(data[0] | (data[1] << 8)));
  // A copy of its own: aligned, and the sanitizer sees each byte past its end.
  const std::vector<std::uint8_t> payload(data + 2, data + size);
  const auto event = parley::codec::decode_event(type, payload);
  if (!event) return 0;
  flatbuffers::FlatBufferBuilder builder;
  parley::codec::encode_event(builder, *event);
  const auto again =
      parley::codec::decode_event(type, {builder.GetBufferPointer(), builder.GetSize()});
  PARLEY_ASSERT(again.ok() && *again == *event, "an event changed in a round trip");
  return 0;
}

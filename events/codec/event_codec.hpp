#pragma once
// Events to and from the bytes that are stored. An event's type number is its place in `any_event`.

#include <memory>
#include <span>
#include <vector>

#include "events/base/result.hpp"
#include "events/codec/table.hpp"
#include "events/events.hpp"

namespace parley::codec {

using event_type = number<struct event_type_tag, std::uint16_t>;

event_type type_of(const any_event& event);
/// "work_offered"; "unknown" for a number that this build does not know.
const char* name_of(event_type type);
inline const char* name_of(const any_event& event) { return name_of(type_of(event)); }

/// Writes the payload into `builder`, which is cleared first; the bytes are the builder's buffer.
void encode_event(flatbuffers::FlatBufferBuilder& builder, const any_event& event);

struct upcast_step;

/// The event as it is meant today: old ones go through the steps of codec/upcast.hpp.
/// UNSUPPORTED for a type this build does not know (a newer writer's: keep the bytes), CORRUPT for
/// bytes that are not that type's table.
result<any_event> decode_event(event_type type, std::span<const std::uint8_t> payload);
/// As above with other steps than this build's.
result<any_event> decode_event(event_type type, std::span<const std::uint8_t> payload,
                               std::span<const upcast_step> steps);

/// Decodes one event after the other, as decode_event does, into memory that it keeps: one event of
/// each type. For folds over many events. Not thread-safe.
class event_decoder {
 public:
  event_decoder();
  ~event_decoder();
  event_decoder(const event_decoder&) = delete;
  event_decoder& operator=(const event_decoder&) = delete;

  /// The event is good until the next call.
  result<const any_event*> decode(event_type type, std::span<const std::uint8_t> payload);

 private:
  std::vector<std::unique_ptr<any_event>> kept_;  // by type
  std::unique_ptr<any_event> upcast_;             // what the steps made of an old one
};

}  // namespace parley::codec

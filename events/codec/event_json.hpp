#pragma once
// A recorded event as one JSON object: what the SSE feed sends and what exports hold. The one place
// that writes it:
//   {"position","version","stream","recorded_at","by":{"role","name"},"command","type","payload"}
// Text has no line break, so a line holds an object.

#include <string>

#include "events/base/recorded.hpp"

namespace parley::codec {

/// What the events of one commit have in common, as a piece of each one's object.
std::string event_json_head(const stream_id& stream, time_ms recorded_at, const principal& by,
                            const command_id& command);

/// `head` is the commit's. `event` null: one of a newer writer; its payload is null, and `type`
/// what this build calls it.
void write_event_json(std::string& to, const position& at, version in_stream, std::string_view head,
                      const char* type, const any_event* event);
void write_event_json(std::string& to, const recorded_event& event);

/// The payload alone.
void write_payload_json(std::string& to, const any_event& event);

}  // namespace parley::codec

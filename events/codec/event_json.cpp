#include "events/codec/event_json.hpp"

#include "events/codec/event_codec.hpp"
#include "events/codec/json.hpp"

namespace parley::codec {

std::string event_json_head(const stream_id& stream, time_ms recorded_at, const principal& by,
                            const command_id& command) {
  std::string head = ",\"stream\":";
  write_json_string(head, to_string(stream));
  head.append(",\"recorded_at\":").append(std::to_string(recorded_at.value));
  head += ",\"by\":{\"role\":";
  write_json(head, by.role);
  head += ",\"name\":";
  write_json_string(head, by.name);
  head.append("},\"command\":\"").append(to_string(command)).append("\"");
  return head;
}

void write_event_json(std::string& to, const position& at, version in_stream, std::string_view head,
                      const char* type, const any_event* event) {
  to.append("{\"position\":\"").append(to_string(at)).append("\",\"version\":");
  to.append(std::to_string(in_stream.value)).append(head);
  to.append(",\"type\":\"").append(type).append("\",\"payload\":");
  if (event != nullptr) {
    write_payload_json(to, *event);
  } else {
    to += "null";
  }
  to += '}';
}

void write_event_json(std::string& to, const recorded_event& event) {
  write_event_json(to, event.at, event.in_stream,
                   event_json_head(event.stream, event.recorded_at, event.by, event.command),
                   name_of(event.event), &event.event);
}

void write_payload_json(std::string& to, const any_event& event) {
  std::visit([&](const auto& payload) { write_json(to, payload); }, event);
}

}  // namespace parley::codec

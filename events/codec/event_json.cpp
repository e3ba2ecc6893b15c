#include "events/codec/event_json.hpp"

#include "events/codec/event_codec.hpp"
#include "events/codec/json.hpp"

namespace parley::codec {

void write_event_json(std::string& to, const recorded_event& event) {
  to += "{\"position\":\"" + to_string(event.at) + "\",\"version\":";
  to += std::to_string(event.in_stream.value);
  to += ",\"stream\":";
  write_json_string(to, to_string(event.stream));
  to += ",\"recorded_at\":" + std::to_string(event.recorded_at.value);
  to += ",\"by\":{\"role\":";
  write_json(to, event.by.role);
  to += ",\"name\":";
  write_json_string(to, event.by.name);
  to += "},\"command\":\"" + to_string(event.command) + "\",\"type\":\"";
  to += name_of(event.event);
  to += "\",\"payload\":";
  std::visit([&](const auto& payload) { write_json(to, payload); }, event.event);
  to += '}';
}

}  // namespace parley::codec

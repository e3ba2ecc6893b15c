#include "actors/partner/outgoing.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "actors/partner/cloud_event.hpp"
#include "events/codec/event_codec.hpp"
#include "events/codec/json.hpp"

namespace parley::partner {
namespace {

struct json_writer {
  std::string& to;
  template <class T>
  void operator()(const T& event) const {
    codec::write_json(to, event);
  }
};

std::string payload_of(const any_event& event, content_format format) {
  if (format == content_format::json) {
    std::string text;
    std::visit(json_writer{text}, event);
    return text;
  }
  flatbuffers::FlatBufferBuilder builder;
  codec::encode_event(builder, event);
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

}  // namespace

store::partner_record outgoing_record(const definition& who, const store::commit_view& commit,
                                      std::size_t index) {
  const auto bytes = commit.event(index);
  const codec::event_type type(bytes.type);
  const position first = commit.first_position();
  const position at{first.partition, offset(first.at.value + index)};
  store::partner_record to;
  to.from.topic = outbound_topic(who.name);
  to.key = to_string(commit.stream());
  const auto format = who.out == content_format::json ? json_content : flatbuffers_content;
  to.headers = {{"ce_specversion", "1.0"},
                {"ce_id", to_string(at)},
                {"ce_source", "parley"},
                {"ce_type", std::string(type_prefix) + codec::name_of(type)},
                {"ce_subject", to.key},
                {"ce_time", rfc3339(commit.recorded_at())},
                {"content-type", std::string(format)},
                {"ce_version", std::to_string(commit.first_version().value + index)},
                {"ce_command", to_string(commit.command())}};
  const auto source = commit.source();
  if (source && source->topic == inbound_topic(who.name)) {
    to.headers.push_back({"ce_cause", source->topic + ":" + std::to_string(source->partition) +
                                          ":" + std::to_string(source->at)});
  }
  const auto event = codec::decode_event(type, bytes.payload);
  if (event.ok()) {
    to.value = payload_of(*event, who.out);
  } else {
    omit_value(to);  // a newer writer's event: its place in the order is still told
  }
  return to;
}

void omit_value(store::partner_record& record) {
  record.headers.push_back({"parley_omitted_bytes", std::to_string(record.value.size())});
  record.value.clear();
}

std::string rfc3339(time_ms at) {
  using std::chrono::days;
  using std::chrono::milliseconds;
  using std::chrono::sys_days;
  const std::chrono::sys_time<milliseconds> moment{milliseconds(at.value)};
  const auto day = std::chrono::floor<days>(moment);
  const std::chrono::year_month_day date{sys_days(day)};
  const std::chrono::hh_mm_ss time{moment - day};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text.data();
}

}  // namespace parley::partner

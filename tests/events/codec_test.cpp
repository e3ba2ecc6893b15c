#include <doctest/doctest.h>

#include "events/codec/event_codec.hpp"
#include "events/codec/event_json.hpp"
#include "events/codec/json.hpp"
#include "events/codec/json_in.hpp"

using namespace parley;

TEST_CASE("an event survives its bytes") {
  route_requested event;
  event.session = session_id("c1.s1");
  event.request.route = route_id("c1.r1");
  event.request.skills = {{skill_id("french"), 3}, {skill_id("billing"), 1}};
  event.request.priority = -7;
  event.request.interruptible = true;
  event.request.deadline = time_ms(1234567890123);
  flatbuffers::FlatBufferBuilder builder;
  codec::encode_event(builder, any_event(event));
  const auto back = codec::decode_event(codec::type_of(any_event(event)),
                                        {builder.GetBufferPointer(), builder.GetSize()});
  REQUIRE(back.ok());
  CHECK(std::get<route_requested>(*back) == event);
}

TEST_CASE("an unknown type is unsupported, broken bytes are corrupt") {
  alignas(8) const std::array<std::uint8_t, 8> bytes{1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(codec::decode_event(codec::event_type(60000), bytes).error().code == errc::unsupported);
  CHECK(codec::decode_event(codec::event_type(1), bytes).error().code == errc::corrupt);
}

TEST_CASE("a body becomes a command only if the schema allows it") {
  const auto good = codec::from_json<post_message>(
      R"({"outbound": true, "message": {"author": "ana", "text": "hé"}})", "post_message");
  REQUIRE(good.ok());
  CHECK(good->message.text == "hé");
  for (const char* bad : {"{\"outbund\": true}", "{\"outbound\": \"maybe\"}", "{", "[]", "",
                          "{\"message\": {\"text\": 5}}", "{outbound: true}"}) {
    CAPTURE(bad);
    const auto refused = codec::from_json<post_message>(bad, "post_message");
    REQUIRE(!refused.ok());
    CHECK(refused.error().code == errc::bad_request);
  }
  CHECK(!codec::from_json<post_message>(std::string(100000, '['), "post_message").ok());
}

TEST_CASE("defaults of the struct are the defaults of the schema") {
  const auto body = codec::from_json<configure_queue>(R"({"settings": {}})", "configure_queue");
  REQUIRE(body.ok());
  CHECK(body->settings == queue_settings{});
}

TEST_CASE("JSON is the standard mapping") {
  skill_level level{skill_id("fr\"ench\n"), 3};
  CHECK(codec::to_json(level) == R"({"skill":"fr\"ench\n","level":3})");
  CHECK(codec::to_json(presence_status{"here", presence_state::away}) ==
        R"({"name":"here","state":"away"})");
  std::string text;
  codec::write_json_string(text, "a\xff z");
  CHECK(text == "\"a\xef\xbf\xbd z\"");
}

TEST_CASE("an event of the log is one object on one line") {
  const stream_id stream{tenant_id("t"), entity_kind::agent, "a\nb"};
  const principal by{principal_role::supervisor, "eve"};
  const any_event event = capacity_released{work_id("c.w1")};
  const position at{partition_id(3), offset(12)};
  std::string text;
  codec::write_event_json(
      text, recorded_event{at, stream, version(7), time_ms(5), command_id{1, 2}, by, event});
  CHECK(text ==
        R"({"position":"3:12","version":7,"stream":"t/agent/a\nb","recorded_at":5,)"
        R"("by":{"role":"supervisor","name":"eve"},"command":"00000000000000010000000000000002",)"
        R"("type":"capacity_released","payload":{"work":"c.w1"}})");
}

TEST_CASE("an event of a newer writer has its place in the order, and no payload") {
  const stream_id stream{tenant_id("t"), entity_kind::agent, "a"};
  const std::string head = codec::event_json_head(stream, time_ms(5), {}, command_id{});
  std::string text;
  codec::write_event_json(text, {partition_id(3), offset(12)}, version(7), head,
                          codec::name_of(codec::event_type(60000)), nullptr);
  CHECK(text.starts_with(R"({"position":"3:12","version":7,"stream":"t/agent/a",)"));
  CHECK(text.ends_with(R"("type":"unknown","payload":null})"));
}

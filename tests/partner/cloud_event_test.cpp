// Headers and values of a partner's record, good and bad.
#include "actors/partner/cloud_event.hpp"

#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "actors/partner/command_reader.hpp"
#include "actors/partner/outgoing.hpp"
#include "actors/partner/rejected_record.hpp"
#include "events/codec/event_codec.hpp"
#include "events/entities.hpp"
#include "tests/partner/wire.hpp"

using namespace parley;
using namespace parley::partner;
using parley::test::header;

namespace {

store::partner_record good_record() {
  store::partner_record record;
  record.from = {"parley.in.shop", 1, 7};
  record.headers = {{"ce_specversion", "1.0"},
                    {"ce_id", "m-1"},
                    {"ce_source", "/shop/chat"},
                    {"ce_type", "parley.post_message"},
                    {"ce_subject", "acme/conversation/c1"},
                    {"content-type", "application/json; charset=utf-8"}};
  record.value = R"({"message":{"text":"hello"}})";
  return record;
}

void set(store::partner_record& record, std::string_view name, std::string value) {
  for (auto& one : record.headers) {
    if (one.name == name) {
      one.value = std::move(value);
    }
  }
}

errc code_of(const store::partner_record& record) {
  const auto read = read_cloud_event(record, limits{});
  REQUIRE_FALSE(read.ok());
  return read.error().code;
}

}  // namespace

TEST_CASE("a good record is read") {
  const auto read = read_cloud_event(good_record(), limits{});
  REQUIRE(read.ok());
  CHECK(read->id == "m-1");
  CHECK(read->command == "post_message");
  CHECK(to_string(read->subject) == "acme/conversation/c1");
  CHECK(read->format == content_format::json);
}

TEST_CASE("a subject is a conversation, an agent or the consent of a contact") {
  for (const char* subject :
       {"acme/agent/ann", "acme/consent/chat:+49 30", "acme/consent/chat:+49"}) {
    auto record = good_record();
    set(record, "ce_subject", subject);
    const auto read = read_cloud_event(record, limits{});
    CHECK_MESSAGE(read.ok() == (std::string(subject).find(' ') == std::string::npos), subject);
    CHECK_MESSAGE((!read.ok() || to_string(read->subject) == subject), subject);
  }
}

TEST_CASE("each header that must be there is missed") {
  for (const char* name :
       {"ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "content-type"}) {
    auto record = good_record();
    std::erase_if(record.headers, [&](const auto& one) { return one.name == name; });
    const auto read = read_cloud_event(record, limits{});
    REQUIRE_MESSAGE(!read.ok(), name);
    CHECK(read.error().message.find(name) != std::string::npos);
  }
}

TEST_CASE("a doubled header is refused") {
  auto record = good_record();
  record.headers.push_back({"ce_id", "m-2"});
  CHECK(code_of(record) == errc::bad_request);
}

TEST_CASE("what the headers say is checked") {
  const auto with = [](const char* name, std::string value) {
    auto record = good_record();
    set(record, name, std::move(value));
    return code_of(record);
  };
  CHECK(with("ce_specversion", "0.3") == errc::unsupported);
  CHECK(with("ce_id", std::string(201, 'x')) == errc::bad_request);
  CHECK(with("ce_id", "a b") == errc::bad_request);
  CHECK(with("ce_source", "\x01") == errc::bad_request);
  CHECK(with("ce_type", "post_message") == errc::bad_request);
  CHECK(with("ce_subject", "acme/conversation") == errc::bad_request);
  CHECK(with("ce_subject", "acme/conversation/a/b") == errc::bad_request);
  CHECK(with("ce_subject", "acme/conversation/..") == errc::bad_request);
  CHECK(with("ce_subject", "acme/customer/ann") == errc::not_permitted);
  CHECK(with("ce_subject", "acme/agent/a+b") == errc::bad_request);
  CHECK(with("ce_subject", "acme/tenant/acme") == errc::not_permitted);
  CHECK(with("content-type", "text/plain") == errc::unsupported);
}

TEST_CASE("sizes are limited") {
  auto record = good_record();
  record.value.assign(limits{}.value_bytes_max + 1, ' ');
  CHECK(code_of(record) == errc::bad_request);
  record = good_record();
  record.headers.push_back({"x", std::string(limits{}.header_bytes_max, 'x')});
  CHECK(code_of(record) == errc::bad_request);
}

TEST_CASE("a command's id is that of partner, source and id, and of nothing else") {
  cloud_event event{"i", "s", "post_message", {}, content_format::json};
  const auto id = command_of("shop", event);
  event.command = "end_session";
  CHECK(command_of("shop", event) == id);
  CHECK(command_of("other", event) != id);
  event.id = "j";
  CHECK(command_of("shop", event) != id);
  CHECK(command_of("a", {"c", "b", "", {}, {}}) != command_of("ab", {"c", "", "", {}, {}}));
  const bool from_outside = (id.high >> 63U) == 0;
  CHECK(from_outside);
}

TEST_CASE("a command is read from JSON and from FlatBuffers alike") {
  post_message posted;
  posted.message = {message_id("m1"), "", "text/plain", "hello"};
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(flatbuffers::Offset<void>(codec::encode_table(builder, posted)));
  const std::string bytes(reinterpret_cast<const char*>(builder.GetBufferPointer()),
                          builder.GetSize());
  const auto binary = read_command("post_message", content_format::flatbuffers, bytes);
  const auto text =
      read_command("post_message", content_format::json,
                   R"({"message":{"message":"m1","content_type":"text/plain","text":"hello"}})");
  REQUIRE(binary.ok());
  REQUIRE(text.ok());
  for (const auto* read : {&*binary, &*text}) {
    const auto& message = std::get<post_message>(std::get<conversation_command>(*read)).message;
    CHECK(message.text == "hello");
    CHECK(message.message.str() == "m1");
  }
}

TEST_CASE("each command of partners is read under its name") {
  for (const auto name : commands_of_partners()) {
    CHECK_MESSAGE(read_command(name, content_format::json, "{}").ok(), name);
  }
  const auto read =
      read_command("report_delivery", content_format::json,
                   R"({"message":"m1","outcome":"failed","reason":"no such number"})");
  REQUIRE(read.ok());
  const auto& told = std::get<report_delivery>(std::get<conversation_command>(*read));
  CHECK(told.reason == "no such number");
}

TEST_CASE("values that are not the command's table are refused") {
  const auto code = [](std::string_view name, content_format format, std::string_view value) {
    const auto read = read_command(name, format, value);
    REQUIRE_FALSE(read.ok());
    return read.error().code;
  };
  constexpr auto json = content_format::json;
  constexpr auto binary = content_format::flatbuffers;
  CHECK(code("post_message", json, "") == errc::bad_request);
  CHECK(code("post_message", json, "{") == errc::bad_request);
  CHECK(code("post_message", json, R"({"unknown":1})") == errc::bad_request);
  CHECK(code("post_message", binary, "") == errc::bad_request);
  CHECK(code("post_message", binary, "garbage garbage garbage") == errc::bad_request);
  CHECK(code("say_hello", json, "{}") == errc::unsupported);
  CHECK(code("define_tenant", json, "{}") == errc::not_permitted);
  CHECK(code("offer_work", json, "{}") == errc::not_permitted);
  CHECK(code("close_conversation", json, "{}") == errc::not_permitted);
}

TEST_CASE("a binary value with an enum or a text that cannot be is refused") {
  const auto refused = [](const open_conversation& command) {
    flatbuffers::FlatBufferBuilder builder;
    builder.Finish(flatbuffers::Offset<void>(codec::encode_table(builder, command)));
    return !read_command(
                "open_conversation", content_format::flatbuffers,
                {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()})
                .ok();
  };
  open_conversation command;
  command.contact = contact_id("kim");
  CHECK_FALSE(refused(command));
  command.consent_given = static_cast<consent>(77);
  CHECK(refused(command));
  command.consent_given = consent::granted;
  command.messages.push_back({{}, "", "", "\xff\xfe"});
  CHECK(refused(command));
}

TEST_CASE("a rejected record comes back whole, with the reason and its place") {
  auto record = good_record();
  record.key = "k";
  record.headers.push_back({"parley_code", "FORGED"});
  const auto back =
      rejected_record({"shop", {}, {}}, record, {errc::closed, "it is closed", "ended"}, true);
  CHECK(back.from.topic == "parley.rejected.shop");
  CHECK(back.key == "k");
  CHECK(back.value == record.value);
  CHECK(header(back, "ce_id") == "m-1");
  CHECK(header(back, "parley_code") == "CLOSED");
  CHECK(header(back, "parley_message") == "it is closed");
  CHECK(header(back, "parley_state") == "ended");
  CHECK(header(back, "parley_topic") == "parley.in.shop");
  CHECK(header(back, "parley_partition") == "1");
  CHECK(header(back, "parley_offset") == "7");
}

TEST_CASE("times are written as RFC 3339") {
  CHECK(rfc3339(time_ms(1'700'000'000'000)) == "2023-11-14T22:13:20.000Z");
  CHECK(rfc3339(time_ms(1'709'251'199'999)) == "2024-02-29T23:59:59.999Z");
}

TEST_CASE("the AsyncAPI document names each command of partners and each event they are told") {
  std::ifstream file("schemas/asyncapi.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto named = [&](std::string_view name) {
    return text.find("\"parley." + std::string(name) + "\"") != std::string::npos;
  };
  for (const auto name : commands_of_partners()) {
    CHECK_MESSAGE(named(name), name);
  }
  boost::mp11::mp_for_each<boost::mp11::mp_iota_c<any_event::cases>>([&](auto index) {
    const any_event event{any_event::at<index>{}};
    const bool of_agent = std::holds_alternative<presence_changed>(event) ||
                          std::holds_alternative<presence_lost>(event) ||
                          std::holds_alternative<partner_work_started>(event) ||
                          std::holds_alternative<partner_work_reported>(event) ||
                          std::holds_alternative<capacity_released>(event) ||
                          std::holds_alternative<capacity_changed>(event);
    const bool told = kind_of(event) == entity_kind::conversation || of_agent ||
                      std::holds_alternative<milestone_acted>(event) ||
                      std::holds_alternative<case_action_repeated>(event);
    CHECK_MESSAGE(named(codec::name_of(event)) == told, codec::name_of(event));
  });
}

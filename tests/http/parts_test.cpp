// The small parts on their own: command ids, ids in bodies, and ids in paths.
#include <doctest/doctest.h>

#include "actors/http/command_key.hpp"
#include "actors/http/request.hpp"
#include "actors/http/transcript.hpp"

using namespace parley;
using namespace parley::http;

TEST_CASE("a keyed id depends on tenant, method, place and key, and on where they part") {
  const auto id = keyed_command_id("t", "POST", "/a", "k");
  CHECK(id == keyed_command_id("t", "POST", "/a", "k"));
  CHECK(id != keyed_command_id("u", "POST", "/a", "k"));
  CHECK(id != keyed_command_id("t", "PUT", "/a", "k"));
  CHECK(id != keyed_command_id("t", "POST", "/b", "k"));
  CHECK(id != keyed_command_id("t", "POST", "/a", "l"));
  CHECK(id != keyed_command_id("t", "POST", "/ak", ""));
  CHECK((id.high >> 63U) == 0);
}

TEST_CASE("random ids differ, beyond the pool they are drawn from") {
  auto last = random_command_id();
  for (int i = 0; i < 1000; ++i) {
    const auto next = random_command_id();
    CHECK(next != last);
    CHECK((next.high >> 63U) == 0);
    last = next;
  }
}

TEST_CASE("a conversation's name is 21 plain characters, made of its command's id") {
  const auto name = conversation_name({0x0123456789abcdefU, 0xfedcba9876543210U});
  CHECK(name.size() == 21);
  CHECK(name[0] == 'c');
  CHECK(is_plain_id(name));
  CHECK(name == conversation_name({0x0123456789abcdefU, 0xfedcba9876543210U}));
  CHECK(name != conversation_name({0x4123456789abcdefU, 0xfedcba9876543210U}));
  CHECK(name != conversation_name({0x0123456789abcdefU, 0xeedcba9876543210U}));
  CHECK(conversation_name({0, 0}) == "c00000000000000000000");
}

TEST_CASE("the id is taken out of a body wherever it stands at the top") {
  struct row {
    const char* body;
    const char* rest;
    const char* key;
  };
  for (const auto& r :
       {row{R"({"id":"x"})", "{}", "x"}, row{R"({"id":"x","a":1})", R"({"a":1})", "x"},
        row{R"({"a":1,"id":"x"})", R"({"a":1})", "x"},
        row{R"({"a":1, "id" : "x" , "b":2})", R"({"a":1,"b":2})", "x"},
        row{R"({"a":{"id":"in"}})", R"({"a":{"id":"in"}})", ""},
        row{R"({"a":["id"]})", R"({"a":["id"]})", ""},
        row{R"({"a":"\"id\":\"x\""})", R"({"a":"\"id\":\"x\""})", ""},
        row{R"({"a":"{[","id":"x"})", R"({"a":"{["})", "x"},
        row{R"({"a":"id"})", R"({"a":"id"})", ""}, row{"", "", ""}}) {
    CAPTURE(r.body);
    std::string body = r.body;
    std::string key;
    CHECK(take_body_id(body, key).ok());
    CHECK(body == r.rest);
    CHECK(key == r.key);
  }
}

TEST_CASE("an id that is no plain text, or there twice, is refused; broken JSON stays broken") {
  for (const char* bad : {R"({"id":1})", R"({"id":""})", R"({"id":"a\nb"})", R"({"id":null})",
                          R"({"id":"a","id":"b"})", R"({"id":"open)"}) {
    CAPTURE(bad);
    std::string body = bad;
    std::string key;
    CHECK_FALSE(take_body_id(body, key).ok());
  }
  for (const char* broken :
       {R"({"id":"x",})", R"({"a":1 "id":"x"})", R"({"id":"x" "a":1})", R"({,"id":"x"})"}) {
    CAPTURE(broken);
    std::string body = broken;
    std::string key;
    CHECK(take_body_id(body, key).ok());
    CHECK(body.find("\"id\"") != std::string::npos);
  }
}

TEST_CASE("ids in paths are plain") {
  for (const char* good : {"a", "c1.w7", "A-Z_0~9:@x"}) {
    CHECK(is_plain_id(good));
  }
  for (const char* bad : {"", ".", "..", "a b", "a/b", "a\\b", "a\"b", "a%b", "a#b", "\x01",
                          "\xc3\xa9", "a&b", "<a>"}) {
    CHECK_FALSE(is_plain_id(bad));
  }
  CHECK(is_plain_id(std::string(128, 'a')));
  CHECK_FALSE(is_plain_id(std::string(129, 'a')));
}

TEST_CASE("an event becomes a line by the names of its members") {
  const principal by{principal_role::partner, "pat"};
  const auto message = to_entry(
      inbound_message_received{session_id("s"), message_id("m"), 4, "ann", "text/plain", "hi"}, by);
  CHECK(message.author == "ann");
  CHECK(message.text == "hi");
  CHECK(message.seq == 4);
  const auto declined =
      to_entry(work_declined{work_id("w"), route_id("r"), agent_id("bo"), "busy"}, by);
  CHECK(declined.author == "bo");
  CHECK(declined.text == "busy");
  CHECK(to_entry(session_inactivated{}, by).author == "pat");
  const auto blocked = to_entry(outbound_message_blocked{session_id("s"), message_id("m"), 1, "bo",
                                                         "text/plain", "psst", "CONSENT_REFUSED"},
                                by);
  CHECK(blocked.text == "psst (CONSENT_REFUSED)");
}

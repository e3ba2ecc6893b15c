// Goal: the tools read what the server writes. Method: texts in, values out; no server.
#include <doctest/doctest.h>

#include "tools/client/endpoint.hpp"
#include "tools/client/event_feed.hpp"
#include "tools/client/json_build.hpp"
#include "tools/client/json_text.hpp"

namespace parley::client {
namespace {

TEST_CASE("members of an object are found at its top level only") {
  const std::string_view json = R"( {"a":{"b":1}, "b" : "two,}", "c":[{"b":3},4], "d":null} )";
  CHECK(json_member(json, "a") == R"({"b":1})");
  CHECK(json_text(json, "b") == "two,}");
  CHECK(json_number(json_member(json, "a"), "b") == 1);
  CHECK(json_items(json_member(json, "c")).size() == 2);
  CHECK(json_items(json_member(json, "c"))[0] == R"({"b":3})");
  CHECK(json_text(json, "d") == "null");
  CHECK(json_member(json, "e").empty());
  CHECK_FALSE(json_number(json, "b").has_value());
}

TEST_CASE("escapes are resolved, surrogate pairs included") {
  CHECK(json_text(R"({"t":"a\"b\\c\nd\u00e9\ud83d\ude42"})", "t") == "a\"b\\c\nd\u00e9\U0001F642");
}

TEST_CASE("broken JSON gives nothing and does not hang") {
  for (const std::string_view text : {"", "{", "[", "{\"a", "{\"a\":", "{\"a\":[", "{]", "nul"}) {
    CHECK(json_text(text, "b").empty());
    CHECK(json_items(text).empty());
  }
}

TEST_CASE("what json_object writes, json_text reads") {
  const std::string text = json_object()
                               .text("t", "a\"\n\\")
                               .number("n", -5)
                               .flag("f", true)
                               .texts("l", {"x", "y"})
                               .str();
  CHECK(json_text(text, "t") == "a\"\n\\");
  CHECK(json_number(text, "n") == -5);
  CHECK(json_text(text, "f") == "true");
  CHECK(json_items(json_member(text, "l")).size() == 2);
  CHECK(json_object().str() == "{}");
}

TEST_CASE("URLs name host and port; anything else is refused") {
  CHECK(parse_url("http://localhost:8080")->port == "8080");
  CHECK(parse_url("http://example.org/")->port == "80");
  CHECK(parse_url("http://[::1]:81")->host == "::1");
  for (const std::string_view bad :
       {"", "localhost:1", "https://a", "http://", "http://a:", "http://a:b", "http://a/b",
        "http://u@a", "http://[::1", "http://a:123456"}) {
    CHECK_FALSE(parse_url(bad).ok());
  }
  CHECK(path_segment("a/b c~ü") == "a%2Fb%20c~%C3%BC");
}

TEST_CASE("a feed is taken apart wherever its pieces are cut") {
  const std::string text =
      ": hello\n\nid: 0:7\nevent: work_offered\ndata: {\"a\":1}\n\nid: 0:8\r\ndata:x\r\ndata: "
      "y\r\n\r\n";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    feed_parser parser;
    std::vector<feed_event> seen;
    const auto keep = [&seen](const feed_event& event) { seen.push_back(event); };
    parser.feed(text.substr(0, cut), keep);
    parser.feed(text.substr(cut), keep);
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].id == "0:7");
    CHECK(seen[0].type == "work_offered");
    CHECK(seen[0].data == "{\"a\":1}");
    CHECK(seen[1].id == "0:8");
    CHECK(seen[1].type.empty());
    CHECK(seen[1].data == "x\ny");
  }
}

}  // namespace
}  // namespace parley::client

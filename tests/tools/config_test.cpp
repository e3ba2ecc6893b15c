// Goal: a configuration does what it says, and a mistake in it is told with its line.
#include "tools/parley/config.hpp"

#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

namespace parley::tool {
namespace {

std::string refusal(std::string_view text) {
  const auto config = parse_config(text, "p.toml");
  REQUIRE_FALSE(config.ok());
  return config.error().message;
}

TEST_CASE("an empty file is the defaults") {
  CHECK(*parse_config("", "p.toml") == server_config());
}

TEST_CASE("every key is read") {
  const auto config = parse_config(R"(
data = "/var/lib/parley"
listen = "[::1]:9000"
partitions = 4
dev = true
console = "c"
zones = "z"
token_keys = "k"
log_level = "debug"
[limits]
connections_max = 1
subscribers_max = 2
body_bytes_max = 2048
in_flight_max = 3
[entities]
snapshot_every = 5
idle_after_s = 6
[journal]
engine = "kafka"
[kafka]
bootstrap = "a:1,b:2"
topic = "t"
append_timeout_ms = 500
read_back_timeout_ms = 600
stall_timeout_ms = 700
[kafka.properties]
"security.protocol" = "SASL_SSL"
"linger.ms" = 1
"socket.keepalive.enable" = true
[kafka.secret_files]
"sasl.password" = "/run/p"
)",
                                   "p.toml");
  REQUIRE(config.ok());
  server_config expected;
  expected.data = "/var/lib/parley";
  expected.listen = {"::1", 9000};
  expected.partitions = 4;
  expected.dev = true;
  expected.console = "c";
  expected.zones = "z";
  expected.token_keys = "k";
  expected.log_level = "debug";
  expected.journal = "kafka";
  expected.kafka.bootstrap = "a:1,b:2";
  expected.kafka.topic = "t";
  expected.kafka.append_timeout = duration_ms(500);
  expected.kafka.read_back_timeout = duration_ms(600);
  expected.kafka.stall_timeout = duration_ms(700);
  expected.kafka.properties = {
      {"security.protocol", "SASL_SSL"}, {"linger.ms", "1"}, {"socket.keepalive.enable", "true"}};
  expected.kafka.secret_files = {{"sasl.password", "/run/p"}};
  expected.connections_max = 1;
  expected.subscribers_max = 2;
  expected.body_bytes_max = 2048;
  expected.in_flight_max = 3;
  expected.snapshot_every = 5;
  expected.idle_after_s = 6;
  CHECK(*config == expected);
}

TEST_CASE("a key nobody knows is refused with its line") {
  CHECK(refusal("data = \"x\"\nlisen = \"y\"\n") == "p.toml:2: unknown key `lisen`");
  CHECK(refusal("[limits]\nconnection_max = 1\n") == "p.toml:2: unknown key `connection_max`");
}

TEST_CASE("wrong types and values out of range are refused with their line") {
  CHECK(refusal("\ndata = 5\n") == "p.toml:2: `data` must be a text");
  CHECK(refusal("dev = \"yes\"") == "p.toml:1: `dev` must be true or false");
  CHECK(refusal("[kafka]\nstall_timeout_ms = -1").find("from 0 to 600000") != std::string::npos);
  CHECK(refusal("partitions = 0").find("from 1 to 1024") != std::string::npos);
  CHECK(refusal("limits = 3") == "p.toml:1: `limits` must be a table");
  CHECK(refusal("log_level = \"loud\"").find("log_level") != std::string::npos);
  CHECK(refusal("data = \n").starts_with("p.toml:1: "));
}

TEST_CASE("a node among others is read") {
  const auto config = parse_config(
      "[nodes]\nname = \"b\"\naddress = \"http://b:1\"\ngroup = \"g\"\ntopic = \"t\"\n"
      "session_timeout_ms = 7000\n",
      "p.toml");
  REQUIRE(config.ok());
  CHECK(config->node == "b");
  CHECK(config->node_address == "http://b:1");
  CHECK(config->nodes.group == "g");
  CHECK(config->nodes_topic == "t");
  CHECK(config->nodes.session_timeout == duration_ms(7000));
}

TEST_CASE("partners and their installations are read") {
  constexpr std::string_view text = R"(
    [kafka]
    bootstrap = "broker:9092"
    [[partner]]
    name = "shop"
    content = "flatbuffers"
      [[partner.installation]]
      tenant = "acme"
      channels = ["chat", "sms"]
  )";
  const auto config = parse_config(text, "p.toml");
  REQUIRE(config.ok());
  CHECK(config->partners ==
        std::vector<partner::definition>{
            {"shop",
             partner::content_format::flatbuffers,
             {{tenant_id("acme"), {channel_kind("chat"), channel_kind("sms")}}}}});
}

TEST_CASE("partners need no Kafka: they may use the feed over HTTP") {
  CHECK(parse_config("[[partner]]\nname = \"shop\"", "f").ok());
}

TEST_CASE("partners that make no sense are refused") {
  const auto refused = [](const std::string& partners) {
    return refusal("[kafka]\nbootstrap = \"b:1\"\n" + partners);
  };
  CHECK(refused("[[partner]]\nname = \"a.b\"").find("name") != std::string::npos);
  CHECK(refused("[[partner]]\nname = \"a\"\n[[partner]]\nname = \"a\"").find("twice") !=
        std::string::npos);
  CHECK(refused("[[partner]]\nname = \"a\"\ncontent = \"xml\"").find("content") !=
        std::string::npos);
  CHECK(refused("[[partner]]\nname = \"a\"\n[[partner.installation]]\ntenant = \"t\"")
            .find("channels") != std::string::npos);
}

TEST_CASE("listen addresses") {
  CHECK(*parse_listen("0.0.0.0:80") == listen_address{"0.0.0.0", 80});
  CHECK(*parse_listen("[::]:0") == listen_address{"::", 0});
  for (const char* bad : {"", "80", ":80", "a:", "a:b", "a:70000", "a:-1", "::1:80"}) {
    CHECK_FALSE(parse_listen(bad).ok());
  }
}

TEST_CASE("the shipped example is valid and shows the defaults") {
  std::ifstream file("deploy/parley.toml");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto config = parse_config(text, "deploy/parley.toml");
  REQUIRE(config.ok());
  server_config expected;
  expected.data = "/var/lib/parley";
  expected.console = "/usr/share/parley/console";
  expected.token_keys = "/etc/parley/token.keys";
  CHECK(*config == expected);
}

}  // namespace
}  // namespace parley::tool

// What passes through to the client library, and what does not.

#include <fstream>

#include <doctest/doctest.h>

#include "store/kafka_client.hpp"
#include "tests/store/temporary_directory.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

kafka_options some() {
  kafka_options options;
  options.bootstrap = "127.0.0.1:1";
  return options;
}

std::string refusal(const kafka_options& options) {
  const auto made = kafka::make_settings(options);
  REQUIRE_FALSE(made.ok());
  CHECK(made.error().code == errc::invalid_definition);
  return made.error().message;
}

std::string value_of(const kafka::settings& settings, const char* name) {
  std::array<char, 256> text{};
  std::size_t size = text.size();
  REQUIRE(rd_kafka_conf_get(settings.get(), name, text.data(), &size) == RD_KAFKA_CONF_OK);
  return text.data();
}

}  // namespace

TEST_CASE("settings of the client library pass through, secrets from their files") {
  const temporary_directory directory;
  std::ofstream(directory.path() + "/password") << "open sesame\n";
  auto options = some();
  options.properties = {{"security.protocol", "SASL_SSL"},
                        {"sasl.mechanism", "SCRAM-SHA-512"},
                        {"sasl.username", "parley"}};
  options.secret_files = {{"sasl.password", directory.path() + "/password"}};
  const auto made = kafka::make_settings(options);
  REQUIRE(made.ok());
  CHECK(value_of(*made, "security.protocol") == "sasl_ssl");
  CHECK(value_of(*made, "sasl.username") == "parley");
  CHECK(value_of(*made, "sasl.password") == "open sesame");
}

TEST_CASE("what makes the log right is not a matter of configuration") {
  for (const char* name : {"acks", "enable.idempotence", "group.id", "auto.offset.reset",
                           "message.timeout.ms", "transactional.id"}) {
    auto options = some();
    options.properties[name] = "1";
    CHECK(refusal(options).find("Parley sets it itself") != std::string::npos);
  }
}

TEST_CASE("a secret is given as a file and never repeated in a message") {
  auto options = some();
  options.properties["sasl.password"] = "open sesame";
  CHECK(refusal(options).find("open sesame") == std::string::npos);
  const temporary_directory directory;
  std::ofstream(directory.path() + "/key") << "marker-secret";
  options = some();
  options.secret_files["ssl.key.pem.of.nobody"] = directory.path() + "/key";
  CHECK(refusal(options).find("marker-secret") == std::string::npos);
  options.secret_files = {{"sasl.password", directory.path() + "/absent"}};
  CHECK(refusal(options).find("cannot be read") != std::string::npos);
}

TEST_CASE("an unknown setting or value is named") {
  auto options = some();
  options.properties["lingering.ms"] = "1";
  CHECK(refusal(options).find("lingering.ms") != std::string::npos);
  options = some();
  options.properties["security.protocol"] = "SMOKE";
  CHECK(refusal(options).find("security.protocol") != std::string::npos);
}

// What passes through to the client library, and what does not.

#include <fstream>

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "store/kafka_client.hpp"
#include "store/kafka_socket.hpp"
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

// Once a node that had been cut off waited 12 s for answers on connections that were long dead.
TEST_CASE("a connection over which nothing passes is given up within seconds") {
  const int made = kafka::open_socket(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr);
  REQUIRE(made >= 0);
  const auto option = [made](int level, int name) {
    int value = 0;
    socklen_t size = sizeof value;
    REQUIRE(getsockopt(made, level, name, &value, &size) == 0);
    return value;
  };
  CHECK(option(SOL_SOCKET, SO_KEEPALIVE) == 1);
  CHECK(option(IPPROTO_TCP, TCP_USER_TIMEOUT) == 3000);
  const int silent_s = option(IPPROTO_TCP, TCP_KEEPIDLE) +
                       option(IPPROTO_TCP, TCP_KEEPINTVL) * option(IPPROTO_TCP, TCP_KEEPCNT);
  CHECK(silent_s <= 4);
  close(made);
}

TEST_CASE("a SCRAM log-in that this library cannot get through is told as such") {
  const std::string refused =
      "SASL authentication error: Authentication failed during authentication due to invalid "
      "credentials with SASL mechanism SCRAM-SHA-512";
  const auto told = kafka::explain_log_line(refused, 0x020002ff);
  CHECK(told.find(refused) == 0);
  CHECK(told.find("PLAIN over TLS or a certificate") != std::string::npos);
  CHECK(kafka::explain_log_line(refused, 0x020601ff) == refused);
  const std::string plain = "SASL authentication error: Invalid username or password";
  CHECK(kafka::explain_log_line(plain, 0x020002ff) == plain);
}

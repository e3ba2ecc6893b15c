// The Kafka journal on a real broker.

#include <filesystem>

#include "store/verify.hpp"
#include "tests/conformance/journal_suite.hpp"
#include "tests/kafka/kafka_test.hpp"
#include "tests/store/commits.hpp"
#include "tests/store/temporary_directory.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

TEST_CASE("the Kafka journal conforms") {
  const temporary_directory directory;
  kafka_options options;
  journal_suite suite;
  suite.make = [&](std::uint16_t partitions) {
    options = fresh_topic(partitions);
    return open_or_fail(directory.path(), options).log;
  };
  suite.reopen = [&](std::unique_ptr<journal> log) {
    log.reset();
    return open_or_fail(directory.path(), options).log;
  };
  suite.run();
}

TEST_CASE("the Kafka journal conforms when its directory is deleted at each opening") {
  const temporary_directory directory;
  kafka_options options;
  journal_suite suite;
  suite.make = [&](std::uint16_t partitions) {
    options = fresh_topic(partitions);
    return open_or_fail(directory.path(), options).log;
  };
  suite.reopen = [&](std::unique_ptr<journal> log) {
    log.reset();
    std::filesystem::remove_all(directory.path());
    return open_or_fail(directory.path(), options).log;
  };
  suite.run();
}

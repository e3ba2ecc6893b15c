#include <doctest/doctest.h>

#include "store/embedded.hpp"
#include "tests/conformance/journal_suite.hpp"
#include "tests/store/commits.hpp"
#include "tests/store/temporary_directory.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

const partition_id p0(0);

std::unique_ptr<journal> open(const std::string& path, std::uint16_t partitions) {
  embedded_options options;
  options.partition_count = partitions;
  auto opened = open_embedded_journal(path, options);
  REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().message));
  return std::move(*opened);
}

}  // namespace

TEST_CASE("the embedded journal conforms") {
  const temporary_directory directory;
  journal_suite suite;
  suite.make = [&](std::uint16_t partitions) { return open(directory.path(), partitions); };
  suite.reopen = [&](std::unique_ptr<journal> log) {
    const auto partitions = log->partition_count();
    log.reset();
    return open(directory.path(), partitions);
  };
  suite.run();
}

TEST_CASE("a data directory in use is refused") {
  const temporary_directory directory;
  const auto log = open(directory.path(), 1);
  const auto second = open_embedded_journal(directory.path(), {});
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().code == errc::unavailable);
  CHECK(second.error().message.find("is in use by this process") != std::string::npos);
}

TEST_CASE("the number of partitions is fixed when the directory is made") {
  const temporary_directory directory;
  open(directory.path(), 3);
  embedded_options options;
  options.partition_count = 4;
  const auto other = open_embedded_journal(directory.path(), options);
  REQUIRE_FALSE(other.ok());
  CHECK(other.error().code == errc::invalid_definition);
  options.partition_count = 0;
  const auto same = open_embedded_journal(directory.path(), options);
  REQUIRE(same.ok());
  CHECK((*same)->partition_count() == 3);
}

TEST_CASE("a directory without data is not opened to be read") {
  const temporary_directory directory;
  embedded_options options;
  options.partition_count = 0;
  const auto none = open_embedded_journal(directory.path(), options);
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().code == errc::not_found);
}

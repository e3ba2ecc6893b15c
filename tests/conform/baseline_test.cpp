// Goal: what was ever stored or sent stays readable. Method: the schemas of this build are compared
// with those of the last release, which schemas/baseline/ keeps.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <doctest/doctest.h>

#include "schemas/embedded.hpp"
#include "tests/conform/guard.hpp"

using namespace parley;

namespace {

const std::filesystem::path folder = "schemas/baseline";

std::map<std::string, std::span<const std::uint8_t>> present() {
  return {{"common", schemas::common_bfbs()},       {"events", schemas::events_bfbs()},
          {"commands", schemas::commands_bfbs()},   {"answers", schemas::answers_bfbs()},
          {"snapshots", schemas::snapshots_bfbs()}, {"envelope", schemas::envelope_bfbs()}};
}

std::vector<std::uint8_t> read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), path.string());
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("the schemas of this build only grew since the last release") {
  for (const auto& each : present()) {
    const auto& name = each.first;
    CAPTURE(name);
    for (const std::string& broken :
         conform::breaks(read(folder / (name + ".bfbs")), each.second)) {
      FAIL_CHECK(broken);
    }
  }
}

TEST_CASE("every schema of the last release is still there") {
  const auto schemas = present();
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    CAPTURE(file.path().string());
    CHECK(schemas.count(file.path().stem().string()) == 1);
  }
}

#include <cstdio>
#include <memory>

#include <boost/version.hpp>
#include <flatbuffers/base.h>
#include <fmt/core.h>
#include <sodium.h>

#include "events/events.hpp"
#include "tools/parley/commands.hpp"

namespace parley::tool {
namespace {

struct library {
  const char* name;
  std::string version;
};

std::vector<library> libraries() {
  return {
      {"caf", CAF_FOUND_VERSION},
      {"rocksdb", ROCKSDB_FOUND_VERSION},
      {"boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000,
                            BOOST_VERSION % 100)},
      {"flatbuffers", fmt::format("{}.{}.{}", FLATBUFFERS_VERSION_MAJOR, FLATBUFFERS_VERSION_MINOR,
                                  FLATBUFFERS_VERSION_REVISION)},
      {"sodium", sodium_version_string()},
      {"compiler", __VERSION__},
  };
}

// The identifier of the stored commit table, and how many kinds of event this build knows.
constexpr const char* schema = "PCM1";
constexpr auto event_types = any_event::cases;

void print(bool json) {
  if (json) {
    std::string text;
    for (const library& l : libraries()) {
      text += fmt::format("{}\"{}\":\"{}\"", text.empty() ? "" : ",", l.name, l.version);
    }
    fmt::print(
        "{{\"version\":\"{}\",\"commit\":\"{}\",\"build\":\"{}\",\"schema\":\"{}\","
        "\"event_types\":{},\"libraries\":{{{}}}}}\n",
        VERSION_TEXT, COMMIT_TEXT, BUILD_TEXT, schema, event_types, text);
    return;
  }
  fmt::print("parley {} (commit {}, {} build)\nschema {}, {} event types\n", VERSION_TEXT,
             COMMIT_TEXT, BUILD_TEXT, schema, event_types);
  for (const library& l : libraries()) fmt::print("  {:12} {}\n", l.name, l.version);
}

}  // namespace

void add_version(CLI::App& app, exit_code& code) {
  auto* command = app.add_subcommand("version", "Version, schema and libraries of this build");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "One JSON object");
  command->callback([json, &code] {
    print(*json);
    code = exit_code::ok;
  });
}

}  // namespace parley::tool

// parley hours: check vectors of business time; holidays from and to iCalendar files.

#include <fstream>
#include <memory>

#include <fmt/core.h>

#include "tools/parley/commands.hpp"
#include "tools/parley/hours_vectors.hpp"

namespace parley::tool {
namespace {

struct hours_options {
  std::string file;
  std::string zones = "/usr/share/zoneinfo";
};

exit_code check(const hours_options& options) {
  const auto zones = zone_files::open(options.zones);
  if (!zones.ok()) return report(zones.error());
  std::ifstream file(options.file, std::ios::binary);
  if (!file) return report({errc::bad_request, "cannot read " + options.file, {}});
  vector_checker checker(*zones);
  const auto outcome = checker.check(file);
  if (!outcome.ok()) return report(outcome.error());
  for (const vector_difference& each : outcome->differences) {
    fmt::print("line {}: {}: expected {}, got {}\n", each.line, each.name, each.expected,
               each.actual);
  }
  fmt::print("{} passed, {} failed\n", outcome->passed, outcome->differences.size());
  return outcome->differences.empty() ? exit_code::ok : exit_code::failed;
}

}  // namespace

void add_hours(CLI::App& app, exit_code& code) {
  auto options = std::make_shared<hours_options>();
  auto* hours = app.add_subcommand("hours", "Business hours: vectors, holiday files");
  hours->require_subcommand(1);
  hours->footer(
      "Examples:\n  parley hours check tests/data/business_hours.csv\n"
      "  parley hours import --tenant acme berlin.ics");

  add_hours_files(*hours, code);
  auto* checking = hours->add_subcommand("check",
                                         "Evaluates a file of vectors; exit 1 on any "
                                         "difference");
  checking->add_option("file", options->file, "The vectors, comma-separated")->required();
  checking->add_option("--zones", options->zones, "Directory of compiled time zones")
      ->capture_default_str();
  checking->callback([options, &code] { code = check(*options); });
}

}  // namespace parley::tool

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

#include <fmt/core.h>

#include "actors/tz/zone_files.hpp"
#include "tools/parley/case_importer.hpp"
#include "tools/parley/commands.hpp"
#include "tools/parley/importer.hpp"

namespace parley::tool {
namespace {

struct import_arguments {
  std::string url = "http://127.0.0.1:8080";
  std::string map;
  std::string promises;
  std::string zones = "/usr/share/zoneinfo";
  std::string log;
  std::string speed = "max";
  std::string tenant;
  std::string token;
  std::size_t connections = 32;
  bool json = false;
  bool quiet = false;
};

result<double> parse_speed(const std::string& text) {
  if (text == "max") return 0.0;
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !(value > 0)) {
    return rejection{errc::bad_request, "--speed is `max` or a number over 0, not " + text, {}};
  }
  return value;
}

result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return rejection{errc::bad_request, "cannot read " + path, {}};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

result<log_mapping> load_mapping(const import_arguments& arguments) {
  const auto text = read_file(arguments.map);
  if (!text.ok()) return text.error();
  auto map = parse_mapping(*text, arguments.map);
  if (map.ok() && !arguments.tenant.empty()) map->tenant = arguments.tenant;
  return map;
}

exit_code tell(const result<import_totals>& totals, bool json) {
  if (!totals.ok()) return report(totals.error());
  if (json) {
    fmt::print("{}\n", totals->to_json());
  } else {
    fmt::print("{} cases of {}, {} events in {:.1f} s; {} commands, {} repeated, {} rejected\n",
               totals->cases_done, totals->cases, totals->events, totals->seconds, totals->sent,
               totals->repeated, totals->rejected);
    if (!totals->stopped.empty()) fmt::print(stderr, "parley: stopped: {}\n", totals->stopped);
  }
  return totals->cases_done == totals->cases ? exit_code::ok : exit_code::failed;
}

exit_code import_cases(const import_arguments& arguments, const import_options& options,
                       const log_mapping& map, std::vector<log_row> rows) {
  const auto text = read_file(arguments.promises);
  if (!text.ok()) return report(text.error());
  const auto cases = parse_case_mapping(*text, arguments.promises);
  if (!cases.ok()) return report(cases.error());
  const auto files = zone_files::open(arguments.zones);
  if (!files.ok()) return report(files.error());
  const auto zone = files->load(cases->zone);
  if (!zone.ok()) return report(zone.error());
  if (const status placed = place_in_time(rows, *cases, *zone); !placed.ok()) {
    return report(placed.error());
  }
  client::loop loop;
  case_importer teller(loop, options, map, *cases, rows);
  return tell(teller.run(), arguments.json);
}

exit_code import(const import_arguments& arguments) {
  import_options options;
  const auto server = client::parse_url(arguments.url);
  if (!server.ok()) return report(server.error());
  const auto speed = parse_speed(arguments.speed);
  if (!speed.ok()) return report(speed.error());
  options.server.server = *server;
  options.server.token = arguments.token;
  options.server.connections_max = arguments.connections;
  options.speed = *speed;
  options.quiet = arguments.quiet;

  const auto map = load_mapping(arguments);
  if (!map.ok()) return report(map.error());
  std::ifstream log(arguments.log, std::ios::binary);
  if (!log) return report({errc::bad_request, "cannot read " + arguments.log, {}});
  auto rows = read_log(log, *map, arguments.log);
  if (!rows.ok()) return report(rows.error());
  if (!arguments.promises.empty()) {
    return import_cases(arguments, options, *map, std::move(*rows));
  }
  client::loop loop;
  importer player(loop, options, *map, *rows);
  return tell(player.run(), arguments.json);
}

}  // namespace

void add_import(CLI::App& app, exit_code& code) {
  auto arguments = std::make_shared<import_arguments>();
  auto* command = app.add_subcommand("import", "Play a ticket log through the public HTTP API");
  command->footer(
      "The mapping tells which column is what and what each activity means; see tools/maps.\n"
      "Playing the same log again changes nothing: every command is keyed by its line.\n"
      "With --promises it tells the log's cases with their own times instead, for their\n"
      "milestones to be judged: see `parley certify`.\n\n"
      "Examples:\n"
      "  parley import --map tools/maps/helpdesk.toml helpdesk.csv\n"
      "  parley import --url http://127.0.0.1:8080 --map M.toml --speed 3600 LOG.csv --json\n"
      "  parley import --map tools/maps/helpdesk.toml \\\n"
      "      --promises tools/maps/helpdesk.promises.toml helpdesk.csv");
  command->add_option("--url", arguments->url, "The server")->capture_default_str();
  command->add_option("--map", arguments->map, "Mapping file (TOML)")->required();
  command->add_option("log", arguments->log, "The log (CSV with a header)")->required();
  command->add_option("--promises", arguments->promises,
                      "Hours, process and what rows mean (TOML)");
  command->add_option("--zones", arguments->zones, "Zone files to read the log's clock with")
      ->capture_default_str();
  command->add_option("--speed", arguments->speed, "Log seconds a second, or max")
      ->capture_default_str();
  command->add_option("--tenant", arguments->tenant, "Instead of the mapping's");
  command->add_option("--token", arguments->token, "Bearer token of role system or admin")
      ->envname("PARLEY_TOKEN");
  command->add_option("--connections", arguments->connections, "To the server, at most")
      ->check(CLI::Range(1, 512))
      ->capture_default_str();
  command->add_flag("--json", arguments->json, "Totals as one JSON object on the last line");
  command->add_flag("--quiet", arguments->quiet, "No progress on stderr");
  command->callback([arguments, &code] { code = import(*arguments); });
}

}  // namespace parley::tool

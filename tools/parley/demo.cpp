#include <chrono>
#include <memory>

#include <fmt/core.h>

#include "tools/parley/commands.hpp"
#include "tools/parley/demo_floor.hpp"

namespace parley::tool {
namespace {

struct demo_arguments {
  std::string url = "http://127.0.0.1:8080";
  demo_options options;
  bool json = false;
};

exit_code demo(demo_arguments arguments) {
  const auto server = client::parse_url(arguments.url);
  if (!server.ok()) return report(server.error());
  arguments.options.server.server = *server;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  arguments.options.run_id = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();

  client::loop loop;
  demo_floor floor(loop, arguments.options);
  const auto totals = floor.run();
  if (!totals.ok()) return report(totals.error());
  if (arguments.json) {
    fmt::print("{}\n", totals->to_json());
  } else {
    fmt::print("{} conversations opened, {} completed, {} messages, {} commands, {} rejected\n",
               totals->opened, totals->completed, totals->messages, totals->sent, totals->rejected);
  }
  return exit_code::ok;
}

}  // namespace

void add_demo(CLI::App& app, exit_code& code) {
  auto arguments = std::make_shared<demo_arguments>();
  demo_options& options = arguments->options;
  auto* command = app.add_subcommand("demo", "Live traffic: a contact centre on the public API");
  command->footer(
      "Contacts write, agents accept, answer, decline, hand over and take breaks, until\n"
      "Ctrl-C. Watch it in the console. It survives a server that is killed and started again.\n\n"
      "Examples:\n"
      "  parley demo\n"
      "  parley demo --rate 5 --seconds 60 --json");
  command->add_option("--url", arguments->url, "The server")->capture_default_str();
  command->add_option("--tenant", options.tenant, "Made if it is not there")->capture_default_str();
  command->add_option("--token", options.server.token, "Bearer token of role system or admin")
      ->envname("PARLEY_TOKEN");
  command->add_option("--rate", options.rate, "New conversations a second")
      ->check(CLI::Range(0.001, 1000.0))
      ->capture_default_str();
  command->add_option("--pace", options.pace, "How many times faster than people all act")
      ->check(CLI::Range(0.01, 1000.0))
      ->capture_default_str();
  command->add_option("--agents", options.agents, "How many")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--seconds", options.seconds, "How long; 0: until Ctrl-C")
      ->check(CLI::Range(0, 31'536'000))
      ->capture_default_str();
  command->add_option("--seed", options.seed, "Of the dice")->capture_default_str();
  command->add_flag("--json", arguments->json, "Totals as one JSON object on the last line");
  command->add_flag("--quiet", options.quiet, "No progress on stderr");
  command->callback([arguments, &code] { code = demo(*arguments); });
}

}  // namespace parley::tool

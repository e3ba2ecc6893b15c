// parley recover: an operator's way out when a damaged log keeps a server from starting.

#include <memory>

#include <fmt/core.h>

#include "events/codec/json.hpp"
#include "store/salvage.hpp"
#include "tools/parley/commands.hpp"

namespace parley::tool {
namespace {

struct recover_options {
  std::string data;
  bool accept_loss = false;
  bool json = false;
};

std::string quoted(const std::string& text) {
  std::string json;
  codec::write_json_string(json, text);
  return json;
}

std::string problem_of(const store::salvage_partition& each) {
  return each.kept.problem ? each.kept.problem->what : std::string();
}

void print_json(const store::salvage_report& found, const std::string& aside) {
  std::string partitions;
  for (const store::salvage_partition& each : found.partitions) {
    partitions += fmt::format(
        "{}{{\"partition\":{},\"kept_until\":{},\"kept_events\":{},\"acknowledged_until\":{},"
        "\"lost_events\":{},\"dropped_records\":{},\"problem\":{}}}",
        partitions.empty() ? "" : ",", each.partition.value, each.kept.tip.last.value,
        each.kept.events, each.acknowledged.value, each.lost_events(), each.dropped,
        quoted(problem_of(each)));
  }
  fmt::print(
      "{{\"damaged\":{},\"recovered\":{},\"refused\":{},\"witness\":{},\"kept_aside\":{},"
      "\"partitions\":[{}]}}\n",
      found.damaged(), !aside.empty(), quoted(found.refused), quoted(found.witness), quoted(aside),
      partitions);
}

void print_text(const store::salvage_report& found, const std::string& aside) {
  if (!found.refused.empty()) {
    fmt::print("the database does not open: {}\n", found.refused);
  }
  if (!found.witness.empty()) {
    fmt::print("the witness cannot be read, so it is not known what was acknowledged: {}\n",
               found.witness);
  }
  for (const store::salvage_partition& each : found.partitions) {
    fmt::print("partition {}: {} records, {} events up to offset {} are proven\n",
               each.partition.value, each.kept.records, each.kept.events, each.kept.tip.last.value);
    if (each.kept.problem) {
      fmt::print(
          "  WOULD DROP everything from offset {} on: {} acknowledged events are lost, {} "
          "records that are there are not proven\n  because {}\n",
          each.kept.tip.last.value + 1, each.lost_events(), each.dropped, each.kept.problem->what);
    }
  }
  if (!aside.empty()) {
    fmt::print(
        "recovered; the directory as it was is kept in {}\n"
        "run `parley verify` before you start the server\n",
        aside);
  } else if (found.damaged()) {
    fmt::print(
        "nothing was changed. A backup may hold what is lost here; if there is none, "
        "--accept-loss drops it\n");
  } else {
    fmt::print("nothing is damaged\n");
  }
}

exit_code run(const recover_options& options) {
  const auto found = store::inspect_damage(options.data);
  if (!found.ok()) {
    return report(found.error());
  }
  std::string aside;
  if (options.accept_loss && found->damaged()) {
    auto dropped = store::drop_damage(options.data);
    if (!dropped.ok()) {
      return report(dropped.error());
    }
    aside = std::move(*dropped);
  }
  (options.json ? print_json : print_text)(*found, aside);
  return found->damaged() && aside.empty() ? exit_code::failed : exit_code::ok;
}

}  // namespace

void add_recover(CLI::App& app, exit_code& code) {
  auto* command = app.add_subcommand(
      "recover", "Show what a damaged log would lose, and drop it if you accept the loss");
  auto options = std::make_shared<recover_options>();
  command->add_option("--data", options->data, "The data directory; no server may be using it")
      ->required();
  command->add_flag("--accept-loss", options->accept_loss,
                    "Drop what is not proven. Acknowledged events may be lost");
  command->add_flag("--json", options->json, "One JSON object");
  command->footer(
      "Without --accept-loss nothing is changed. Each partition keeps its records up to the first\n"
      "one that is damaged or missing: what follows it cannot be proven to be what was written.\n"
      "With --accept-loss these records are copied to a new database (room for a second copy of\n"
      "the log is needed), and the directory as it was stays aside in before-recovery-N, whole.\n"
      "It is never done by itself. Who follows the event feed must start again: positions after\n"
      "the last one kept are given out anew.\n"
      "Exit code 0: nothing is damaged, or it was recovered. 1: damaged, nothing changed.");
  command->callback([options, &code] { code = run(*options); });
}

}  // namespace parley::tool

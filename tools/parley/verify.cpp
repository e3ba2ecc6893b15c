// parley verify: proves that what is stored beside the log is the fold of the log.

#include "actors/replay/verify.hpp"

#include <memory>

#include <fmt/core.h>

#include "events/codec/json.hpp"
#include "store/verify.hpp"
#include "tools/parley/commands.hpp"
#include "tools/parley/open_data.hpp"

namespace parley::tool {
namespace {

struct verify_options {
  log_source source;
  bool json = false;
};

void print_json(const verify_report& folds, std::uint64_t records, const std::string& log_problem,
                std::uint64_t mismatches) {
  std::string problems;
  codec::write_json(problems, folds.problems);
  std::string log_text;
  codec::write_json_string(log_text, log_problem);
  fmt::print(
      "{{\"partitions\":{},\"records\":{},\"commits\":{},\"events\":{},\"entities\":{},"
      "\"snapshots\":{},\"index_entries\":{},\"view_rows\":{},\"invariants\":{},"
      "\"mismatches\":{},\"log_problem\":{},\"problems\":{}}}\n",
      folds.partitions, records, folds.commits, folds.events, folds.entities, folds.snapshots,
      folds.index_entries, folds.view_rows, folds.invariants, mismatches, log_text, problems);
}

void print_text(const verify_report& folds, std::uint64_t records, const std::string& log_problem,
                std::uint64_t mismatches) {
  fmt::print("log        {} records, {} commits, {} events in {} partitions: {}\n", records,
             folds.commits, folds.events, folds.partitions,
             log_problem.empty() ? "checksums, order and hash chain hold" : log_problem);
  fmt::print("snapshots  {} compared with the fold of {} entities\n", folds.snapshots,
             folds.entities);
  fmt::print("index      {} entries compared\n", folds.index_entries);
  fmt::print("views      {} rows compared, {} floors checked\n", folds.view_rows, folds.invariants);
  for (const std::string& problem : folds.problems) {
    fmt::print("MISMATCH   {}\n", problem);
  }
  fmt::print("mismatches {}\n", mismatches);
}

exit_code run(const verify_options& options) {
  auto data = open_data(options.source);
  if (!data.ok()) {
    return report(data.error());
  }
  std::uint64_t records = 0;
  std::string log_problem;
  for (std::uint16_t i = 0; i < data->log->partition_count(); ++i) {
    const auto checked = store::verify_log(*data->log, partition_id(i));
    records += checked.records;
    if (checked.problem && log_problem.empty()) {
      log_problem = to_string(checked.problem->at) + ": " + checked.problem->what;
    }
  }
  progress_line progress("verified commits");
  const verify_report folds =
      verify_folds(*data->log, *data->follower, [&](std::uint64_t n) { progress.show(n); });
  const std::uint64_t mismatches = folds.mismatches + (log_problem.empty() ? 0U : 1U);
  (options.json ? print_json : print_text)(folds, records, log_problem, mismatches);
  return mismatches == 0 ? exit_code::ok : exit_code::failed;
}

}  // namespace

void add_verify(CLI::App& app, exit_code& code) {
  auto* command =
      app.add_subcommand("verify", "Prove that snapshots, index and views are the fold of the log");
  auto options = std::make_shared<verify_options>();
  add_source(*command, options->source);
  command->add_flag("--json", options->json, "One JSON object; `mismatches` is the verdict");
  command->footer(
      "Checks every record's checksum, order and hash chain and the tail witness, then folds the\n"
      "log from zero and compares every snapshot, index entry and view row byte for byte.\n"
      "Exit code 1 if anything differs. Memory grows with the number of entities.");
  command->callback([options, &code] { code = run(*options); });
}

}  // namespace parley::tool

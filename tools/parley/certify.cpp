// parley certify: what was promised in a case and what became of it, with all that the verdicts
// rest on, judged again from the log.

#include <map>
#include <memory>

#include <fmt/core.h>

#include "actors/replay/certificate.hpp"
#include "events/codec/json.hpp"
#include "tools/parley/commands.hpp"
#include "tools/parley/instant.hpp"
#include "tools/parley/open_data.hpp"

namespace parley::tool {
namespace {

struct certify_options {
  log_source source;
  std::string tenant;
  std::string of_case;
  bool all = false;
  bool json = false;
};

std::string time_or(time_ms at, const char* otherwise) {
  return at.value == 0 ? otherwise : time_text(at);
}

std::string length_of(duration_ms length) {
  const std::int64_t all = length.value < 0 ? -length.value : length.value;
  return fmt::format("{}{}:{:02}:{:02}", length.value < 0 ? "-" : "", all / 3'600'000,
                     all / 60'000 % 60, all / 1000 % 60);
}

void print_text(const certified_promise& promise) {
  fmt::print("{} #{}  {}\n", promise.run, promise.occurrence, promise.verdict);
  fmt::print("  process {} version {}{}{}, target {} of business time\n", promise.process.str(),
             promise.process_version, promise.level.empty() ? "" : ", level ", promise.level.str(),
             length_of(promise.target_ms));
  fmt::print("  start {}  due {}  done {}\n", time_text(promise.start),
             time_or(promise.due, "on hold"), time_or(promise.completed_at, "-"));
  for (const target_placement& each : promise.placements) {
    fmt::print("  {} {} at {}: {} after {} is {}{}\n", each.position, each.event,
               time_text(each.at), length_of(each.rest_ms), time_text(each.anchor),
               time_or(each.due, "on hold"), each.agrees ? "" : "  (it is not)");
    if (each.hours.hours.empty()) {
      fmt::print("    every hour counts\n");
    } else {
      fmt::print("    hours {} version {}, zone rules {}\n", each.hours.hours.str(),
                 each.hours.version,
                 each.hours.tz_release.empty() ? "none" : each.hours.tz_release);
    }
    for (const counted_exception& exception : each.exceptions) {
      fmt::print("    {} {}: {}\n", exception.date, exception.opens ? "open" : "closed",
                 exception.name);
    }
  }
  for (const counted_span& span : promise.counted) {
    fmt::print("  counted {} to {}\n", time_text(span.from), time_text(span.to));
  }
  fmt::print("  counted in all {}, {} events{}\n", length_of(promise.counted_ms),
             promise.positions.size(),
             promise.agrees ? "" : "  MISMATCH: the events do not give this verdict");
}

void print_text(const certificate& told) {
  fmt::print("case {} of tenant {}: {} events up to {}, recorded {}\n", told.of_case.str(),
             told.tenant.str(), told.events, told.position, time_text(told.recorded_at));
  for (const certified_promise& promise : told.promises) {
    print_text(promise);
  }
  fmt::print("mismatches {}\n", told.mismatches);
}

// How often each milestone came to which verdict, all occurrences counted.
void print_summary(const std::vector<certificate>& all, std::uint64_t mismatches) {
  std::map<std::string, std::map<std::string, std::uint64_t>> verdicts;
  std::size_t promises = 0;
  for (const certificate& told : all) {
    promises += told.promises.size();
    for (const certified_promise& promise : told.promises) {
      ++verdicts[promise.milestone.str()][promise.verdict];
    }
  }
  fmt::print("{} cases, {} promises\n", all.size(), promises);
  for (const auto& [milestone, counts] : verdicts) {
    std::string line;
    for (const auto& [verdict, count] : counts) {
      line += fmt::format("{}{} {}", line.empty() ? "" : ", ", verdict, count);
    }
    fmt::print("  {:<20} {}\n", milestone, line);
  }
  fmt::print("mismatches {}\n", mismatches);
}

exit_code tell_all(const store::journal& log, const certify_options& options) {
  const auto all = certify_all(log, tenant_id(options.tenant));
  if (!all.ok()) {
    return report(all.error());
  }
  std::uint64_t mismatches = 0;
  for (const certificate& told : *all) {
    mismatches += told.mismatches;
    if (options.json) {
      fmt::print("{}\n", codec::to_json(told));
    }
  }
  if (!options.json) {
    print_summary(*all, mismatches);
  }
  return mismatches == 0 ? exit_code::ok : exit_code::failed;
}

exit_code run(const certify_options& options) {
  if (options.all != options.of_case.empty()) {
    return report({errc::bad_request, "either a case or --all", {}});
  }
  auto data = open_data(options.source);
  if (!data.ok()) {
    return report(data.error());
  }
  if (options.all) {
    return tell_all(*data->log, options);
  }
  const auto told = certify(*data->log, tenant_id(options.tenant), case_id(options.of_case));
  if (!told.ok()) {
    return report(told.error());
  }
  if (options.json) {
    fmt::print("{}\n", codec::to_json(*told));
  } else {
    print_text(*told);
  }
  return told->mismatches == 0 ? exit_code::ok : exit_code::failed;
}

}  // namespace

void add_certify(CLI::App& app, exit_code& code) {
  auto* command = app.add_subcommand(
      "certify", "What was promised in a case and what became of it, judged again from the log");
  auto options = std::make_shared<certify_options>();
  command->add_option("case", options->of_case, "The case's id");
  command->add_flag("--all", options->all, "Every case of the tenant: how many, and the verdicts");
  command->add_option("--tenant", options->tenant, "Its tenant")->required();
  add_source(*command, options->source);
  command->add_flag("--json", options->json,
                    "One JSON object; with --all one a line for each case");
  command->footer(
      "For each promise: its verdict, every placement of its target with the hours, holidays and\n"
      "zone rules that mattered, the business time that was counted, and the positions of its\n"
      "events. Exit code 1 if the events do not give the verdict that was recorded.\n"
      "tools/certify.py judges an export of the log without this program.");
  command->callback([options, &code] { code = run(*options); });
}

}  // namespace parley::tool

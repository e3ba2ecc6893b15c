// parley bench timers: a million promises, armed, found again after a crash, and fired in time.

#include <cstdio>
#include <filesystem>
#include <memory>

#include <fmt/core.h>

#include "tools/bench/timers.hpp"
#include "tools/parley/commands.hpp"

namespace parley::tool {
namespace {

struct settings {
  bench::timers_options what;
  bool keep = false;
  bool json = false;
};

void tell(const bench::timers_result& told) {
  const auto& [arming, restart, firing] = told;
  fmt::print(
      "armed      {} timers and their cases in {:.1f} s: {:.0f} timers/s durable, "
      "{:.1f} us CPU each; {} MiB resident, at most {}\n",
      arming.timers, arming.seconds, arming.timers_per_second, arming.cpu_us_per_timer,
      arming.resident_mib, arming.resident_peak_mib);
  fmt::print("restarted  {} timers found {:.2f} s after SIGKILL; {} MiB resident, at most {}\n",
             restart.timers, restart.seconds, restart.resident_mib, restart.resident_peak_mib);
  fmt::print(
      "fired      {} timers: p50 {:.1f} ms, p99 {:.1f} ms, p99.9 {:.1f} ms, at most "
      "{:.1f} ms after the target; {:.1f} us CPU each; {} MiB resident, at most {}\n",
      firing.timers, firing.p50_us / 1000, firing.p99_us / 1000, firing.p999_us / 1000,
      firing.max_us / 1000, firing.cpu_us_per_fire, firing.resident_mib, firing.resident_peak_mib);
  fmt::print("           {} early, {} twice, {} lost; {} were due before the server was ready\n",
             firing.early, firing.twice, firing.lost, firing.due_while_down);
}

void tell_json(const settings& options, const bench::timers_result& told) {
  const auto& [arming, restart, firing] = told;
  fmt::print(
      "{{\"peer\":\"parley\",\"mode\":\"timers\",\"timers\":{},\"events\":{},"
      "\"arm_seconds\":{:.3f},\"armed_per_second\":{:.0f},\"arm_cpu_us\":{:.2f},"
      "\"arm_rss_mb\":{},\"arm_rss_peak_mb\":{},\"restart_timers\":{},"
      "\"restart_seconds\":{:.3f},\"restart_rss_mb\":{},\"restart_rss_peak_mb\":{},",
      arming.timers, arming.events, arming.seconds, arming.timers_per_second,
      arming.cpu_us_per_timer, arming.resident_mib, arming.resident_peak_mib, restart.timers,
      restart.seconds, restart.resident_mib, restart.resident_peak_mib);
  fmt::print(
      "\"fires\":{},\"fires_per_second\":{:.0f},\"late_p50_us\":{:.0f},\"late_p99_us\":{:.0f},"
      "\"late_p999_us\":{:.0f},\"late_max_us\":{:.0f},\"fire_cpu_us\":{:.2f},"
      "\"fire_rss_mb\":{},\"fire_rss_peak_mb\":{},\"early\":{},\"twice\":{},\"lost\":{},"
      "\"due_while_down\":{}}}\n",
      firing.timers, options.what.fires_per_second, firing.p50_us, firing.p99_us, firing.p999_us,
      firing.max_us, firing.cpu_us_per_fire, firing.resident_mib, firing.resident_peak_mib,
      firing.early, firing.twice, firing.lost, firing.due_while_down);
}

exit_code timers(settings options) {
  auto& work = options.what.work;
  if (work.directory.empty()) {
    work.directory = (std::filesystem::temp_directory_path() / "parley-bench").string();
  }
  work.entities = work.partitions;
  options.what.progress = [quiet = options.json](const std::string& done) {
    if (!quiet) {
      fmt::print(stderr, "{}\n", done);
    }
  };
  const auto told = bench::run_timers(options.what);
  if (!options.keep) {
    std::filesystem::remove_all(work.directory);
  }
  if (!told.ok()) {
    return report(told.error());
  }
  if (!options.json) {
    tell(*told);
  }
  tell_json(options, *told);
  const auto& firing = told->firing;
  const bool right =
      firing.early + firing.twice + firing.lost == 0 && told->restart.timers == told->arming.timers;
  return right ? exit_code::ok : exit_code::failed;
}

}  // namespace

void add_bench_timers(CLI::App& bench, exit_code& code) {
  const auto options = std::make_shared<settings>();
  auto* command = bench.add_subcommand(
      "timers", "A million armed promises: arming, memory, restart after SIGKILL, lateness");
  command->add_option("--timers", options->what.timers, "Milestones to arm, in cases")
      ->check(CLI::Range(1, 100000000));
  command->add_option("--milestones", options->what.milestones_each, "Milestones of each case")
      ->check(CLI::Range(1, 100));
  command->add_option("--rate", options->what.fires_per_second, "Timers that are due each second")
      ->check(CLI::Range(1, 1000000));
  command->add_option("--seconds", options->what.seconds, "How long they fire");
  command->add_option("--partitions", options->what.work.partitions, "Shards")
      ->check(CLI::Range(1, 64));
  command->add_option("--data", options->what.work.directory,
                      "A scratch directory on the disk to measure; emptied first");
  command->add_flag("--keep", options->keep, "Leave the directory there");
  command->add_flag("--json", options->json, "Only JSON, no progress");
  command->footer(
      "Each step is a process of its own that is killed with SIGKILL at its end. The timers that\n"
      "fire are loaded from the disk: the process that fires them did not arm them. Exit 1 if any\n"
      "fires early or twice, or is lost.");
  command->callback([options, &code] { code = timers(*options); });
}

}  // namespace parley::tool

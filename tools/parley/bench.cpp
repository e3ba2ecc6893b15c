// parley bench: what the engine does on this machine, through the same code that serves.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include <fmt/core.h>

#include "tools/bench/entities.hpp"
#include "tools/bench/feed.hpp"
#include "tools/bench/history.hpp"
#include "tools/bench/http_load.hpp"
#include "tools/bench/measure.hpp"
#include "tools/bench/memory.hpp"
#include "tools/parley/commands.hpp"

namespace parley::tool {
namespace {

struct bench_options {
  bench::entities_options entities;
  bench::http_load_options http;
  bench::feed_options feed;
  std::string directory;
  std::string token_file;
  std::string journal = "embedded";
  std::string kafka;
  std::vector<std::string> kafka_settings;
  std::uint32_t events_each = 500;
  std::vector<std::string> parts{"recover", "replay", "views"};
  bool reuse = false;
  bool passivated = false;
  bool ended = false;
  bool bare = false;
  bool json = false;
  bool keep = false;
};

std::string directory_of(const bench_options& options) {
  return options.directory.empty()
             ? (std::filesystem::temp_directory_path() / "parley-bench").string()
             : options.directory;
}

// A topic of its own for each run.
status choose_journal(bench_options& options) {
  options.entities.work.directory = directory_of(options);
  if (options.journal == "embedded") {
    return done{};
  }
  if (options.kafka.empty()) {
    return rejection{errc::bad_request, "--journal kafka needs --kafka-bootstrap HOST:PORT", {}};
  }
  store::kafka_options kafka;
  kafka.bootstrap = options.kafka;
  kafka.topic = "parley.bench." + std::to_string(bench::now_ns());
  for (const std::string& setting : options.kafka_settings) {
    const auto equals = setting.find('=');
    kafka.properties[setting.substr(0, equals)] =
        equals == std::string::npos ? "" : setting.substr(equals + 1);
  }
  options.entities.work.kafka = std::move(kafka);
  return done{};
}

const char* journal_name(const bench_options& options) {
  if (options.entities.work.kafka) {
    return "kafka";
  }
  return options.entities.work.sync ? "embedded" : "embedded-nosync";
}

exit_code entities(bench_options options) {
  const status chosen = choose_journal(options);
  if (!chosen.ok()) {
    return report(chosen.error());
  }
  double bare_us = 0;
  if (options.bare) {
    bare_us = bench::bare_append_p50_us(options.entities.work.directory, 2);
  }
  const auto told = bench::run_entities(options.entities);
  if (!options.keep) {
    std::filesystem::remove_all(options.entities.work.directory);
  }
  if (!told.ok()) {
    return report(told.error());
  }
  if (!options.json) {
    fmt::print(
        "{} conversations, {} in flight: {:.0f} events/s, p50 {:.0f} us, p99 {:.0f} us, "
        "p99.9 {:.0f} us, {:.2f} us CPU an event, {} MiB resident\n",
        options.entities.work.entities, options.entities.in_flight, told->events_per_second,
        told->p50_us, told->p99_us, told->p999_us, told->cpu_us_per_event, told->resident_mib);
  }
  fmt::print(
      "{{\"peer\":\"parley\",\"journal\":\"{}\",\"mode\":\"write\",\"conc\":{},\"entities\":{},"
      "\"events\":{},\"events_per_second\":{:.0f},\"events_s\":{:.0f},\"p50_us\":{:.0f},"
      "\"p99_us\":{:.0f},\"p999_us\":{:.0f},\"max_us\":{:.0f},\"cpu_us_event\":{:.2f},"
      "\"rss_mb\":{},\"bare_append_p50_us\":{:.0f},\"errors\":{}}}\n",
      journal_name(options), options.entities.in_flight, options.entities.work.entities,
      told->events, told->events_per_second, told->events_per_second, told->p50_us, told->p99_us,
      told->p999_us, told->max_us, told->cpu_us_per_event, told->resident_mib, bare_us,
      told->failures);
  return told->failures == 0 ? exit_code::ok : exit_code::failed;
}

bool print_recovery(const bench::workload_options& work) {
  const auto told = bench::recover(work);
  if (!told.ok()) {
    report(told.error());
    return false;
  }
  fmt::print(
      "{{\"peer\":\"parley\",\"mode\":\"recover\",\"entities\":{},\"events_in_state\":{},"
      "\"ready_secs\":{:.3f},\"secs\":{:.3f},\"cold_p50_us\":{:.0f},\"cold_p99_us\":{:.0f},"
      "\"rss_mb\":{}}}\n",
      told->entities, told->events, told->ready_seconds, told->all_answered_seconds,
      told->cold_p50_us, told->cold_p99_us, told->resident_mib);
  return true;
}

bool print_replay(const bench::workload_options& work) {
  const auto told = bench::replay_entities(work);
  if (!told.ok()) {
    report(told.error());
    return false;
  }
  fmt::print(
      "{{\"peer\":\"parley\",\"mode\":\"replay\",\"entities\":{},\"events\":{},\"secs\":{:.3f},"
      "\"events_s\":{:.0f},\"cpu_us_event\":{:.3f}}}\n",
      told->entities, told->events, told->seconds, told->events_per_second, told->cpu_us_per_event);
  return true;
}

bool print_views(const bench::workload_options& work) {
  const auto told = bench::fold_views(work);
  if (!told.ok()) {
    report(told.error());
    return false;
  }
  fmt::print(
      "{{\"peer\":\"parley\",\"mode\":\"views\",\"events\":{},\"memory_events_s\":{:.0f},"
      "\"table_events_s\":{:.0f},\"rows_written\":{}}}\n",
      told->events, told->memory_events_per_second, told->table_events_per_second,
      told->rows_written);
  return true;
}

exit_code history(bench_options options) {
  const status chosen = choose_journal(options);
  if (!chosen.ok()) {
    return report(chosen.error());
  }
  const auto& work = options.entities.work;
  if (!options.reuse) {
    const status filled = bench::fill(work, options.events_each);
    if (!filled.ok()) {
      return report(filled.error());
    }
  }
  bool good = true;
  for (const std::string& part : options.parts) {
    good = good && (part == "recover"  ? print_recovery(work)
                    : part == "replay" ? print_replay(work)
                                       : print_views(work));
  }
  if (!options.keep) {
    std::filesystem::remove_all(work.directory);
  }
  return good ? exit_code::ok : exit_code::failed;
}

exit_code http_load(bench_options options) {
  if (!options.token_file.empty()) {
    std::ifstream file(options.token_file);
    file >> options.http.token;
  }
  const auto told = bench::run_http_load(options.http);
  if (!told.ok()) {
    return report(told.error());
  }
  fmt::print(
      "{{\"peer\":\"parley\",\"mode\":\"http\",\"conc\":{},\"commands\":{},"
      "\"commands_per_second\":{:.0f},\"p50_us\":{:.0f},\"p99_us\":{:.0f},"
      "\"client_cpu_us_command\":{:.1f},\"errors\":{}}}\n",
      options.http.connections, told->commands, told->commands_per_second, told->p50_us,
      told->p99_us, told->client_cpu_us_per_command, told->failures);
  return told->failures == 0 ? exit_code::ok : exit_code::failed;
}

exit_code feed(bench_options options) {
  const status chosen = choose_journal(options);
  if (!chosen.ok()) {
    return report(chosen.error());
  }
  options.feed.work = options.entities.work;
  const auto told = bench::run_feed(options.feed);
  if (!options.keep) {
    std::filesystem::remove_all(options.feed.work.directory);
  }
  if (!told.ok()) {
    return report(told.error());
  }
  fmt::print(
      "{{\"peer\":\"parley\",\"mode\":\"feed\",\"events\":{},\"events_per_second\":{:.0f},"
      "\"p50_us\":{:.0f},\"p99_us\":{:.0f},\"max_us\":{:.0f}}}\n",
      told->events, options.feed.events_per_second, told->p50_us, told->p99_us, told->max_us);
  return exit_code::ok;
}

exit_code memory(bench_options options) {
  const status chosen = choose_journal(options);
  if (!chosen.ok()) {
    return report(chosen.error());
  }
  auto& work = options.entities.work;
  work.sync = false;
  if (options.passivated) {
    work.live_entities_max = 1000;
  }
  const auto told = bench::measure_memory(work, options.events_each, options.ended);
  if (!options.keep) {
    std::filesystem::remove_all(work.directory);
  }
  if (!told.ok()) {
    return report(told.error());
  }
  fmt::print(
      "{{\"peer\":\"parley\",\"mode\":\"memory\",\"conversations\":{},\"live\":{},\"messages\":{},"
      "\"rss_bytes\":{},\"cached_bytes\":{},\"rss_beyond_caches_mib\":{:.1f},"
      "\"heap_bytes_each\":{:.0f},\"disk_bytes_each\":{:.0f}}}\n",
      told->conversations, told->live, options.events_each, told->resident_bytes,
      told->cached_bytes,
      static_cast<double>(told->resident_bytes - told->cached_bytes) / (1024.0 * 1024.0),
      told->heap_bytes_per_conversation, told->disk_bytes_per_conversation);
  return exit_code::ok;
}

void add_common(CLI::App* command, const std::shared_ptr<bench_options>& options) {
  auto& work = options->entities.work;
  command->add_option("--entities", work.entities, "Conversations")->check(CLI::Range(1, 10000000));
  command->add_option("--partitions", work.partitions, "Shards")->check(CLI::Range(1, 64));
  command->add_option("--data", options->directory,
                      "A scratch directory on the disk to measure; emptied first");
  command->add_option("--journal", options->journal, "embedded or kafka")
      ->check(CLI::IsMember({"embedded", "kafka"}));
  command->add_option("--kafka-bootstrap", options->kafka, "HOST:PORT; each run makes a topic");
  command->add_option("--kafka-setting", options->kafka_settings,
                      "NAME=VALUE of the client library; repeatable");
  command->add_flag("--keep", options->keep, "Leave the directory there");
  command->add_flag("--json", options->json, "Only JSON lines");
}

}  // namespace

void add_bench(CLI::App& app, exit_code& code) {
  auto* command = app.add_subcommand("bench", "Measure the engine on this machine");
  command->require_subcommand(1);
  const auto options = std::make_shared<bench_options>();
  auto* writes = command->add_subcommand(
      "entities", "Durable writes: closed-loop callers, 200-byte messages to random conversations");
  add_common(writes, options);
  writes
      ->add_option("--in-flight", options->entities.in_flight, "Callers, each with one message out")
      ->check(CLI::Range(1, 1000000));
  writes->add_option("--seconds", options->entities.seconds, "How long to measure");
  writes->add_option("--warm-up", options->entities.warm_up_seconds, "Seconds before that");
  writes->add_flag("!--no-sync", options->entities.work.sync, "Do not wait for the disk");
  writes->add_flag("--bare", options->bare, "Also a bare append + fdatasync on the same disk");
  writes->footer("The last line is one JSON object. Answers come only after fdatasync.");
  writes->callback([options, &code] { code = entities(*options); });
  auto* past = command->add_subcommand("history",
                                       "Recovery, full replay and view folds over a long history");
  add_common(past, options);
  past->add_option("--events", options->events_each, "Messages to each conversation");
  past->add_option("--part", options->parts, "Only these of recover, replay, views")
      ->check(CLI::IsMember({"recover", "replay", "views"}));
  past->add_flag("--reuse", options->reuse, "The directory was filled and kept by an earlier run");
  past->callback([options, past, &code] {
    if (past->count("--partitions") == 0) {
      // Folds share nothing: here a partition more is a processor more.
      options->entities.work.partitions =
          static_cast<std::uint16_t>(std::max(1U, std::thread::hardware_concurrency()));
    }
    code = history(*options);
  });
  auto* held = command->add_subcommand("memory", "What idle conversations cost in memory");
  add_common(held, options);
  held->add_option("--events", options->events_each, "Messages to each conversation");
  held->add_flag("--ended", options->ended, "End their sessions first");
  held->add_flag("--passivated", options->passivated, "Measure when all but 1,000 a shard are out");
  held->callback([options, &code] { code = memory(*options); });
  auto* load =
      command->add_subcommand("http", "Load on a running server's public API, loopback only");
  load->add_option("--host", options->http.host, "Its address");
  load->add_option("--port", options->http.port, "Its port")->required();
  load->add_option("--token", options->token_file, "A file that holds a bearer token")
      ->check(CLI::ExistingFile);
  load->add_option("--tenant", options->http.tenant, "The tenant to make and write to");
  load->add_option("--connections", options->http.connections, "Each with one request out")
      ->check(CLI::Range(1, 1000));
  load->add_option("--entities", options->http.entities, "Conversations");
  load->add_option("--seconds", options->http.seconds, "How long to measure");
  load->callback([options, &code] { code = http_load(*options); });
  auto* seen = command->add_subcommand("feed", "From durable to visible on the SSE feed");
  add_common(seen, options);
  seen->add_option("--rate", options->feed.events_per_second, "Messages a second");
  seen->add_option("--seconds", options->feed.seconds, "How long to measure");
  seen->callback([options, &code] { code = feed(*options); });
  add_bench_timers(*command, code);
}

}  // namespace parley::tool

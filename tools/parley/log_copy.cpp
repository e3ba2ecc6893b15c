// parley log copy: the log of one engine into another, record by record as it is.

#include <memory>

#include <fmt/core.h>

#include "store/log_transfer.hpp"
#include "tools/parley/commands.hpp"
#include "tools/parley/open_data.hpp"

namespace parley::tool {
namespace {

struct copy_options {
  log_source source;
  std::string from;
  std::string to;
};

result<store::transfer_report> copy(const copy_options& options) {
  log_source from = options.source;
  const bool from_kafka = options.from == "kafka";
  (from_kafka ? from.data : from.kafka).clear();
  const auto opened = open_data(from);
  if (!opened.ok()) {
    return opened.error();
  }
  progress_line progress("copied records");
  const auto show = [&](std::uint64_t records) { progress.show(records); };
  if (from_kafka) {
    return store::copy_to_embedded(*opened->log, options.source.data, show);
  }
  const auto kafka = kafka_of(options.source);
  return kafka.ok() ? store::copy_to_kafka(*opened->log, *kafka, show)
                    : result<store::transfer_report>(kafka.error());
}

exit_code run(const copy_options& options) {
  if (options.from == options.to) {
    return report({errc::bad_request, "--from and --to name the same engine", {}});
  }
  const auto told = copy(options);
  if (!told.ok()) {
    return report(told.error());
  }
  for (std::size_t i = 0; i < told->tips.size(); ++i) {
    const auto& tip = told->tips[i];
    fmt::print("partition {} ends at {}:{}, epoch {}, hash {}\n", i, i, tip.last.value,
               tip.at.value, store::to_hex(tip.hash));
  }
  fmt::print("{} records, {} events copied; read back, every hash chain ends alike\n",
             told->records, told->events);
  return exit_code::ok;
}

}  // namespace

void add_log_copy(CLI::App& log, exit_code& code) {
  auto* command = log.add_subcommand("copy", "The whole log of one engine into another");
  const auto options = std::make_shared<copy_options>();
  const CLI::IsMember engines({"embedded", "kafka"});
  command->add_option("--from", options->from, "embedded or kafka")->required()->check(engines);
  command->add_option("--to", options->to, "embedded or kafka")->required()->check(engines);
  command->add_option("--data", options->source.data, "The directory of the embedded side")
      ->required();
  command->add_option("--kafka", options->source.kafka, "HOST:PORT,… of the cluster")->required();
  command->add_option("--topic", options->source.topic, "Default: parley.events");
  command->add_option("--config", options->source.config,
                      "parley.toml, for the settings of [kafka]");
  command->footer(
      "The target must be empty: a topic without messages (it is made if it is not there), or a\n"
      "directory that does not exist. Records are copied byte for byte, claims too; then the "
      "target\n"
      "is read from its start and each partition's hash chain must end as the source's does.\n\n"
      "Examples:\n"
      "  parley log copy --from embedded --to kafka --data ./data --kafka 127.0.0.1:19092\n"
      "  parley log copy --from kafka --to embedded --kafka 127.0.0.1:19092 --data ./fresh");
  command->callback([options, &code] { code = run(*options); });
}

}  // namespace parley::tool

#include "tools/parley/open_data.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>

#include <unistd.h>

#include "store/memory_replica.hpp"
#include "tools/parley/config.hpp"

namespace parley::tool {

namespace {

result<store::embedded_store> open_directory(const std::string& directory) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::path(directory) / "db" / "CURRENT", error)) {
    return rejection{errc::bad_request, directory + " is not a Parley data directory", {}};
  }
  store::embedded_options options;
  options.partition_count = 0;
  return store::open_embedded(directory, options);
}

}  // namespace

void add_source(CLI::App& command, log_source& source) {
  auto* where = command.add_option_group("log", "Which log to read");
  where->add_option("--data", source.data, "A data directory; no server may be using it");
  where->add_option("--kafka", source.kafka, "HOST:PORT,… of a cluster; servers go on meanwhile");
  where->require_option(1);
  command.add_option("--topic", source.topic, "Of --kafka; default: parley.events");
  command.add_option("--config", source.config, "parley.toml, for the settings of [kafka]");
}

result<store::kafka_options> kafka_of(const log_source& source) {
  store::kafka_options options;
  if (!source.config.empty()) {
    auto config = load_config(source.config);
    if (!config.ok()) {
      return config.error();
    }
    options = std::move(config->kafka);
  }
  if (!source.kafka.empty()) {
    options.bootstrap = source.kafka;
  }
  if (!source.topic.empty()) {
    options.topic = source.topic;
  }
  return options;
}

result<store::embedded_store> open_data(const log_source& source) {
  if (source.kafka.empty()) {
    return open_directory(source.data);
  }
  const auto options = kafka_of(source);
  if (!options.ok()) {
    return options.error();
  }
  auto log = store::open_kafka_reader(*options);
  if (!log.ok()) {
    return log.error();
  }
  const auto partitions = (*log)->partition_count();
  return store::embedded_store{std::move(*log),
                               std::make_unique<store::memory_replica>(partitions)};
}

progress_line::~progress_line() {
  if (shown_) {
    std::fputs("\r\033[K", stderr);
  }
}

void progress_line::show(std::uint64_t count, std::uint64_t of) {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  const std::int64_t now = std::chrono::duration_cast<std::chrono::seconds>(since).count();
  if (now == shown_at_ || isatty(STDERR_FILENO) == 0) {
    return;
  }
  shown_at_ = now;
  shown_ = true;
  if (of == 0) {
    std::fprintf(stderr, "\r%s: %llu", what_.c_str(), static_cast<unsigned long long>(count));
  } else {
    std::fprintf(stderr, "\r%s: %llu of %llu (%llu %%)", what_.c_str(),
                 static_cast<unsigned long long>(count), static_cast<unsigned long long>(of),
                 static_cast<unsigned long long>(count * 100 / of));
  }
}

}  // namespace parley::tool

#pragma once
// A log opened by a tool, without a server. A directory that a server uses is refused, because
// nothing would be safe to say about it while it changes; a topic is read while others write to it.

#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "store/kafka.hpp"
#include "tools/parley/exit_code.hpp"

namespace parley::tool {

/// Which log a tool reads: a directory's, or a topic's on any cluster that has it.
struct log_source {
  std::string data;
  std::string kafka;
  std::string topic;
  std::string config;  ///< parley.toml, for the settings of [kafka]
};
/// --data, --kafka, --topic, --config.
void add_source(CLI::App& command, log_source& source);
/// [kafka] of the file with the flags over it.
result<store::kafka_options> kafka_of(const log_source& source);

/// The directory must exist and hold a Parley log: nothing is created. A topic is read as it is
/// now, with nothing beside it: its replica is empty.
result<store::embedded_store> open_data(const log_source& source);

/// Progress of long work, on stderr, at most once a second; silent when stderr is no terminal.
class progress_line {
 public:
  explicit progress_line(std::string what) : what_(std::move(what)) {}
  ~progress_line();
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;
  void show(std::uint64_t count, std::uint64_t of = 0);

 private:
  std::string what_;
  std::int64_t shown_at_ = 0;
  bool shown_ = false;
};

}  // namespace parley::tool

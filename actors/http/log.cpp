#include "actors/http/log.hpp"

#include <memory>
#include <string>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "actors/http/clock.hpp"
#include "events/codec/json.hpp"

namespace parley::http {
namespace {

spdlog::level::level_enum to_spdlog(log_level level) {
  switch (level) {
    case log_level::debug:
      return spdlog::level::debug;
    case log_level::info:
      return spdlog::level::info;
    case log_level::warning:
      return spdlog::level::warn;
    case log_level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

const char* name_of(log_level level) {
  switch (level) {
    case log_level::debug:
      return "debug";
    case log_level::info:
      return "info";
    case log_level::warning:
      return "warning";
    case log_level::error:
      return "error";
  }
  return "error";
}

spdlog::logger& logger() {
  static const auto shared = [] {
    auto made = std::make_shared<spdlog::logger>("parley.http",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::warn);
    return made;
  }();
  return *shared;
}

}  // namespace

bool log_enabled(log_level level) { return logger().should_log(to_spdlog(level)); }

void set_log_level(log_level level) { logger().set_level(to_spdlog(level)); }

void log_event(log_level level, std::string_view event, std::initializer_list<log_field> fields) {
  if (!log_enabled(level)) {
    return;
  }
  std::string line = "{\"time\":";
  line += std::to_string(system_time().value);
  line += ",\"level\":\"";
  line += name_of(level);
  line += "\",\"event\":";
  codec::write_json_string(line, event);
  for (const auto& [name, value] : fields) {
    line += ',';
    codec::write_json_string(line, name);
    line += ':';
    codec::write_json_string(line, value);
  }
  line += '}';
  logger().log(to_spdlog(level), line);
}

}  // namespace parley::http

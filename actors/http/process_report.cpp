#include "actors/http/process_report.hpp"

#include <map>
#include <mutex>

namespace parley::http {
namespace {

struct registry {
  std::mutex mutex;
  std::map<std::string, report_part> parts;
};

registry& all() {
  static registry one;
  return one;
}

}  // namespace

void add_report(const std::string& name, report_part part) {
  const std::lock_guard hold(all().mutex);
  all().parts.insert_or_assign(name, std::move(part));
}

void remove_report(const std::string& name) {
  const std::lock_guard hold(all().mutex);
  all().parts.erase(name);
}

std::string metrics_of_parts() {
  const std::lock_guard hold(all().mutex);
  std::string text;
  for (const auto& [name, part] : all().parts) {
    text += part.metrics();
  }
  return text;
}

std::string health_of_parts() {
  const std::lock_guard hold(all().mutex);
  std::string text;
  for (const auto& [name, part] : all().parts) {
    text.append(",\"").append(name).append("\":").append(part.health());
  }
  return text;
}

}  // namespace parley::http

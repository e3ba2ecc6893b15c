#include "actors/http/handlers.hpp"
#include "actors/http/process_report.hpp"
#include "actors/http/service.hpp"
#include "events/codec/json.hpp"

namespace parley::http {
namespace {

const char* name_of(shard_phase phase) {
  switch (phase) {
    case shard_phase::starting:
      return "starting";
    case shard_phase::replaying:
      return "replaying";
    case shard_phase::running:
      return "running";
    case shard_phase::stopped:
      return "stopped";
    case shard_phase::standby:
      return "standby";
  }
  return "unknown";
}

// Who serves the partition, when there are several nodes; empty: nobody known.
std::string owner_of(const node_port& node, const shard_progress& p) {
  const std::string self = node.name();
  if (self.empty()) {
    return {};
  }
  std::string text = ",\"owner\":";
  codec::write_json_string(text, p.ours ? self : node.place_of(p.partition).node);
  return text;
}

}  // namespace

void ready_of(const exchange_ptr& ex) {
  const node_port& node = ex->home().node;
  bool ready = true;
  std::string partitions;
  for (const shard_progress& p : node.progress()) {
    ready = ready && p.phase == (p.ours ? shard_phase::running : shard_phase::standby);
    partitions += partitions.empty() ? "" : ",";
    partitions += "{\"partition\":" + std::to_string(p.partition.value) + ",\"phase\":\"" +
                  name_of(p.phase) + "\",\"applied\":" + std::to_string(p.applied.value) +
                  ",\"end\":" + std::to_string(p.end.value) +
                  ",\"behind\":" + std::to_string(p.behind) + owner_of(node, p) + "}";
  }
  std::string problems;
  codec::write_json(problems, node.problems());
  response r;
  r.status = ready ? 200 : 503;
  r.body = std::string("{\"ready\":") + (ready ? "true" : "false") + ",\"partitions\":[" +
           partitions + "],\"problems\":" + problems + health_of_parts() + "}";
  if (!ready) {
    r.add_header("Retry-After", "1");
  }
  ex->answer(std::move(r));
}

}  // namespace parley::http

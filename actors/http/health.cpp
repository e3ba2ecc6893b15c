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
  }
  return "unknown";
}

}  // namespace

void ready_of(const exchange_ptr& ex) {
  bool ready = true;
  std::string partitions;
  for (const shard_progress& p : ex->home().node.progress()) {
    ready = ready && p.phase == shard_phase::running;
    partitions += partitions.empty() ? "" : ",";
    partitions += "{\"partition\":" + std::to_string(p.partition.value) + ",\"phase\":\"" +
                  name_of(p.phase) + "\",\"applied\":" + std::to_string(p.applied.value) +
                  ",\"end\":" + std::to_string(p.end.value) +
                  ",\"behind\":" + std::to_string(p.behind) + "}";
  }
  std::string problems;
  codec::write_json(problems, ex->home().node.problems());
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

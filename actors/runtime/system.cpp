#include "actors/runtime/system.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/atom.hpp>

namespace parley::runtime {
namespace {

// `sharing`: work stealing of CAF 0.17 is O(ready actors) and burns CPU when idle. The
// configuration is not parsed from files or argv: nothing outside may change it.
struct config : caf::actor_system_config {
  explicit config(const system_options& options) {
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", options.worker_threads);
    set("scheduler.max-throughput", options.messages_per_turn);
  }
};

}  // namespace

struct system::content {
  explicit content(const system_options& options) : settings(options), actors(settings) {}
  config settings;
  caf::actor_system actors;
};

system::system(const system_options& options) : content_(std::make_unique<content>(options)) {}

system::~system() = default;

caf::actor_system& system::caf() { return content_->actors; }

}  // namespace parley::runtime

#include "actors/http/gateway.hpp"

#include <algorithm>
#include <chrono>

#include <sodium.h>

#include "actors/http/acceptor.hpp"
#include "actors/http/clock.hpp"
#include "actors/http/host.hpp"
#include "actors/http/log.hpp"
#include "actors/http/service.hpp"

namespace parley::http {
namespace {

rejection bad(const char* why) { return {errc::bad_request, why, {}}; }

status check(const gateway_options& options) {
  if (options.threads == 0 || options.reader_threads == 0) {
    return bad("the gateway needs at least one thread of each kind");
  }
  if (options.dev && !is_loopback_host(options.host)) {
    return bad("development mode needs no tokens, so it listens on loopback addresses only");
  }
  if (!options.dev && options.keys.empty()) {
    return bad("without keys nobody can be told from anybody: give a key file, or ask for dev");
  }
  return sodium_init() >= 0 ? status(done{}) : bad("libsodium does not start");
}

// A quarter of the shortest limit is precise enough for limits of seconds.
std::chrono::milliseconds sweep_of(const gateway_options& o) {
  const auto shortest = std::min({o.header_timeout, o.body_timeout, o.idle_timeout, o.write_timeout,
                                  o.answer_timeout, o.heartbeat});
  return std::chrono::milliseconds(std::clamp<std::int64_t>(shortest.value / 4, 5, 250));
}

}  // namespace

struct gateway::parts {
  std::shared_ptr<service> home;
  std::vector<std::shared_ptr<lane>> lanes;
  std::unique_ptr<acceptor> door;
};

gateway::gateway(node_port& node, gateway_options options)
    : node_(node), options_(std::move(options)) {
  if (!options_.clock) {
    options_.clock = system_time;
  }
}

gateway::~gateway() { stop(); }

result<bound_address> gateway::start() {
  const status good = check(options_);
  if (!good.ok()) {
    return good.error();
  }
  auto files = static_files::load(options_.static_directory);
  if (!files.ok()) {
    return files.error();
  }
  auto made = std::make_unique<parts>();
  made->home = std::make_shared<service>(node_, options_, std::move(*files));
  for (std::uint16_t i = 0; i < options_.threads; ++i) {
    made->lanes.push_back(std::make_shared<lane>(sweep_of(options_)));
  }
  made->door = std::make_unique<acceptor>(made->home, made->lanes);
  const auto port = made->door->bind(options_.host, options_.port);
  if (!port.ok()) {
    return port.error();
  }
  made->door->start();
  parts_ = std::move(made);
  for (const auto& l : parts_->lanes) {
    l->start();
  }
  const auto mode = options_.dev ? log_level::warning : log_level::info;
  log_event(mode,
            options_.dev ? "http_listening_in_development_mode_without_tokens" : "http_listening",
            {{"host", options_.host}, {"port", std::to_string(*port)}});
  return bound_address{options_.host, *port};
}

void gateway::stop() {
  if (!parts_) {
    return;
  }
  parts_->lanes.front()->post([door = parts_->door.get()] { door->close(); });
  for (const auto& l : parts_->lanes) {
    l->stop();
  }
  parts_->home->close_readers();
  parts_.reset();
}

void gateway::replace_keys(key_ring keys) {
  if (parts_) {
    parts_->home->replace_keys(std::move(keys));
  }
}

result<std::string> gateway::mint(const token_claims& claims) const {
  if (!parts_) {
    return rejection{errc::wrong_state, "the gateway is not running", {}};
  }
  return parts_->home->mint(claims);
}

}  // namespace parley::http

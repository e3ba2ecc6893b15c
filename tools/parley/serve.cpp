#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <fmt/core.h>

#include "actors/http/forwarder.hpp"
#include "actors/http/gateway.hpp"
#include "actors/http/log.hpp"
#include "actors/node/node.hpp"
#include "actors/partner/concern.hpp"
#include "actors/partner/door.hpp"
#include "actors/partner/gateway.hpp"
#include "store/kafka.hpp"
#include "tools/parley/commands.hpp"
#include "tools/parley/config.hpp"
#include "tools/parley/signals.hpp"

namespace parley::tool {
namespace {

// Until then requests are sent on to whoever takes the partitions over.
constexpr duration_ms hand_over_limit{5000};

struct serve_arguments {
  std::string config, data, listen, console, token_keys, log_level;
  std::string journal, kafka_bootstrap, kafka_topic, node, node_address;
  std::uint16_t partitions = 0;
  bool dev = false;
  bool without_read_back = false;
};

/// The file's values with the flags over them.
result<server_config> settle(const serve_arguments& arguments) {
  server_config config;
  if (!arguments.config.empty()) {
    auto loaded = load_config(arguments.config);
    if (!loaded.ok()) return loaded.error();
    config = std::move(*loaded);
  }
  if (!arguments.listen.empty()) {
    const auto address = parse_listen(arguments.listen);
    if (!address.ok()) return address.error();
    config.listen = *address;
  }
  const auto over = [](const std::string& flag, std::string& value) {
    if (!flag.empty()) value = flag;
  };
  over(arguments.data, config.data);
  over(arguments.console, config.console);
  over(arguments.token_keys, config.token_keys);
  over(arguments.log_level, config.log_level);
  over(arguments.journal, config.journal);
  over(arguments.kafka_bootstrap, config.kafka.bootstrap);
  over(arguments.kafka_topic, config.kafka.topic);
  over(arguments.node, config.node);
  over(arguments.node_address, config.node_address);
  config.kafka.read_back = !arguments.without_read_back;
  config.dev = config.dev || arguments.dev;
  if (config.data.empty()) {
    return rejection{errc::bad_request, "no data directory: give --data DIR", {}};
  }
  if (config.journal == "kafka" && config.kafka.bootstrap.empty()) {
    return rejection{errc::bad_request, "no Kafka: give --kafka-bootstrap HOST:PORT", {}};
  }
  if (!config.node.empty() && config.journal != "kafka") {
    return rejection{errc::bad_request, "several nodes share a log on Kafka: --journal kafka", {}};
  }
  if (!config.dev && config.token_keys.empty()) {
    return rejection{errc::bad_request,
                     "no keys for tokens: give --token-keys FILE (see `parley token keygen`), or "
                     "--dev to serve without tokens on this machine alone",
                     {}};
  }
  return config;
}

http::log_level level_of(const std::string& name) {
  if (name == "debug") return http::log_level::debug;
  if (name == "warn") return http::log_level::warning;
  if (name == "error") return http::log_level::error;
  return http::log_level::info;
}

result<store::embedded_store> open_store(const server_config& config, std::uint16_t asked) {
  std::error_code error;
  std::filesystem::create_directories(config.data, error);
  if (error) {
    return rejection{errc::bad_request, "cannot make " + config.data + ": " + error.message(), {}};
  }
  store::embedded_options options;
  // Writes are refused while there is still room to recover with: see store/README.md.
  options.free_space_floor_bytes = std::uint64_t{64} << 20U;
  options.ballast_bytes = std::uint64_t{80} << 20U;
  if (config.journal == "kafka") {
    store::kafka_options kafka = config.kafka;
    kafka.partition_count = asked;
    // Requests are answered RECOVERING meanwhile, and /health/ready tells how far it is.
    kafka.wait_for_end = false;
    return store::open_kafka(config.data, kafka, options);
  }
  // An old directory keeps its number of partitions, unless the user insists: then it is compared.
  const bool fresh = std::filesystem::is_empty(config.data, error);
  options.partition_count = fresh ? config.partitions : std::uint16_t{0};
  if (asked != 0) options.partition_count = asked;
  return store::open_embedded(config.data, options);
}

result<http::gateway_options> gateway_of(const server_config& config) {
  http::gateway_options options;
  options.host = config.listen.host;
  options.port = config.listen.port;
  options.dev = config.dev;
  options.static_directory = config.console;
  options.zone_directory = config.zones;
  options.connections_max = config.connections_max;
  options.subscribers_max = config.subscribers_max;
  options.body_bytes_max = config.body_bytes_max;
  options.partners = partner::views_of(config.partners);
  if (!config.dev) {
    auto keys = http::key_ring::load(config.token_keys);
    if (!keys.ok()) return keys.error();
    options.keys = std::move(*keys);
  }
  return options;
}

// Other nodes take a record of a partner that a partner's token comes with.
constexpr duration_ms token_life{60'000};

partner::gateway_options partners_of(const server_config& config, const http::gateway& gateway) {
  partner::gateway_options options;
  options.kafka = config.kafka;
  options.partners = config.partners;
  if (!config.dev) {
    options.tokens = [&gateway](const tenant_id& tenant, const std::string& name) {
      http::token_claims claims;
      claims.tenant = tenant;
      claims.role = principal_role::partner;
      claims.name = name;
      claims.expires_at = wall_clock() + token_life;
      const auto minted = gateway.mint(claims);
      return minted.ok() ? *minted : std::string();
    };
  }
  return options;
}

/// One node among others: the group, the table of all nodes, and what the table says.
struct company {
  std::unique_ptr<store::partition_group> group;
  std::shared_ptr<node_book> book = std::make_shared<node_book>();
  std::unique_ptr<store::keyed_topic> table;
};

std::string url_of(const std::string& host, std::uint16_t port) {
  const bool six = host.find(':') != std::string::npos;
  return fmt::format("http://{}{}{}:{}", six ? "[" : "", host, six ? "]" : "", port);
}

/// Nothing for a node that is alone.
result<std::optional<membership>> join_others(const server_config& config, company& with) {
  if (config.node.empty()) return std::optional<membership>();
  membership self;
  self.name = config.node;
  self.url = config.node_address.empty() ? url_of(config.listen.host, config.listen.port)
                                         : config.node_address;
  if (http::split_url(self.url).port.empty() || http::split_url(self.url).port == "0") {
    return rejection{errc::bad_request,
                     "the other nodes cannot reach " + self.url + ": give --node-address",
                     {}};
  }
  store::group_options how = config.nodes;
  how.member = config.node;
  auto group = store::open_partition_group(config.kafka, how);
  if (!group.ok()) return group.error();
  auto table = store::follow_keyed_topic(
      config.kafka, config.nodes_topic,
      [book = with.book](const std::string& key, const std::string& word) {
        book->hear(key, word);
      });
  if (!table.ok()) return table.error();
  with.group = std::move(*group);
  with.table = std::move(*table);
  self.group = with.group.get();
  self.table = with.table.get();
  self.book = with.book;
  return std::optional<membership>(std::move(self));
}

void reload_keys(http::gateway& gateway, const server_config& config) {
  if (config.dev) return;
  auto keys = http::key_ring::load(config.token_keys);
  if (keys.ok()) {
    gateway.replace_keys(std::move(*keys));
    http::log_event(http::log_level::info, "keys_replaced", {{"file", config.token_keys}});
  } else {
    http::log_event(http::log_level::error, "keys_kept", {{"reason", keys.error().message}});
  }
}

/// Until SIGINT or SIGTERM.
void serve_until_told(const signals& wait_for, node& running, http::gateway& gateway,
                      const server_config& config) {
  using std::chrono::steady_clock;
  const auto started = steady_clock::now();
  bool ready = false;
  while (true) {
    const auto signal = wait_for.wait(std::chrono::milliseconds(ready ? 1000 : 20));
    if (signal == SIGHUP) reload_keys(gateway, config);
    if (signal == SIGINT || signal == SIGTERM) return;
    if (!ready && running.wait_until_ready(duration_ms(0))) {
      ready = true;
      const std::chrono::duration<double> span = steady_clock::now() - started;
      fmt::print("parley: ready after {:.3f} s\n", span.count());
      std::fflush(stdout);
    }
  }
}

exit_code serve(const serve_arguments& arguments) {
  const signals wait_for;
  const auto config = settle(arguments);
  if (!config.ok()) return report(config.error());
  http::set_log_level(level_of(config->log_level));
  auto options = gateway_of(*config);
  if (!options.ok()) return report(options.error());
  auto opened = open_store(*config, arguments.partitions);
  if (!opened.ok()) return report(opened.error());

  node_options how;
  how.shard.snapshot_every_events = config->snapshot_every;
  how.shard.in_flight_max = config->in_flight_max;
  how.shard.passivate_after_ms = duration_ms(std::int64_t{config->idle_after_s} * 1000);
  company with;
  auto among = join_others(*config, with);
  if (!among.ok()) return report(among.error());
  how.among = std::move(*among);
  node running(*opened->log, *opened->follower, how);
  options->door = partner::door_of(running, config->partners, {});
  http::gateway gateway(running, std::move(*options));
  const auto bound = gateway.start();
  if (!bound.ok()) {
    running.close();
    return report(bound.error());
  }
  if (config->dev) {
    fmt::print(stderr, "parley: DEVELOPMENT MODE: every request on this machine may do anything\n");
  }
  fmt::print("parley: listening on {}\n", url_of(bound->host, bound->port));
  std::fflush(stdout);
  partner::gateway partners(running, partners_of(*config, gateway));
  const bool over_kafka = !config->partners.empty() && !config->kafka.bootstrap.empty();
  const status reached = over_kafka ? partners.start() : status(done{});
  if (!reached.ok()) {
    gateway.stop();
    running.close();
    return report(reached.error());
  }
  serve_until_told(wait_for, running, gateway, *config);
  partners.stop();
  running.leave(hand_over_limit);
  gateway.stop();
  running.close();
  fmt::print("parley: stopped\n");
  return exit_code::ok;
}

}  // namespace

void add_serve(CLI::App& app, exit_code& code) {
  auto arguments = std::make_shared<serve_arguments>();
  auto* command = app.add_subcommand("serve", "Run the server");
  command->footer(
      "SIGINT or SIGTERM stop it cleanly; SIGHUP reads the token keys again. It may be killed at\n"
      "any moment: nothing that was answered is lost. `listening` is printed when requests are\n"
      "taken, `ready` when the log is replayed; GET /health/ready tells the same.\n\n"
      "Examples:\n"
      "  parley serve --data ./data --listen 127.0.0.1:8080 --dev\n"
      "  parley serve --data ./copy --journal kafka --kafka-bootstrap 127.0.0.1:19092 --dev\n"
      "  parley serve --data ./a --listen 127.0.0.1:8081 --journal kafka \\\n"
      "    --kafka-bootstrap 127.0.0.1:19092 --node a --dev\n"
      "  parley serve --config /etc/parley/parley.toml");
  command->add_option("--config", arguments->config, "Configuration file; flags win over it");
  command->add_option("--data", arguments->data, "Data directory; made if it is not there");
  command->add_option("--listen", arguments->listen, "HOST:PORT; port 0: any free one");
  command->add_option("--console", arguments->console, "Folder of the console's files");
  command->add_option("--token-keys", arguments->token_keys, "Key file of bearer tokens");
  command->add_option("--partitions", arguments->partitions, "Of a new data directory")
      ->check(CLI::Range(1, 1024));
  command
      ->add_option("--journal", arguments->journal,
                   "embedded: the log is in --data; kafka: it is a topic, --data a copy")
      ->check(CLI::IsMember({"embedded", "kafka"}));
  command->add_option("--kafka-bootstrap", arguments->kafka_bootstrap,
                      "HOST:PORT,… of the cluster; its other settings are in the file");
  command->add_option("--kafka-topic", arguments->kafka_topic, "Default: parley.events");
  command->add_option("--node", arguments->node,
                      "Name of this node, if several share the log; like no other's");
  command->add_option("--node-address", arguments->node_address,
                      "http://HOST:PORT where the other nodes reach it; default: --listen");
  command
      ->add_flag("--without-read-back", arguments->without_read_back,
                 "Answer for what no reader may see: only for the test that proves so")
      ->group("");
  command->add_option("--log-level", arguments->log_level, "debug, info, warn or error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
  command->add_flag("--dev", arguments->dev, "No tokens needed; loopback addresses only");
  command->callback([arguments, &code] { code = serve(*arguments); });
}

}  // namespace parley::tool

#include "tools/parley/config.hpp"

#include <charconv>
#include <fstream>
#include <iterator>

#include "tools/parley/partner_config.hpp"
#include "tools/parley/toml_reader.hpp"

namespace parley::tool {

result<listen_address> parse_listen(std::string_view text) {
  const rejection wrong{errc::bad_request, "not HOST:PORT: " + std::string(text), {}};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return wrong;
  }
  const std::string_view digits = text.substr(colon + 1);
  listen_address out;
  out.host = host;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  if (host.empty() || digits.empty() || !whole) return wrong;
  return out;
}

namespace {

void read_top(toml_reader& in, server_config& to, const std::string& name) {
  in.text("data", to.data);
  std::string listen;
  in.text("listen", listen);
  if (!listen.empty()) {
    auto address = parse_listen(listen);
    if (address.ok()) {
      to.listen = *address;
    } else {
      in.refuse(name + ": `listen`: " + address.error().message);
    }
  }
  in.number<std::uint16_t>("partitions", 1, 1024, to.partitions);
  in.flag("dev", to.dev);
  in.text("console", to.console);
  in.text("zones", to.zones);
  in.text("token_keys", to.token_keys);
  in.text("log_level", to.log_level);
  bool known = false;
  for (const std::string_view level : {"debug", "info", "warn", "error"}) {
    known = known || to.log_level == level;
  }
  if (!known) in.refuse(name + ": `log_level` must be debug, info, warn or error");
}

void read_journal(toml_reader& in, server_config& to, const std::string& name) {
  in.section("journal", [&](toml_reader& journal) {
    journal.text("engine", to.journal);
    if (to.journal != "embedded" && to.journal != "kafka") {
      journal.refuse(name + ": `engine` must be embedded or kafka");
    }
  });
  in.section("kafka", [&](toml_reader& kafka) {
    kafka.text("bootstrap", to.kafka.bootstrap);
    kafka.text("topic", to.kafka.topic);
    kafka.whole("append_timeout_ms", 100, 600'000, to.kafka.append_timeout.value);
    kafka.whole("read_back_timeout_ms", 100, 600'000, to.kafka.read_back_timeout.value);
    kafka.whole("stall_timeout_ms", 0, 600'000, to.kafka.stall_timeout.value);
    kafka.named_texts("properties", to.kafka.properties);
    kafka.named_texts("secret_files", to.kafka.secret_files);
  });
  in.section("nodes", [&](toml_reader& nodes) {
    nodes.text("name", to.node);
    nodes.text("address", to.node_address);
    nodes.text("group", to.nodes.group);
    nodes.text("topic", to.nodes_topic);
    nodes.whole("session_timeout_ms", 1000, 600'000, to.nodes.session_timeout.value);
  });
}

}  // namespace

result<server_config> parse_config(std::string_view text, std::string_view name) {
  auto table = parse_toml(text, name);
  if (!table.ok()) return table.error();
  server_config config;
  toml_reader in(*table, std::string(name));
  read_top(in, config, std::string(name));
  in.section("limits", [&](toml_reader& limits) {
    limits.number<std::uint32_t>("connections_max", 1, 1'000'000, config.connections_max);
    limits.number<std::uint32_t>("subscribers_max", 0, 100'000, config.subscribers_max);
    limits.number<std::uint32_t>("body_bytes_max", 1024, 64U << 20U, config.body_bytes_max);
    limits.number<std::uint32_t>("in_flight_max", 1, 10'000'000, config.in_flight_max);
  });
  in.section("entities", [&](toml_reader& entities) {
    entities.number<std::uint32_t>("snapshot_every", 1, 1'000'000, config.snapshot_every);
    entities.number<std::uint32_t>("idle_after_s", 1, 31'536'000, config.idle_after_s);
  });
  read_journal(in, config, std::string(name));
  read_partners(in, config.partners);
  const status end = in.finish();
  if (!end.ok()) return end.error();
  return config;
}

result<server_config> load_config(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return rejection{errc::bad_request, "cannot read " + path, {}};
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return parse_config(text, path);
}

}  // namespace parley::tool

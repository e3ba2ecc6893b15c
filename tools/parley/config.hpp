#pragma once
// The server's configuration file, `parley.toml`. Every key is optional; a flag of `parley serve`
// wins over the file. A key nobody knows is an error, with its line: a typing mistake must not be
// a silent default. deploy/parley.toml shows every key.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/partner/installations.hpp"
#include "events/base/result.hpp"
#include "events/base/time.hpp"
#include "store/kafka_options.hpp"
#include "store/partition_group.hpp"

namespace parley::tool {

struct listen_address {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  bool operator==(const listen_address&) const = default;
};
/// `HOST:PORT`, IPv6 in brackets.
result<listen_address> parse_listen(std::string_view text);

struct server_config {
  std::string data;
  listen_address listen;
  std::uint16_t partitions = 8;               ///< of a new data directory; an old one keeps its own
  bool dev = false;                           ///< no tokens needed; loopback only
  std::string console;                        ///< folder of the console's files; empty: not served
  std::string zones = "/usr/share/zoneinfo";  ///< compiled time zones, of one release
  std::string token_keys;                     ///< key file; needed unless `dev`
  std::string log_level = "info";

  // [limits]
  std::uint32_t connections_max = 1024;
  std::uint32_t subscribers_max = 256;
  std::uint32_t body_bytes_max = 1024 * 1024;
  std::uint32_t in_flight_max = 16384;  ///< commands a shard holds; one more is OVERLOADED

  // [entities]
  std::uint32_t snapshot_every = 100;  ///< events between snapshots of one entity
  std::uint32_t idle_after_s = 300;    ///< an entity unused for so long leaves memory

  // [journal]
  std::string journal = "embedded";  ///< or "kafka": then `data` is only a copy, made again at will

  // [kafka]
  store::kafka_options kafka;

  // [nodes]
  std::string node;          ///< this one's name; empty: it has the log to itself
  std::string node_address;  ///< http://HOST:PORT for the other nodes; empty: as `listen`
  store::group_options nodes;
  std::string nodes_topic = "parley.nodes";

  // [[partner]]
  std::vector<partner::definition> partners;

  bool operator==(const server_config&) const = default;
};

/// `name` is what messages call the file: "parley.toml:12: unknown key `lisen`".
result<server_config> parse_config(std::string_view text, std::string_view name);
result<server_config> load_config(const std::string& path);

}  // namespace parley::tool

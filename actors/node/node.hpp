#pragma once
// A running node: its journal and replica, one shard for each partition, and the threads beside
// them (replica writer, clock, claims). Open it, serve through node_port, close it. Thread-safe.

#include <filesystem>
#include <memory>

#include "actors/node/custody.hpp"
#include "actors/node/port.hpp"
#include "actors/runtime/system.hpp"
#include "actors/shard/options.hpp"

namespace parley {

struct node_options {
  shard_options shard;  ///< `partition` is set for each
  runtime::system_options system;
  duration_ms tick_every_ms{10};
  /// Milliseconds since 1970; tests give their own.
  std::function<time_ms()> clock;
  /// One of several nodes that share the log; none: every partition is this node's.
  std::optional<membership> among;
};

/// The wall clock.
time_ms wall_clock();

class node : public node_port {
 public:
  /// Takes every partition of `journal`, or those that the group gives it. `journal` and `replica`
  /// outlive the node.
  node(store::journal& journal, store::replica& replica, const node_options& options);
  /// As close().
  ~node() override;

  /// Hands every partition over to other nodes, and waits until they serve them, `limit` at most.
  /// Requests may still come: they are told where to go. Nothing to do for a single node.
  void leave(duration_ms limit);
  /// Leaves if need be, finishes what is in flight, writes snapshots and checkpoints, stops all
  /// threads. Idempotent.
  void close();
  /// Waits until every shard of this node runs and the others follow. False: `limit` passed.
  [[nodiscard]] bool wait_until_ready(duration_ms limit) const;
  /// What keeps shards or the replica from working; empty if nothing does.
  std::vector<std::string> problems() const override;

  std::uint16_t partition_count() const override;
  void submit(command_request request) override;
  void read_floor(partition_id partition, offset at_least, duration_ms limit,
                  std::function<void(result<floor_reading>)> use) override;
  void read_copy(partition_id partition, offset at_least, duration_ms limit,
                 std::function<void(result<floor_reading>)> use) override;
  void read_entity(const stream_id& stream, offset at_least, duration_ms limit,
                   std::function<void(result<entity_reading>)> use) override;
  std::uint64_t follow(partition_id partition, std::function<void(offset)> advanced) override;
  void unfollow(partition_id partition, std::uint64_t token) override;
  partition_place place_of(partition_id partition) const override;
  std::string name() const override;
  std::vector<shard_progress> progress() const override;
  const store::journal& log() const override;
  const store::replica& index() const override;

 private:
  struct content;
  std::unique_ptr<content> content_;
};

}  // namespace parley

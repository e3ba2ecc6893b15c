#pragma once
// What a gateway may ask of the node: submit commands, read views and entities, follow the log.
// Everything is asynchronous and thread-safe; callbacks run on a shard's thread and must not block
// (post back to your own executor). No CAF type is visible here.

#include <functional>
#include <string>
#include <vector>

#include "events/base/recorded.hpp"
#include "events/entities.hpp"
#include "events/views/floor.hpp"
#include "store/journal.hpp"
#include "store/replica.hpp"

namespace parley {

/// What a command did. `events` is empty when the command changed nothing (already so).
struct command_answer {
  position at;            ///< of the commit; of the stream's last commit if nothing was appended
  version in_stream;      ///< after it
  bool repeated = false;  ///< this command id was answered before: this is the first answer again
  std::vector<any_event> events;
};

/// One command of a client. `reply` is called once: after the append is durable, or with a
/// rejection. UNAVAILABLE: unknown outcome, retry with the same id. OVERLOADED, RECOVERING: not
/// stored, retry later.
struct command_request {
  stream_id target;
  command_id id;
  principal by;
  any_command command;
  std::function<void(result<command_answer>)> reply;
  /// Of the partner's record that asked; rides in the commit.
  std::optional<store::source_position> source = std::nullopt;
};

/// Views as they are at `at`; references are valid during the callback only.
struct floor_reading {
  const floor& views;
  position at;
};
struct entity_reading {
  const any_state& state;
  version in_stream;
  position at;  ///< the partition's, not the stream's
};

/// Standby: another node serves the partition, and this one follows its log.
enum class shard_phase : std::uint8_t {
  starting = 0,
  replaying = 1,
  running = 2,
  stopped = 3,
  standby = 4
};
struct shard_progress {
  partition_id partition;
  shard_phase phase = shard_phase::starting;
  offset applied;
  offset end;
  std::uint64_t live_entities = 0;
  std::uint64_t in_flight = 0;  ///< commands accepted and not yet answered
  std::uint64_t commands = 0;   ///< answered since start, by outcome below
  std::uint64_t rejected = 0;
  std::uint64_t events = 0;  ///< appended since start
  /// Records of a log shared with others that this node has still to read.
  std::uint64_t behind = 0;
  std::uint64_t stalls = 0;  ///< how often reading of a shared log stood still and began anew
  /// False: another node is to serve it, or none.
  bool ours = true;
};

/// Who serves a partition, as far as this node knows.
struct partition_place {
  enum class custody : std::uint8_t { here, elsewhere, nobody };
  custody who = custody::here;
  std::string node;  ///< elsewhere: its name
  std::string url;   ///< elsewhere: http://HOST:PORT
};

class node_port {
 public:
  node_port() = default;
  node_port(const node_port&) = delete;
  node_port& operator=(const node_port&) = delete;
  virtual ~node_port() = default;

  virtual std::uint16_t partition_count() const = 0;

  virtual void submit(command_request request) = 0;

  /// Calls `use` once the views hold at least `at_least` (offset 0: at once). Waits `limit` at
  /// most: then UNAVAILABLE. RECOVERING while the shard replays.
  virtual void read_floor(partition_id partition, offset at_least, duration_ms limit,
                          std::function<void(result<floor_reading>)> use) = 0;
  /// As read_floor(), and of a partition that another node serves, too: as far as this node has
  /// followed its log.
  virtual void read_copy(partition_id partition, offset at_least, duration_ms limit,
                         std::function<void(result<floor_reading>)> use) {
    read_floor(partition, at_least, limit, std::move(use));
  }
  /// The entity behind `stream`, loaded if need be. NOT_FOUND if it has no event.
  virtual void read_entity(const stream_id& stream, offset at_least, duration_ms limit,
                           std::function<void(result<entity_reading>)> use) = 0;

  /// `advanced` is called with the last durable offset of `partition` after each append, coalesced.
  /// Returns a token for `unfollow`, after which no call comes.
  virtual std::uint64_t follow(partition_id partition, std::function<void(offset)> advanced) = 0;
  virtual void unfollow(partition_id partition, std::uint64_t token) = 0;

  /// Requests for a partition that is elsewhere are to be sent there.
  virtual partition_place place_of(partition_id /*partition*/) const { return {}; }
  /// This node's name among others; empty: there are no others.
  virtual std::string name() const { return {}; }

  virtual std::vector<shard_progress> progress() const = 0;
  /// What keeps it from working as it should, for operators; empty: nothing.
  virtual std::vector<std::string> problems() const { return {}; }
  virtual const store::journal& log() const = 0;
  virtual const store::replica& index() const = 0;
};

}  // namespace parley

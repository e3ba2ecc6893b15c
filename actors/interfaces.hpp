#pragma once
// Every actor interface of the system, on one page: who can be told what. An actor takes one
// message type, a variant; each alternative says what it asks for.

#include <variant>

#include "actors/node/port.hpp"

namespace parley {

// ---- shard: one for each partition of the node ----

/// Commands are in the inbox: decide them.
struct wake {};
/// The partition was claimed: replay, then serve.
struct begin {
  store::ownership owned;
};
/// The claim failed: stay stopped, and say why.
struct cannot_begin {
  rejection why;
};
/// Replay a further part (sent by the shard to itself, so that others get their turn).
struct replay_more {};
/// The append is durable, refused, or of unknown outcome.
struct append_finished {
  result<offset> last;
  store::commit_batch batch;
};
/// The replica has applied everything up to `at`.
struct replica_followed {
  offset at;
};
/// The clock moved.
struct tick {};
struct read_views {
  offset at_least;
  duration_ms limit;
  std::function<void(result<floor_reading>)> use;
  bool of_copy = false;  ///< what another node serves will do
};
struct read_state {
  stream_id stream;
  offset at_least;
  duration_ms limit;
  std::function<void(result<entity_reading>)> use;
};
/// The partition is another node's, or nobody's: follow its log.
struct stand_by {};
/// The partition goes to another node: finish what is under way, write snapshots and the
/// checkpoint, call `released`, then stand by. `at_once`: what is under way is dropped.
struct hand_over {
  bool at_once = false;
  std::function<void()> released;
};
/// Finish what is under way, write snapshots and the checkpoint, then call `stopped`.
struct shut_down {
  std::function<void()> stopped;
};

using shard_message =
    std::variant<wake, begin, cannot_begin, replay_more, append_finished, replica_followed, tick,
                 read_views, read_state, stand_by, hand_over, shut_down>;

}  // namespace parley

#pragma once
// The live entities of a shard: loads them on demand (snapshot + tail), hands out snapshots, and
// lets idle ones go. An entity leaves memory only when the replica knows all of it, so a load
// always sees the whole stream. Lives on the shard's thread.

#include <memory>
#include <unordered_map>

#include "actors/shard/options.hpp"
#include "actors/shard/persistent_actor.hpp"
#include "store/journal.hpp"
#include "store/replica.hpp"

namespace parley {

class entity_host {
 public:
  entity_host(const shard_options& options, const store::journal& journal,
              const store::replica& replica);

  /// The live entity, loaded if need be; one without events has version 0. CORRUPT or UNAVAILABLE
  /// if its stream cannot be read. The pointer stays good until the entity is passivated.
  result<persistent_actor*> find(const stream_id& stream, time_ms now);
  std::size_t size() const { return actors_.size(); }
  /// After a failed append nothing in memory can be trusted.
  void drop_all();

  /// Adds a snapshot to `update` if the interval has passed and the entity is clean.
  void snapshot_if_due(persistent_actor& actor, store::replica_update& update) const;
  /// One step of passivation over a part of the table. `followed`: what the replica has applied.
  void sweep(time_ms now, offset followed, store::replica_update& update);
  /// A snapshot of every clean entity that is ahead of its last one.
  void snapshot_all(store::replica_update& update);

 private:
  result<std::unique_ptr<persistent_actor>> load(const stream_id& stream) const;
  status replay_tail(persistent_actor& actor) const;
  bool may_leave(persistent_actor& actor, time_ms now, offset followed,
                 store::replica_update& update) const;

  const shard_options& options_;
  const store::journal& journal_;
  const store::replica& replica_;
  // Not noexcept, so that libstdc++ keeps each hash: a look-up then compares one string, not a
  // chain.
  struct stream_hash {
    std::size_t operator()(const stream_id& stream) const { return std::hash<stream_id>{}(stream); }
  };

  std::unordered_map<stream_id, std::unique_ptr<persistent_actor>, stream_hash> actors_;
  std::size_t sweep_bucket_ = 0;
};

/// Folds one commit into an entity, with everything that belongs to it. UNSUPPORTED events (of a
/// newer writer) count as a version and change nothing.
status apply_commit(persistent_actor& actor, const store::commit_view& commit);

}  // namespace parley

#pragma once
// The live entities of a shard: loads them on demand (snapshot + tail), hands out snapshots, and
// lets idle ones go. An entity leaves memory only when the replica knows all of it, so a load
// always sees the whole stream. Lives on the shard's thread.

#include <memory>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include "actors/shard/options.hpp"
#include "actors/shard/persistent_actor.hpp"
#include "events/codec/event_codec.hpp"
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
  /// A hint that find(stream) comes soon: its memory is fetched meanwhile. Of ten thousand live
  /// entities the next one is never in the cache. Answers it if it is live (or one whose name has
  /// the same hash), good until the next sweep() or drop_all().
  const persistent_actor* expect(const stream_id& stream) const;
  std::size_t size() const { return actors_.size(); }
  /// After a failed append nothing in memory can be trusted.
  void drop_all();

  /// Adds a snapshot to `update` if the interval has passed and the entity is clean.
  void snapshot_if_due(persistent_actor& actor, store::replica_update& update) const;
  /// One step of passivation over a part of the table: what is idle leaves, and in a crowd whatever
  /// is met. `followed`: what the replica has applied.
  void sweep(time_ms now, offset followed, store::replica_update& update);
  /// A snapshot of every clean entity that is ahead of its last one.
  void snapshot_all(store::replica_update& update);

 private:
  result<std::unique_ptr<persistent_actor>> load(const stream_id& stream);
  status replay_tail(persistent_actor& actor);
  bool crowded_by(entity_kind kind) const;
  bool may_leave(persistent_actor& actor, time_ms now, offset followed,
                 store::replica_update& update) const;

  const shard_options& options_;
  const store::journal& journal_;
  const store::replica& replica_;
  // A slot is a hash and a pointer, so that a look-up touches one line of the table and the entity.
  struct resident {
    std::size_t hash;
    std::unique_ptr<persistent_actor> actor;
  };
  struct name {
    std::size_t hash;
    const stream_id& stream;
  };
  struct hash_only {
    std::size_t hash;
  };
  struct slot_hash {
    using is_transparent = void;
    using is_avalanching = void;
    std::size_t operator()(const resident& one) const { return one.hash; }
    std::size_t operator()(const name& one) const { return one.hash; }
    std::size_t operator()(const hash_only& one) const { return one.hash; }
  };
  struct slot_equal {
    using is_transparent = void;
    bool operator()(const resident& a, const resident& b) const { return a.actor == b.actor; }
    bool operator()(const resident& a, const name& b) const {
      return a.hash == b.hash && a.actor->stream == b.stream;
    }
    bool operator()(const name& a, const resident& b) const { return (*this)(b, a); }
    bool operator()(const resident& a, const hash_only& b) const { return a.hash == b.hash; }
    bool operator()(const hash_only& a, const resident& b) const { return a.hash == b.hash; }
  };

  boost::unordered_flat_set<resident, slot_hash, slot_equal> actors_;
  std::vector<persistent_actor*> order_;  // the same, in no order, for sweep()
  std::size_t swept_ = 0;                 // place in order_
  std::size_t promises_ = 0;              // how many of them are timers, milestones or cases
  codec::event_decoder decoder_;
};

/// Folds one commit into an entity, with everything that belongs to it. UNSUPPORTED events (of a
/// newer writer) count as a version and change nothing.
status apply_commit(persistent_actor& actor, codec::event_decoder& decoder,
                    const store::commit_view& commit);

}  // namespace parley

#pragma once
// Every entity of a partition, folded from the log's start: what full recovery and verification
// walk. Thousands of entities take turns, so each commit would wait for memory several times; the
// commits of a record are looked up together, so that they wait for it together.
//
// Limitations: one thread; memory grows with the number of entities.

#include <deque>
#include <span>

#include "actors/shard/persistent_actor.hpp"
#include "events/codec/event_codec.hpp"
#include "store/commit.hpp"

namespace parley {

class entity_folds {
 public:
  /// Finds the entities of `commits`, making those that are new, and brings their memory near.
  void look_ahead(std::span<const store::commit_view> commits);
  /// The entity of commit `index` of the last look_ahead. It stays where it is.
  persistent_actor& of(std::size_t index) { return *found_[index]; }
  /// Folds the commits of the last look_ahead, in order.
  status fold(std::span<const store::commit_view> commits);

  std::size_t size() const { return actors_.size(); }

 private:
  struct slot {
    std::uint64_t hash = 0;
    persistent_actor* actor = nullptr;
  };

  std::uint64_t hash_of(const store::commit_view& commit);
  slot& first_slot(std::uint64_t hash) { return slots_[hash & (slots_.size() - 1)]; }
  persistent_actor* probe(std::uint64_t hash, const store::commit_view* same);
  persistent_actor& make(std::uint64_t hash, const store::commit_view& commit);
  void put(slot entry);

  std::deque<persistent_actor> actors_;
  std::vector<slot> slots_ = std::vector<slot>(1024);  // a power of two; at most half are used
  std::vector<std::uint64_t> hashes_;
  std::vector<persistent_actor*> found_;
  std::string tenant_;  // of the last commit: most have the same
  std::uint64_t tenant_hash_ = 0;
  codec::event_decoder decoder_;
};

}  // namespace parley

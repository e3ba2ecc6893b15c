#pragma once
// The armed timers, or the running milestones, of one tenant by id. There may be a million, so an
// entry is one block of memory: 32 bytes and its id, and 10 more in the table. It keeps its
// address.

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include <boost/unordered/unordered_flat_set.hpp>

#include "events/base/time.hpp"
#include "events/milestone/definitions.hpp"

namespace parley {

struct timer_entry {
  time_ms due;               ///< when the clock must look; 0: never, and it is not in the heap
  time_ms target;            ///< of a milestone only; 0 while paused
  std::uint32_t slot = 0;    ///< its place in the heap
  std::uint32_t tenant = 0;  ///< the number of its tenant in the floor
  std::uint32_t label = 0;   ///< a milestone's process and level, numbered in its tenant's promises
  milestone_phase phase = milestone_phase::pending;
  bool milestone = false;
  const std::uint16_t id_bytes;  ///< the id follows the entry in memory

  /// Of the timer or the milestone's run.
  std::string_view id() const {
    return {static_cast<const char*>(static_cast<const void*>(this + 1)), id_bytes};
  }

 private:
  friend class timer_table;
  explicit timer_entry(std::uint16_t bytes) : id_bytes(bytes) {}
};

class timer_table {
 public:
  /// Null if there is none.
  timer_entry* find(std::string_view id) const;
  bool contains(std::string_view id) const { return find(id) != nullptr; }
  /// The entry, and whether it is new.
  std::pair<timer_entry&, bool> at(std::string_view id);
  void erase(const timer_entry& entry);
  std::size_t size() const { return entries_.size(); }
  /// In no order.
  template <class Use>
  void for_each(Use&& use) const {
    for (const auto& entry : entries_) {
      use(static_cast<const timer_entry&>(*entry));
    }
  }

 private:
  struct give_back {
    void operator()(timer_entry* entry) const;
  };
  using owned = std::unique_ptr<timer_entry, give_back>;
  static owned make(std::string_view id);

  struct hash_id {
    using is_transparent = void;
    std::size_t operator()(std::string_view id) const { return std::hash<std::string_view>{}(id); }
    std::size_t operator()(const owned& entry) const { return (*this)(entry->id()); }
  };
  struct same_id {
    using is_transparent = void;
    bool operator()(const owned& a, const owned& b) const { return a->id() == b->id(); }
    bool operator()(const owned& a, std::string_view b) const { return a->id() == b; }
    bool operator()(std::string_view a, const owned& b) const { return a == b->id(); }
  };
  boost::unordered_flat_set<owned, hash_id, same_id> entries_;
};

}  // namespace parley

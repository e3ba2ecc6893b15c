#pragma once
// The due times of armed timers and running milestones: a binary heap of references to entries that
// live in the tenants' maps. About 170 bytes each in all, so a million need no actor each.

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/base/time.hpp"
#include "events/milestone/definitions.hpp"

namespace parley {

struct timer_entry {
  time_ms due;               ///< when the clock must look; 0: never, and it is not in the heap
  std::uint32_t slot = 0;    ///< its place in the heap
  std::uint32_t tenant = 0;  ///< the number of its tenant in the floor
  // Of a milestone only.
  time_ms target;           ///< 0 while paused
  std::uint32_t label = 0;  ///< its process and level, numbered in its tenant's promises
  milestone_phase phase = milestone_phase::pending;
  bool milestone = false;
};
/// By the id of the timer or the milestone's run. Nodes keep their address.
using timer_map = std::unordered_map<std::string, timer_entry>;
using timer_node = timer_map::value_type;

class timer_heap {
 public:
  /// The node must stay where it is until `remove`.
  void add(timer_node& node);
  /// After its due time changed.
  void move(timer_node& node);
  void remove(timer_node& node);
  const timer_node* earliest() const { return nodes_.empty() ? nullptr : nodes_.front(); }
  /// Due ≤ now, oldest first (then by tenant and id), at most `limit`.
  std::vector<const timer_node*> due(time_ms now, std::size_t limit) const;
  /// Shows them in that order until `next` returns false.
  void visit(const std::function<bool(const timer_node&)>& next) const;

 private:
  void place(timer_node* node, std::size_t slot);
  void rise(std::size_t slot);
  void sink(std::size_t slot);

  std::vector<timer_node*> nodes_;
};

}  // namespace parley

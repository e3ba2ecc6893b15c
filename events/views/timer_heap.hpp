#pragma once
// The due times of armed timers and running milestones: a binary heap of references to entries that
// live in the tenants' tables. 8 bytes each, so a million need no actor each.

#include <functional>
#include <vector>

#include "events/views/timer_table.hpp"

namespace parley {

class timer_heap {
 public:
  /// The entry must stay where it is until `remove`.
  void add(timer_entry& entry);
  /// After its due time changed.
  void move(timer_entry& entry);
  void remove(timer_entry& entry);
  const timer_entry* earliest() const { return entries_.empty() ? nullptr : entries_.front(); }
  /// Due ≤ now, oldest first (then by tenant and id), at most `limit`.
  std::vector<const timer_entry*> due(time_ms now, std::size_t limit) const;
  /// Milestones of that tenant that come after `due` and `id` in that order, at most `limit`.
  std::vector<const timer_entry*> milestones_after(std::uint32_t tenant, time_ms due,
                                                   std::string_view id, std::size_t limit) const;
  /// Shows them in that order until `next` returns false.
  void visit(const std::function<bool(const timer_entry&)>& next) const;

 private:
  void place(timer_entry* entry, std::size_t slot);
  void rise(std::size_t slot);
  void sink(std::size_t slot);

  std::vector<timer_entry*> entries_;
};

}  // namespace parley

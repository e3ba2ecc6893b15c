#include "events/views/timer_table.hpp"

#include <algorithm>
#include <limits>
#include <new>

#include "events/base/assert.hpp"

namespace parley {

void timer_table::give_back::operator()(timer_entry* entry) const {
  entry->~timer_entry();
  ::operator delete(entry);
}

timer_table::owned timer_table::make(std::string_view id) {
  PARLEY_ASSERT(id.size() <= std::numeric_limits<std::uint16_t>::max(), "an id is short");
  void* const memory = ::operator new(sizeof(timer_entry) + id.size());
  auto* const entry = new (memory) timer_entry(static_cast<std::uint16_t>(id.size()));
  std::copy(id.begin(), id.end(), static_cast<char*>(memory) + sizeof(timer_entry));
  return owned(entry);
}

timer_entry* timer_table::find(std::string_view id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->get();
}

std::pair<timer_entry&, bool> timer_table::at(std::string_view id) {
  const auto [place, made] = entries_.insert(make(id));  // most are new
  return {**place, made};
}

void timer_table::erase(const timer_entry& entry) { entries_.erase(entries_.find(entry.id())); }

}  // namespace parley

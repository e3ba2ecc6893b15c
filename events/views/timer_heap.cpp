#include "events/views/timer_heap.hpp"

#include <algorithm>
#include <queue>

namespace parley {
namespace {

bool earlier(const timer_entry* a, const timer_entry* b) {
  if (a->due != b->due) {
    return a->due < b->due;
  }
  if (a->tenant != b->tenant) {
    return a->tenant < b->tenant;
  }
  return a->id() < b->id();
}

}  // namespace

void timer_heap::place(timer_entry* entry, std::size_t slot) {
  entries_[slot] = entry;
  entry->slot = static_cast<std::uint32_t>(slot);
}

void timer_heap::rise(std::size_t slot) {
  timer_entry* entry = entries_[slot];
  while (slot > 0 && earlier(entry, entries_[(slot - 1) / 2])) {
    place(entries_[(slot - 1) / 2], slot);
    slot = (slot - 1) / 2;
  }
  place(entry, slot);
}

void timer_heap::sink(std::size_t slot) {
  timer_entry* entry = entries_[slot];
  while (true) {
    std::size_t child = 2 * slot + 1;
    if (child + 1 < entries_.size() && earlier(entries_[child + 1], entries_[child])) {
      ++child;
    }
    if (child >= entries_.size() || !earlier(entries_[child], entry)) {
      break;
    }
    place(entries_[child], slot);
    slot = child;
  }
  place(entry, slot);
}

void timer_heap::add(timer_entry& entry) {
  entries_.push_back(&entry);
  rise(entries_.size() - 1);
}

void timer_heap::move(timer_entry& entry) {
  rise(entry.slot);
  sink(entry.slot);
}

void timer_heap::remove(timer_entry& entry) {
  const std::size_t slot = entry.slot;
  timer_entry* last = entries_.back();
  entries_.pop_back();
  if (last != &entry) {
    place(last, slot);
    move(*last);
  }
}

std::vector<const timer_entry*> timer_heap::due(time_ms now, std::size_t limit) const {
  std::vector<const timer_entry*> found;
  visit([&](const timer_entry& entry) {
    if (entry.due > now || found.size() == limit) {
      return false;
    }
    found.push_back(&entry);
    return true;
  });
  return found;
}

std::vector<const timer_entry*> timer_heap::milestones_after(std::uint32_t tenant, time_ms due,
                                                             std::string_view id,
                                                             std::size_t limit) const {
  std::vector<const timer_entry*> found;
  for (const timer_entry* entry : entries_) {
    if (entry->milestone && entry->tenant == tenant &&
        (entry->due > due || (entry->due == due && entry->id() > id))) {
      found.push_back(entry);
    }
  }
  const std::size_t count = std::min(limit, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(),
                    [](const timer_entry* a, const timer_entry* b) { return earlier(a, b); });
  found.resize(count);
  return found;
}

void timer_heap::visit(const std::function<bool(const timer_entry&)>& next) const {
  const auto later = [&](std::size_t a, std::size_t b) {
    return earlier(entries_[b], entries_[a]);
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> near(later);
  const auto look_at = [&](std::size_t slot) {
    if (slot < entries_.size()) {
      near.push(slot);
    }
  };
  look_at(0);
  while (!near.empty()) {
    const std::size_t slot = near.top();
    near.pop();
    if (!next(*entries_[slot])) {
      return;
    }
    look_at(2 * slot + 1);
    look_at(2 * slot + 2);
  }
}

}  // namespace parley

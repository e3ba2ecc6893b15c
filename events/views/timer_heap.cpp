#include "events/views/timer_heap.hpp"

#include <algorithm>
#include <queue>

namespace parley {
namespace {

bool earlier(const timer_node* a, const timer_node* b) {
  if (a->second.due != b->second.due) {
    return a->second.due < b->second.due;
  }
  if (a->second.tenant != b->second.tenant) {
    return a->second.tenant < b->second.tenant;
  }
  return a->first < b->first;
}

}  // namespace

void timer_heap::place(timer_node* node, std::size_t slot) {
  nodes_[slot] = node;
  node->second.slot = static_cast<std::uint32_t>(slot);
}

void timer_heap::rise(std::size_t slot) {
  timer_node* node = nodes_[slot];
  while (slot > 0 && earlier(node, nodes_[(slot - 1) / 2])) {
    place(nodes_[(slot - 1) / 2], slot);
    slot = (slot - 1) / 2;
  }
  place(node, slot);
}

void timer_heap::sink(std::size_t slot) {
  timer_node* node = nodes_[slot];
  while (true) {
    std::size_t child = 2 * slot + 1;
    if (child + 1 < nodes_.size() && earlier(nodes_[child + 1], nodes_[child])) {
      ++child;
    }
    if (child >= nodes_.size() || !earlier(nodes_[child], node)) {
      break;
    }
    place(nodes_[child], slot);
    slot = child;
  }
  place(node, slot);
}

void timer_heap::add(timer_node& node) {
  nodes_.push_back(&node);
  rise(nodes_.size() - 1);
}

void timer_heap::move(timer_node& node) {
  rise(node.second.slot);
  sink(node.second.slot);
}

void timer_heap::remove(timer_node& node) {
  const std::size_t slot = node.second.slot;
  timer_node* last = nodes_.back();
  nodes_.pop_back();
  if (last != &node) {
    place(last, slot);
    move(*last);
  }
}

std::vector<const timer_node*> timer_heap::due(time_ms now, std::size_t limit) const {
  std::vector<const timer_node*> found;
  visit([&](const timer_node& node) {
    if (node.second.due > now || found.size() == limit) {
      return false;
    }
    found.push_back(&node);
    return true;
  });
  return found;
}

void timer_heap::visit(const std::function<bool(const timer_node&)>& next) const {
  const auto later = [&](std::size_t a, std::size_t b) { return earlier(nodes_[b], nodes_[a]); };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> near(later);
  const auto look_at = [&](std::size_t slot) {
    if (slot < nodes_.size()) {
      near.push(slot);
    }
  };
  look_at(0);
  while (!near.empty()) {
    const std::size_t slot = near.top();
    near.pop();
    if (!next(*nodes_[slot])) {
      return;
    }
    look_at(2 * slot + 1);
    look_at(2 * slot + 2);
  }
}

}  // namespace parley

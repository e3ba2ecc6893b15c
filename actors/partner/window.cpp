#include "actors/partner/window.hpp"

#include <algorithm>
#include <utility>

namespace parley::partner {

window::place window::add(std::uint64_t at, std::size_t bytes, const stream_id& order) {
  const place here = first_ + entries_.size();
  auto& named = *lines_.try_emplace(order).first;
  entries_.push_back({at, bytes, &named, false});
  bytes_ += bytes;
  line& mine = named.second;
  mine.waiting.push_back(here);
  offer(mine);
  return here;
}

void window::offer(line& from) {
  if (!from.busy && !from.waiting.empty() && from.uncommitted < bounds_.repeats_max) {
    from.busy = true;
    startable_.push_back(from.waiting.front());
    from.waiting.pop_front();
  }
}

std::vector<window::place> window::startable() {
  std::sort(startable_.begin(), startable_.end());
  return std::exchange(startable_, {});
}

void window::finish(place which) {
  entry& one = at(which);
  PARLEY_ASSERT(!one.done, "a record is done once");
  one.done = true;
  bytes_ -= one.bytes;
  line& mine = one.order->second;
  mine.busy = false;
  ++mine.uncommitted;
  offer(mine);
  while (done_ < first_ + entries_.size() && at(done_).done) {
    ++done_;
  }
}

std::optional<std::uint64_t> window::committable() const {
  return done_ == first_ ? std::nullopt : std::optional(at(done_ - 1).at + 1);
}

void window::committed(std::uint64_t next) {
  while (first_ < done_ && entries_.front().at < next) {
    line& mine = entries_.front().order->second;
    --mine.uncommitted;
    offer(mine);
    if (!mine.busy && mine.waiting.empty() && mine.uncommitted == 0) {
      lines_.erase(lines_.find(entries_.front().order->first));
    }
    entries_.pop_front();
    ++first_;
  }
}

bool window::full() const {
  return entries_.size() >= bounds_.records_max || bytes_ >= bounds_.bytes_max;
}

bool window::roomy() const {
  return entries_.size() <= bounds_.records_max / 2 && bytes_ <= bounds_.bytes_max / 2;
}

}  // namespace parley::partner

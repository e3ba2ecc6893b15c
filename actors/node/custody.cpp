#include "actors/node/custody.hpp"

#include <condition_variable>
#include <set>

namespace parley {
namespace {

// What is in flight becomes durable in milliseconds, or the cluster is in trouble: then the epoch
// of the next owner settles it, and nothing is served before.
constexpr std::chrono::seconds hand_over_limit(1);
constexpr std::chrono::seconds trouble_is_told(30);

// Shared with those who may answer late.
struct release_round {
  std::mutex mutex;
  std::condition_variable changed;
  std::set<partition_id> left;
};

}  // namespace

custody::custody(std::uint16_t partitions, membership self, custody_ports ports)
    : self_(std::move(self)), ports_(std::move(ports)), ours_(partitions) {
  word_.url = self_.url;
}

void custody::join() {
  self_.group->join(
      {[this](const std::vector<partition_id>& list) { given(list); },
       [this](const std::vector<partition_id>& list, bool lost) { taken_away(list, lost); },
       [this](const std::string& why) { note(why); }});
}

void custody::given(const std::vector<partition_id>& list) {
  for (const partition_id each : list) {
    if (each.value < ours_.size()) {
      ours_[each.value].store(true);
      ports_.claim(each);
    }
  }
  joined_.store(true);
}

void custody::taken_away(const std::vector<partition_id>& list, bool lost) {
  const auto round = std::make_shared<release_round>();
  for (const partition_id each : list) {
    ours_[each.value].store(false);
    round->left.insert(each);
  }
  const auto release = [&](partition_id which, bool at_once) {
    ports_.release(which, at_once, [round, which] {
      const std::lock_guard lock(round->mutex);
      round->left.erase(which);
      round->changed.notify_all();
    });
  };
  for (const partition_id each : list) {
    ports_.forget(each);
    release(each, lost);
  }
  {
    std::unique_lock lock(round->mutex);
    round->changed.wait_for(lock, hand_over_limit, [&] { return round->left.empty(); });
    const std::set<partition_id> late = round->left;
    lock.unlock();
    for (const partition_id each : late) {
      release(each, true);
    }
  }
  {
    const std::lock_guard lock(mutex_);
    for (const partition_id each : list) {
      word_.serves.erase(each);
    }
  }
  announce();
}

void custody::serving(partition_id partition, epoch since) {
  {
    const std::lock_guard lock(mutex_);
    word_.serves[partition] = since;
  }
  announce();
}

void custody::announce() {
  const std::lock_guard lock(mutex_);
  self_.table->put(self_.name, left_.load() ? std::string() : write_word(word_));
}

status custody::admit(partition_id partition, bool surely) {
  if (!ours(partition)) {
    return rejection{errc::wrong_state, "the partition is another node's", "moving"};
  }
  return surely ? status(done{}) : self_.group->confirm(partition);
}

partition_place custody::place_of(partition_id partition) const {
  if (ours(partition)) {
    return {};
  }
  auto owner = self_.book->owner_of(partition, self_.name);
  if (!owner) {
    return {partition_place::custody::nobody, {}, {}};
  }
  return {partition_place::custody::elsewhere, std::move(owner->node), std::move(owner->url)};
}

void custody::leave(duration_ms limit) {
  if (left_.exchange(true)) {
    return;
  }
  std::map<partition_id, epoch> handed;
  {
    const std::lock_guard lock(mutex_);
    handed = word_.serves;
  }
  self_.group->leave();
  announce();
  const auto taken = [&](const auto& one) {
    const auto owner = self_.book->owner_of(one.first, self_.name);
    return owner && owner->since > one.second;
  };
  self_.book->wait(limit, [&] {
    return !self_.book->has_others(self_.name) || std::all_of(handed.begin(), handed.end(), taken);
  });
}

void custody::note(const std::string& trouble) {
  const std::lock_guard lock(mutex_);
  trouble_ = trouble;
  troubled_at_ = clock::now();
}

std::string custody::trouble() const {
  const std::lock_guard lock(mutex_);
  return clock::now() - troubled_at_ < trouble_is_told ? trouble_ : std::string();
}

}  // namespace parley

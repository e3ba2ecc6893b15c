#include "tools/bench/fire_watch.hpp"

#include <charconv>
#include <chrono>

#include "actors/shard/commit_events.hpp"

namespace parley::bench {

std::int64_t wall_us() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

fire_watch::fire_watch(parley::node& node, partition_id partition, offset after, std::string name,
                       std::uint64_t count)
    : node_(node), partition_(partition), after_(after), name_(std::move(name)), seen_(count) {
  token_ = node.follow(partition, [this](offset) {
    const std::lock_guard lock(mutex_);
    news_ = true;
    changed_.notify_one();
  });
  thread_ = std::thread([this] { run(); });
}

fire_watch::~fire_watch() { stop(); }

void fire_watch::stop() {
  if (!thread_.joinable()) {
    return;
  }
  node_.unfollow(partition_, token_);
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_one();
  }
  thread_.join();
}

void fire_watch::run() {
  const auto log = node_.log().read(partition_, after_);
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return news_ || ending_; });
      news_ = false;
      if (ending_) {
        return;
      }
    }
    for (auto next = log->next(); next.ok() && *next != nullptr; next = log->next()) {
      look_at(**next);
    }
  }
}

void fire_watch::look_at(const store::commit_view& commit) {
  static const auto wanted = codec::type_of(any_event(milestone_violated{}));
  const std::string run = commit.stream().entity;
  std::uint64_t number = 0;
  if (!run.starts_with(name_) ||
      std::from_chars(run.data() + name_.size(), run.data() + run.size(), number).ec !=
          std::errc{} ||
      number >= seen_.size()) {
    return;
  }
  for (std::size_t i = 0; i < commit.event_count(); ++i) {
    const auto bytes = commit.event(i);
    if (codec::event_type(bytes.type) != wanted) {
      continue;
    }
    const auto event = codec::decode_event(wanted, bytes.payload);
    if (event.ok()) {
      note(seen_[number], std::get<milestone_violated>(*event), commit.recorded_at());
    }
  }
}

void fire_watch::note(sighting& one, const milestone_violated& what, time_ms recorded_at) {
  ++one.times;
  one.at_us = wall_us();
  one.early = recorded_at <= what.due || one.at_us / 1000 <= what.due.value;
  ++found_;
}

}  // namespace parley::bench

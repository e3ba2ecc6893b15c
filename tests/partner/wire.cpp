#include "tests/partner/wire.hpp"

#include <chrono>
#include <thread>

namespace parley::test {

void memory_source::listen(listener to) {
  const std::lock_guard hold(mutex_);
  listener_ = std::move(to);
}

std::vector<store::partner_record> memory_source::take(duration_ms limit) {
  std::unique_lock hold(mutex_);
  const auto ready = [this] {
    if (woken_ || !news_.empty()) {
      return true;
    }
    for (const auto& [which, of] : partitions_) {
      if (!of.paused && of.next < of.records.size()) {
        return true;
      }
    }
    return false;
  };
  wake_cv_.wait_for(hold, std::chrono::milliseconds(limit.value), ready);
  woken_ = false;
  auto news = std::exchange(news_, {});
  hold.unlock();
  for (const auto& one : news) {
    one();
  }
  hold.lock();
  std::vector<store::partner_record> taken;
  for (auto& [which, of] : partitions_) {
    while (!of.paused && of.next < of.records.size() && taken.size() < 512) {
      taken.push_back(of.records[of.next++]);
    }
  }
  return taken;
}

void memory_source::wake() {
  {
    const std::lock_guard hold(mutex_);
    woken_ = true;
  }
  wake_cv_.notify_one();
}

void memory_source::pause(const store::source_partition& which) {
  const std::lock_guard hold(mutex_);
  partitions_[which].paused = true;
}

void memory_source::resume(const store::source_partition& which) {
  const std::lock_guard hold(mutex_);
  partitions_[which].paused = false;
}

void memory_source::commit(const store::source_partition& which, std::uint64_t next) {
  const std::lock_guard hold(mutex_);
  if (lost_) {
    return;
  }
  partitions_[which].committed = next;
  news_.push_back([this, which, next] { listener_.committed(which, next); });
}

std::uint64_t memory_source::known_end(const store::source_partition& which) const {
  const std::lock_guard hold(mutex_);
  return partitions_.at(which).records.size();
}

void memory_source::put(const store::source_partition& which, store::partner_record record) {
  {
    const std::lock_guard hold(mutex_);
    if (!partitions_.contains(which)) {
      news_.push_back([this, which] { listener_.taken(which); });
    }
    partition& to = partitions_[which];
    record.from = {which.topic, which.partition, to.records.size()};
    to.records.push_back(std::move(record));
  }
  wake();
}

void memory_source::rebalance(const store::source_partition& which) {
  {
    const std::lock_guard hold(mutex_);
    news_.push_back([this, which] {
      listener_.lost(which);
      listener_.taken(which);
      const std::lock_guard again(mutex_);
      partitions_[which].next = partitions_[which].committed;
    });
  }
  wake();
}

void memory_source::pass(const store::source_partition& which, std::uint64_t from,
                         std::uint64_t until) {
  {
    const std::lock_guard hold(mutex_);
    news_.push_back([this, which, from, until] { listener_.passed(which, from, until); });
  }
  wake();
}

std::uint64_t memory_source::committed(const store::source_partition& which) const {
  const std::lock_guard hold(mutex_);
  const auto found = partitions_.find(which);
  return found == partitions_.end() ? 0 : found->second.committed;
}

bool memory_source::paused(const store::source_partition& which) const {
  const std::lock_guard hold(mutex_);
  return partitions_.at(which).paused;
}

void memory_source::lose_commits(bool lost) {
  const std::lock_guard hold(mutex_);
  lost_ = lost;
}

void memory_sink::send(store::partner_record record, std::function<void(status)> done) {
  status outcome = parley::done{};
  {
    const std::lock_guard hold(mutex_);
    if (failures_ > 0) {
      --failures_;
      outcome = why_;
    } else if (record.value.size() > value_bytes_max_) {
      outcome = rejection{errc::unsupported, "too large", {}};
    } else {
      records_.push_back(std::move(record));
    }
    if (held_) {
      held_back_.push_back([done, outcome] { done(outcome); });
      return;
    }
  }
  done(outcome);
}

std::vector<store::partner_record> memory_sink::records(const std::string& topic) const {
  const std::lock_guard hold(mutex_);
  std::vector<store::partner_record> some;
  for (const auto& record : records_) {
    if (record.from.topic == topic) {
      some.push_back(record);
    }
  }
  return some;
}

void memory_sink::fail_next(std::size_t count, rejection why) {
  const std::lock_guard hold(mutex_);
  failures_ = count;
  why_ = std::move(why);
}

void memory_sink::set_value_bytes_max(std::size_t bytes) {
  const std::lock_guard hold(mutex_);
  value_bytes_max_ = bytes;
}

void memory_sink::hold(bool held) {
  std::vector<std::function<void()>> free;
  {
    const std::lock_guard lock(mutex_);
    held_ = held;
    if (!held) {
      free = std::exchange(held_back_, {});
    }
  }
  for (const auto& one : free) {
    one();
  }
}

result<offset> memory_cursors::load(const std::string& partner, partition_id partition) {
  const std::lock_guard hold(mutex_);
  return stored_[{partner, partition}];
}

void memory_cursors::save(const std::string& partner, partition_id partition, offset at,
                          std::function<void(status)> done) {
  {
    const std::lock_guard hold(mutex_);
    stored_[{partner, partition}] = at;
  }
  done(parley::done{});
}

std::string header(const store::partner_record& record, std::string_view name) {
  for (const auto& one : record.headers) {
    if (one.name == name) {
      return one.value;
    }
  }
  return {};
}

bool eventually(const std::function<bool()>& what) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!what()) {
    if (std::chrono::steady_clock::now() > until) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace parley::test

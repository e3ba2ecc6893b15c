// Where a source stands: at the start, when retention has passed it, and when nothing comes.

#include <algorithm>
#include <chrono>
#include <utility>

#include "store/partner_source.hpp"

namespace parley::store::kafka {
namespace {

constexpr int ask_limit_ms = 5'000;
constexpr duration_ms ends_limit{2'000};

}  // namespace

// The library goes on at the first record that is left, and says nothing.
void partner_source::look_at_fresh() {
  for (const auto& which : std::exchange(fresh_, {})) {
    const partition_list list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), which.topic.c_str(),
                                      static_cast<std::int32_t>(which.partition));
    const auto asked = rd_kafka_committed(client_.get(), list.get(), ask_limit_ms);
    const auto next = list->elems[0].offset;
    const auto found = feeds_.find(which);
    if (asked != RD_KAFKA_RESP_ERR_NO_ERROR || found == feeds_.end()) {
      continue;
    }
    if (next < 0) {
      found->second.next = first_of(which);
      continue;
    }
    found->second.next = tell_if_passed(which, static_cast<std::uint64_t>(next));
    if (listener_.committed) {
      listener_.committed(which, static_cast<std::uint64_t>(next));
    }
  }
}

/// The first record that the topic still has.
std::optional<std::uint64_t> partner_source::first_of(const source_partition& which) {
  std::int64_t low = 0;
  std::int64_t high = 0;
  const auto asked = rd_kafka_query_watermark_offsets(client_.get(), which.topic.c_str(),
                                                      static_cast<std::int32_t>(which.partition),
                                                      &low, &high, ask_limit_ms);
  return asked == RD_KAFKA_RESP_ERR_NO_ERROR
             ? std::optional(static_cast<std::uint64_t>(std::max<std::int64_t>(low, 0)))
             : std::nullopt;
}

std::uint64_t partner_source::tell_if_passed(const source_partition& which, std::uint64_t wanted) {
  const std::uint64_t first = first_of(which).value_or(0);
  if (first <= wanted) {
    return wanted;
  }
  if (listener_.passed) {
    listener_.passed(which, wanted, first);
  }
  return first;
}

/// Asks for the ends beside the consumer, whose own are as old as its last fetch.
void partner_source::run_watcher() {
  const std::chrono::milliseconds look_every(
      std::max<std::int64_t>(options_.stall_timeout.value / stall_looks, 1));
  std::unique_lock hold(watch_mutex_);
  while (!watch_ended_.wait_for(hold, look_every, [this] { return stopping_; })) {
    const auto client = watched_;
    const auto wanted = wanted_ends_;
    hold.unlock();
    std::map<std::string, std::uint16_t> topics;
    for (const auto& which : wanted) {
      auto& count = topics[which.topic];
      count = std::max(count, static_cast<std::uint16_t>(which.partition + 1));
    }
    end_map ends;
    for (const auto& [topic, count] : topics) {
      const auto told = ask_ends(*client, topic, count, ends_limit);
      for (std::uint16_t p = 0; p < count; ++p) {
        if (told[p]) {
          ends[{topic, p}] = *told[p];
        }
      }
    }
    hold.lock();
    told_ends_ = std::move(ends);
  }
}

void partner_source::stop_watcher() {
  {
    const std::lock_guard hold(watch_mutex_);
    stopping_ = true;
  }
  watch_ended_.notify_all();
  if (watcher_.joinable()) {
    watcher_.join();
  }
  watched_.reset();
}

/// Who is held stands still for a reason that is known, and so does everybody while nobody takes.
bool partner_source::stands_still() {
  std::optional<end_map> told;
  {
    const std::lock_guard hold(watch_mutex_);
    if (!told_ends_) {
      return false;
    }
    told = std::exchange(told_ends_, std::nullopt);
    wanted_ends_.clear();
    for (const auto& [which, from] : feeds_) {
      wanted_ends_.push_back(which);
    }
  }
  bool found = false;
  for (auto& [which, from] : feeds_) {
    const auto end = told->find(which);
    if (!from.held && from.next && end != told->end()) {
      found = from.watch.look(static_cast<std::int64_t>(*from.next), end->second) || found;
    }
  }
  return found;
}

}  // namespace parley::store::kafka

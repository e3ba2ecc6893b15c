#include "store/kafka_journal.hpp"

#include "store/embedded_cursor.hpp"

namespace parley::store::kafka {
namespace {

constexpr duration_ms ask_limit{10'000};
// Without any message for so long, the end that was asked for is not coming.
constexpr std::chrono::seconds no_progress_limit(30);

rejection unknown_outcome(const std::string& why) {
  return {errc::unavailable, "the append may or may not be stored: " + why, {}};
}

rejection another_writer() { return {errc::stale_version, "another writer has the partition", {}}; }

}  // namespace

kafka_journal::kafka_journal(std::shared_ptr<database> data, kafka_options options,
                             cluster_facts facts)
    : data_(std::move(data)),
      options_(std::move(options)),
      facts_(std::move(facts)),
      copy_(data_),
      partitions_(facts_.partition_count) {}

kafka_journal::~kafka_journal() {
  stopping_.store(true);
  {
    const std::lock_guard lock(pause_mutex_);
    pause_ended_.notify_all();
  }
  wake_follower();
  if (follower_.joinable()) {
    follower_.join();
  }
  if (watcher_.joinable()) {
    watcher_.join();
  }
  producer_.reset();
  for (auto& state : partitions_) {
    for (auto& append : state.waiting) {
      append.done(unknown_outcome("the journal was closed"), std::move(append.batch));
    }
  }
  consumer_.reset();
  data_->close();
}

kafka_journal::partition_state& kafka_journal::at(partition_id partition) {
  PARLEY_ASSERT(partition.value < partitions_.size(), "no such partition");
  return partitions_[partition.value];
}

const kafka_journal::partition_state& kafka_journal::at(partition_id partition) const {
  PARLEY_ASSERT(partition.value < partitions_.size(), "no such partition");
  return partitions_[partition.value];
}

status kafka_journal::start() {
  const auto bound = copy_.bind("topic " + options_.topic + " of cluster " + facts_.cluster);
  const auto sending = bound ? replace_failed_producer() : bound;
  const auto following = sending ? open_consumer() : sending;
  if (!following) {
    return following;
  }
  restart_.store(false);
  std::vector<std::int64_t> ends(partitions_.size(), 0);
  for (std::size_t p = 0; p < partitions_.size(); ++p) {
    const partition_id partition(static_cast<std::uint16_t>(p));
    const auto marks = ask_watermarks(consumer_->client(), options_.topic, partition, ask_limit);
    if (!marks && options_.wait_for_end) {
      return marks.error();
    }
    ends[p] = marks ? marks->high : 0;
    partitions_[p].high.store(ends[p]);
  }
  follower_ = std::thread([this] { run_follower(); });
  if (options_.stall_timeout.value > 0) {
    watcher_ = std::thread([this] { run_watcher(); });
  }
  for (std::size_t p = 0; p < partitions_.size() && options_.wait_for_end; ++p) {
    auto& state = partitions_[p];
    std::unique_lock lock(state.mutex);
    std::int64_t before = -1;
    while (!state.refused && !state.has_read(ends[p])) {
      if (std::exchange(before, state.next.load()) == state.next.load()) {
        return rejection{errc::unavailable,
                         "partition " + std::to_string(p) + " of " + options_.topic +
                             " does not come (" + last_log_line() + ")",
                         {}};
      }
      state.changed.wait_for(lock, no_progress_limit,
                             [&] { return state.refused || state.has_read(ends[p]); });
    }
    if (state.refused) {
      return *state.refused;
    }
  }
  return done{};
}

std::shared_ptr<producer> kafka_journal::sender() const {
  const std::lock_guard lock(producer_mutex_);
  return producer_;
}

void kafka_journal::fail_producer() { sender()->fail_fatally(); }

void kafka_journal::append(partition_id partition, epoch writer, commit_batch batch,
                           append_done done) {
  PARLEY_ASSERT(!batch.empty(), "an append holds at least one commit");
  auto& state = at(partition);
  const auto by = sender();
  bool wake = false;
  {
    const std::lock_guard lock(state.mutex);
    waiting_append append;
    append.writer = writer;
    append.limit = clock::now() + std::chrono::milliseconds(options_.append_timeout.value +
                                                            options_.read_back_timeout.value);
    const bool stale =
        writer != state.owner || (options_.read_back && state.progress.fold.fenced > writer);
    if (stale || state.failed) {
      append.refused = stale ? another_writer() : unknown_outcome("an append before it failed");
    } else {
      std::vector<encoded_record> records;
      const auto tip = encode_batch(partition, state.written, batch, records);
      append.sequence = tip.sequence;
      for (const auto& record : records) {
        const auto sent = by->send(partition, record.bytes, record.header.sequence);
        if (!sent) {
          state.failed = append.refused = unknown_outcome(sent.error().message);
          break;
        }
      }
      state.written = tip;
    }
    append.batch = std::move(batch);
    append.done = std::move(done);
    wake = append.refused.has_value();
    state.waiting.push_back(std::move(append));
  }
  if (wake) {
    wake_follower();
  }
}

void kafka_journal::reported(std::uint64_t number, const producer::report& report) {
  if (number != producer_number_.load()) {
    return;
  }
  if (report.fatal) {
    fail_all(unknown_outcome(report.why));
  } else if (!report.why.empty()) {
    fail(report.partition, unknown_outcome(report.why));
  } else {
    {
      auto& state = at(report.partition);
      const std::lock_guard lock(state.mutex);
      for (auto& append : state.waiting) {
        append.acknowledged = append.acknowledged || append.sequence == report.tag;
      }
    }
    // Only without read-back, where nobody waits for the follower.
    settle(report.partition);
  }
}

void kafka_journal::fail(partition_id partition, const rejection& why) {
  {
    auto& state = at(partition);
    const std::lock_guard lock(state.mutex);
    if (!state.failed) {
      state.failed = why;
    }
  }
  wake_follower();
}

void kafka_journal::fail_all(const rejection& why) {
  for (std::uint16_t p = 0; p < partition_count(); ++p) {
    fail(partition_id(p), why);
  }
}

void kafka_journal::wake_follower() {
  const std::lock_guard lock(consumer_mutex_);
  if (consumer_) {
    consumer_->wake();
  }
}

offset kafka_journal::end(partition_id partition) const {
  return offset(at(partition).end.load(std::memory_order_acquire));
}

std::uint64_t kafka_journal::behind(partition_id partition) const {
  const auto& state = at(partition);
  const auto left = state.high.load() - state.next.load();
  return left > 0 ? static_cast<std::uint64_t>(left) : 0;
}

std::unique_ptr<cursor> kafka_journal::read(partition_id partition, offset after) const {
  return std::make_unique<embedded_cursor>(data_, at(partition).end, partition, after,
                                           reading::stream);
}

status kafka_journal::read_one(partition_id partition, offset at_offset,
                               const std::function<void(const commit_view&)>& use) const {
  return read_stored_commit(data_, at(partition).end, partition, at_offset, use);
}

status kafka_journal::records(partition_id partition,
                              const std::function<bool(std::span<const std::uint8_t>)>& use) const {
  return read_stored_records(data_, at(partition).end, partition, use);
}

result<log_tip> kafka_journal::witnessed(partition_id partition) const {
  const auto& state = at(partition);
  const std::lock_guard lock(state.mutex);
  if (state.refused) {
    return *state.refused;
  }
  return state.progress.fold.tip;
}

}  // namespace parley::store::kafka

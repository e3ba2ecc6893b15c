#include "store/memory_journal.hpp"

#include <algorithm>

#include "store/log_cursor.hpp"

namespace parley::store {

class memory_journal::reader final : public log_cursor {
 public:
  reader(const memory_journal& from, partition_id partition, offset after)
      : log_cursor(partition, after), from_(from) {}

 private:
  result<bool> fetch(std::vector<std::uint8_t>& into) override {
    const std::lock_guard lock(from_.mutex_);
    const auto& records = from_.at(partition()).records;
    if (!next_) {
      next_ = first(records);
    }
    if (*next_ == records.size()) {
      return false;
    }
    into = records[(*next_)++].bytes;
    return true;
  }

  std::size_t first(const std::deque<stored>& records) const {
    if (start() == offset(1)) {
      return 0;
    }
    std::size_t found = 0;
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (records[i].admitted && records[i].first <= start()) {
        found = i;
      }
    }
    return found;
  }

  const memory_journal& from_;
  std::optional<std::size_t> next_;
};

memory_journal::memory_journal(std::uint16_t partition_count, completion when)
    : when_(when), logs_(partition_count) {
  PARLEY_ASSERT(partition_count > 0, "a journal has partitions");
}

memory_journal::~memory_journal() = default;

std::uint16_t memory_journal::partition_count() const {
  return static_cast<std::uint16_t>(logs_.size());
}

memory_journal::partition_log& memory_journal::at(partition_id partition) {
  PARLEY_ASSERT(partition.value < logs_.size(), "no such partition");
  return logs_[partition.value];
}

const memory_journal::partition_log& memory_journal::at(partition_id partition) const {
  PARLEY_ASSERT(partition.value < logs_.size(), "no such partition");
  return logs_[partition.value];
}

void memory_journal::store(partition_log& to, std::vector<encoded_record> records,
                           const log_tip& tip) {
  for (auto& record : records) {
    to.records.push_back({record.header.first, true, std::move(record.bytes)});
  }
  to.tip = tip;
}

result<ownership> memory_journal::claim(partition_id partition) {
  const std::lock_guard lock(mutex_);
  auto& log = at(partition);
  if (std::exchange(fail_next_claim_, false)) {
    return rejection{errc::unavailable, "the claim could not be written", {}};
  }
  std::vector<encoded_record> records;
  const auto tip = encode_claim(partition, log.tip, log.tip.at.next(), records);
  store(log, std::move(records), tip);
  log.failed = false;
  return ownership{tip.at, tip.last};
}

void memory_journal::append(partition_id partition, epoch writer, commit_batch batch,
                            append_done done) {
  PARLEY_ASSERT(!batch.empty(), "an append holds at least one commit");
  waiting append{partition, writer, std::move(batch), std::move(done)};
  if (when_ == completion::immediate) {
    complete(std::move(append));
    return;
  }
  const std::lock_guard lock(mutex_);
  held_.push_back(std::move(append));
}

void memory_journal::complete(waiting append) {
  result<offset> answer = append.batch.last_offset();
  {
    const std::lock_guard lock(mutex_);
    auto& log = at(append.partition);
    const bool stale = append.writer != log.tip.at;
    const auto fails = log.failed || stale ? std::nullopt : std::exchange(fail_next_, std::nullopt);
    if (stale) {
      answer = rejection{errc::stale_version, "another writer has the partition", {}};
    } else if (log.failed || fails) {
      answer = rejection{errc::unavailable, "the append may or may not be stored", {}};
    }
    if (answer.ok() || fails == failed_append::stored) {
      std::vector<encoded_record> records;
      const auto tip = encode_batch(append.partition, log.tip, append.batch, records);
      store(log, std::move(records), tip);
    }
    log.failed = log.failed || fails.has_value();
  }
  append.done(std::move(answer), std::move(append.batch));
}

std::unique_ptr<cursor> memory_journal::read(partition_id partition, offset after) const {
  return std::make_unique<reader>(*this, partition, after);
}

status memory_journal::read_one(partition_id partition, offset at,
                                const std::function<void(const commit_view&)>& use) const {
  PARLEY_ASSERT(at.value > 0, "offsets count from 1");
  reader from(*this, partition, offset(at.value - 1));
  return use_next(from, use);
}

offset memory_journal::end(partition_id partition) const {
  const std::lock_guard lock(mutex_);
  return at(partition).tip.last;
}

status memory_journal::records(
    partition_id partition, const std::function<bool(std::span<const std::uint8_t>)>& use) const {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0;; ++i) {
    {
      const std::lock_guard lock(mutex_);
      if (i == at(partition).records.size()) {
        return done{};
      }
      bytes = at(partition).records[i].bytes;
    }
    if (!use(bytes)) {
      return done{};
    }
  }
}

result<log_tip> memory_journal::witnessed(partition_id partition) const {
  const std::lock_guard lock(mutex_);
  return at(partition).tip;
}

std::size_t memory_journal::held() const {
  const std::lock_guard lock(mutex_);
  return held_.size();
}

bool memory_journal::complete_next() {
  waiting next;
  {
    const std::lock_guard lock(mutex_);
    if (held_.empty()) {
      return false;
    }
    next = std::move(held_.front());
    held_.pop_front();
  }
  complete(std::move(next));
  return true;
}

void memory_journal::complete_all() {
  // What the completions append in turn waits for the next call: a simulator stays in control.
  for (auto count = held(); count > 0; --count) {
    complete_next();
  }
}

void memory_journal::fail_next(failed_append how) {
  const std::lock_guard lock(mutex_);
  fail_next_ = how;
}

void memory_journal::fail_next_claim() {
  const std::lock_guard lock(mutex_);
  fail_next_claim_ = true;
}

void memory_journal::crash(std::size_t stored_count) {
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < std::min(stored_count, held_.size()); ++i) {
    auto& log = at(held_[i].partition);
    if (!log.failed && held_[i].writer == log.tip.at) {
      std::vector<encoded_record> records;
      const auto tip = encode_batch(held_[i].partition, log.tip, held_[i].batch, records);
      store(log, std::move(records), tip);
    }
  }
  held_.clear();
  fail_next_.reset();
  fail_next_claim_ = false;
  for (auto& log : logs_) {
    log.failed = true;
  }
}

void memory_journal::inject(partition_id partition, std::vector<std::uint8_t> record) {
  const std::lock_guard lock(mutex_);
  auto& log = at(partition);
  const auto first = log.tip.last.next();
  log.records.push_back({first, false, std::move(record)});
}

}  // namespace parley::store

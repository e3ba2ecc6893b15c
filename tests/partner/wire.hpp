#pragma once
// The two ends of the wire in memory, as a broker would behave: records by partition, offsets that
// were committed, a reject topic that can be made to fail.

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>

#include "actors/partner/cursor_store.hpp"
#include "store/partner_record.hpp"

namespace parley::test {

class memory_source final : public store::record_source {
 public:
  void listen(listener to) override;
  std::vector<store::partner_record> take(duration_ms limit) override;
  void wake() override;
  void pause(const store::source_partition& which) override;
  void resume(const store::source_partition& which) override;
  void commit(const store::source_partition& which, std::uint64_t next) override;
  std::uint64_t known_end(const store::source_partition& which) const override;
  void close() override {}

  /// Puts the record at the end of the partition; takes the partition first if it is new.
  void put(const store::source_partition& which, store::partner_record record);
  /// As when the group gives it to another member and back: from the committed offset on.
  void rebalance(const store::source_partition& which);
  std::uint64_t committed(const store::source_partition& which) const;
  bool paused(const store::source_partition& which) const;
  /// As when retention took the records from `from` up to `until`.
  void pass(const store::source_partition& which, std::uint64_t from, std::uint64_t until);
  /// Commits are lost from now on, as if the process died before them.
  void lose_commits(bool lost);

 private:
  struct partition {
    std::vector<store::partner_record> records;
    std::size_t next = 0;
    std::uint64_t committed = 0;
    bool paused = false;
  };
  mutable std::mutex mutex_;
  std::condition_variable wake_cv_;
  listener listener_;
  std::map<store::source_partition, partition> partitions_;
  std::deque<std::function<void()>> news_;
  bool woken_ = false;
  bool lost_ = false;
};

class memory_sink final : public store::record_sink {
 public:
  void send(store::partner_record record, std::function<void(status)> done) override;

  std::vector<store::partner_record> records(const std::string& topic) const;
  /// The next `count` sends are answered with this.
  void fail_next(std::size_t count, rejection why);
  /// Larger values are UNSUPPORTED.
  void set_value_bytes_max(std::size_t bytes);
  /// Answers are kept back until it is let go.
  void hold(bool held);

 private:
  mutable std::mutex mutex_;
  std::vector<store::partner_record> records_;
  std::vector<std::function<void()>> held_back_;
  std::size_t failures_ = 0;
  rejection why_;
  std::size_t value_bytes_max_ = 1U << 20U;
  bool held_ = false;
};

class memory_cursors final : public partner::cursor_store {
 public:
  result<offset> load(const std::string& partner, partition_id partition) override;
  void save(const std::string& partner, partition_id partition, offset at,
            std::function<void(status)> done) override;

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, partition_id>, offset> stored_;
};

std::string header(const store::partner_record& record, std::string_view name);

/// Waits up to ten seconds.
bool eventually(const std::function<bool()>& what);

}  // namespace parley::test

#pragma once
// A journal in memory, for tests and simulation. It stores the same records as the other engines.
// In manual mode nothing becomes durable by itself: a simulator decides when each append completes,
// fails with an unknown outcome, or is lost in a crash. "Durable" is what this object holds, so the
// object outlives the writers whose crash is simulated.
// Limitations: everything stays in memory; calls of `done` happen on the caller's thread.

#include <deque>
#include <mutex>

#include "store/journal.hpp"
#include "store/record.hpp"

namespace parley::store {

/// What an append that fails leaves behind. The writer cannot tell.
enum class failed_append { stored, not_stored };

class memory_journal final : public journal {
 public:
  enum class completion { immediate, manual };
  explicit memory_journal(std::uint16_t partition_count, completion when = completion::immediate);
  ~memory_journal() override;

  std::uint16_t partition_count() const override;
  result<ownership> claim(partition_id partition) override;
  void append(partition_id partition, epoch writer, commit_batch batch, append_done done) override;
  std::unique_ptr<cursor> read(partition_id partition, offset after) const override;
  status read_one(partition_id partition, offset at,
                  const std::function<void(const commit_view&)>& use) const override;
  offset end(partition_id partition) const override;
  status records(partition_id partition,
                 const std::function<bool(std::span<const std::uint8_t>)>& use) const override;
  result<log_tip> witnessed(partition_id partition) const override;

  /// Appends that wait for a completion (manual mode).
  std::size_t held() const;
  /// Completes the oldest held append; false if there is none.
  bool complete_next();
  void complete_all();
  /// The next append to complete fails with UNAVAILABLE, and so does every one after it until its
  /// partition is claimed again.
  void fail_next(failed_append how);
  /// The next claim fails with UNAVAILABLE.
  void fail_next_claim();
  /// The process dies: held appends are gone and their `done` is never called, but the first
  /// `stored_count` of them had reached the log. Everyone must claim again.
  void crash(std::size_t stored_count = 0);
  /// Stores a record as another writer would, without any check: a zombie's late write, a damaged
  /// one. For tests of readers.
  void inject(partition_id partition, std::vector<std::uint8_t> record);

 private:
  struct waiting {
    partition_id partition;
    epoch writer;
    commit_batch batch;
    append_done done;
  };
  struct stored {
    offset first;
    bool admitted;
    std::vector<std::uint8_t> bytes;
  };
  struct partition_log {
    log_tip tip;
    bool failed = false;         ///< no appends until the next claim
    std::deque<stored> records;  // a deque: readers keep references while it grows
  };
  class reader;

  partition_log& at(partition_id partition);
  const partition_log& at(partition_id partition) const;
  void store(partition_log& to, std::vector<encoded_record> records, const log_tip& tip);
  void complete(waiting append);

  mutable std::mutex mutex_;
  const completion when_;
  std::vector<partition_log> logs_;
  std::deque<waiting> held_;
  std::optional<failed_append> fail_next_;
  bool fail_next_claim_ = false;
};

}  // namespace parley::store

#pragma once
// The journal on RocksDB. One plain thread writes for all partitions: while one synced write is
// under way the next appends gather, so groups grow with load and nobody waits on purpose. A second
// thread keeps the tail witness. Internal to store/: made by open_embedded().

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <variant>

#include "store/database.hpp"
#include "store/record.hpp"
#include "store/witness.hpp"

namespace parley::store {

class embedded_journal final : public journal {
 public:
  embedded_journal(std::shared_ptr<database> data, const embedded_options& options);
  ~embedded_journal() override;
  /// Finds the end of every partition and compares it with the witness. Call once, first.
  status start();

  std::uint16_t partition_count() const override { return data_->partition_count(); }
  result<ownership> claim(partition_id partition) override;
  void append(partition_id partition, epoch writer, commit_batch batch, append_done done) override;
  std::unique_ptr<cursor> read(partition_id partition, offset after) const override;
  status read_one(partition_id partition, offset at,
                  const std::function<void(const commit_view&)>& use) const override;
  offset end(partition_id partition) const override;
  status records(partition_id partition,
                 const std::function<bool(std::span<const std::uint8_t>)>& use) const override;
  result<log_tip> witnessed(partition_id partition) const override;

 private:
  struct append_work {
    partition_id partition;
    epoch writer;
    commit_batch batch;
    append_done done;
  };
  struct claim_work {
    partition_id partition;
    std::promise<result<ownership>> answer;
  };
  using work = std::variant<append_work, claim_work>;
  struct partition_state {
    log_tip tip;          ///< durable
    log_tip written;      ///< with what the present group adds
    bool failed = false;  ///< no appends until the next claim
    std::atomic<std::uint64_t> end{0};
  };
  /// Appends that become durable together.
  struct group {
    std::vector<append_work> members;
    std::vector<encoded_record> records;
    std::size_t bytes = 0;
  };

  status create();
  void run_writer();
  void linger_awake(std::size_t last_group) const;
  void run_witness();
  void take(append_work append, group& open);
  void commit(group& open);
  result<ownership> handle_claim(partition_id partition);
  status recover();
  status retry_witness();
  void fail_all();
  void settle(partition_id partition, const log_tip& tip);
  partition_state& at(partition_id partition);
  const partition_state& at(partition_id partition) const;

  const std::shared_ptr<database> data_;
  const bool sync_;
  mutable std::mutex witness_files_mutex_;
  witness_files witness_;
  std::deque<partition_state> partitions_;  // a deque: its elements never move

  std::mutex queue_mutex_;
  std::condition_variable queue_filled_;
  std::vector<work> queue_;
  std::atomic<bool> filled_ = false;  ///< like `!queue_.empty()`, for looking without the mutex
  bool stopping_ = false;

  std::mutex witness_mutex_;
  std::condition_variable witness_wake_;
  std::vector<log_tip> acknowledged_;
  bool witness_behind_ = false;
  bool witness_stopping_ = false;

  bool poisoned_ = false;  ///< of the writer's thread: a write failed: reopen before the next claim
  std::atomic<bool> witness_failed_ = false;

  std::thread writer_thread_;
  std::thread witness_thread_;
};

}  // namespace parley::store

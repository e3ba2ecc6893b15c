#pragma once
// The journal on Kafka. An append is sent at once and answered when it was read back from the topic
// as part of the log; a thread of its own follows all partitions, keeps a local copy of the log,
// from which everything is read, and answers; another one watches that it does. Internal to store/:
// made by open_kafka().

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "store/journal.hpp"
#include "store/kafka_consumer.hpp"
#include "store/kafka_copy.hpp"
#include "store/kafka_producer.hpp"
#include "store/kafka_watch.hpp"

namespace parley::store::kafka {

class kafka_journal final : public journal {
 public:
  kafka_journal(std::shared_ptr<database> data, kafka_options options, cluster_facts facts);
  /// Appends that were not answered are told UNAVAILABLE.
  ~kafka_journal() override;
  /// Starts to follow; waits for the end if the options say so. Call once, first.
  status start();

  std::uint16_t partition_count() const override { return facts_.partition_count; }
  result<ownership> claim(partition_id partition) override;
  void append(partition_id partition, epoch writer, commit_batch batch, append_done done) override;
  std::unique_ptr<cursor> read(partition_id partition, offset after) const override;
  status read_one(partition_id partition, offset at,
                  const std::function<void(const commit_view&)>& use) const override;
  offset end(partition_id partition) const override;
  status records(partition_id partition,
                 const std::function<bool(std::span<const std::uint8_t>)>& use) const override;
  result<log_tip> witnessed(partition_id partition) const override;
  std::uint64_t behind(partition_id partition) const override;
  std::uint64_t stalls(partition_id partition) const override;

  /// For tests: the process stands still, as if it were stopped, until this is taken back.
  void stand_still(bool on) { standing_still_.store(on); }
  /// For tests: the client library fetches nothing of `partition` any more, and says nothing.
  void stop_fetching(partition_id partition);
  /// For tests: as if the broker had said that the producer's sequence is broken.
  void fail_producer();

 private:
  using clock = std::chrono::steady_clock;
  struct waiting_append {
    epoch writer;
    std::uint64_t sequence = 0;  ///< of its last record
    commit_batch batch;
    append_done done;
    clock::time_point limit;
    std::optional<rejection> refused;
    bool acknowledged = false;  ///< by the broker; counts only without read-back
  };
  struct partition_state {
    mutable std::mutex mutex;
    std::condition_variable changed;
    copy_progress progress;  ///< what was read; changed by the follower alone
    epoch owner;             ///< this writer's; 0: none
    log_tip written;         ///< with what was sent
    std::deque<waiting_append> waiting;
    std::optional<rejection> failed;   ///< no appends until the next claim
    std::optional<rejection> refused;  ///< the log cannot be followed; stays
    std::atomic<bool> sure = true;     ///< the last known record was found again where it was
    std::atomic<std::uint64_t> end{0};
    std::atomic<std::int64_t> next{0};
    std::atomic<std::int64_t> high{0};  ///< of the topic, as last heard
    std::atomic<std::uint64_t> stalls{0};

    bool has_read(std::int64_t upto) const { return sure.load() && next.load() >= upto; }
  };
  struct answer {
    append_done done;
    result<offset> what;
    commit_batch batch;
  };
  using answers = std::vector<answer>;

  // kafka_journal.cpp
  partition_state& at(partition_id partition);
  const partition_state& at(partition_id partition) const;
  std::shared_ptr<producer> sender() const;
  void reported(std::uint64_t number, const producer::report& report);
  void fail(partition_id partition, const rejection& why);
  void fail_all(const rejection& why);
  void wake_follower();
  // kafka_follow.cpp
  void run_follower();
  status open_consumer();
  status start_partition(partition_id partition);
  void take(const messages& taken);
  void take_partition(partition_id partition, std::span<rd_kafka_message_t* const> list);
  status fold_messages(partition_id partition, std::span<rd_kafka_message_t* const> list,
                       copy_progress& now, std::vector<copied_record>& records);
  status check_held(partition_id partition, std::int64_t wanted);
  status check_known(partition_state& state, partition_id partition, std::int64_t at,
                     std::span<const std::uint8_t> bytes);
  void hear_error(partition_id partition, const rd_kafka_message_t& message);
  void refuse(partition_id partition, const rejection& why);
  void settle(partition_id partition);
  void collect(partition_state& state, answers& out);
  void pause(std::int64_t ms);
  // kafka_watch.cpp
  void run_watcher();
  void watch(partition_id partition, std::optional<std::int64_t> end, stall_watch& with);
  // kafka_claim.cpp
  status replace_failed_producer();
  status catch_up(partition_id partition, producer& by);
  result<epoch> raise_fence(partition_id partition, producer& to);
  result<ownership> write_claim(partition_id partition, producer& to, epoch taken);
  status wait_until(partition_state& state, std::unique_lock<std::mutex>& lock, const producer& by,
                    const std::function<bool()>& met);

  const std::shared_ptr<database> data_;
  const kafka_options options_;
  const cluster_facts facts_;
  log_copy copy_;
  std::deque<partition_state> partitions_;  // a deque: its elements never move

  std::mutex claim_mutex_;
  mutable std::mutex producer_mutex_;
  std::shared_ptr<producer> producer_;
  std::atomic<std::uint64_t> producer_number_ = 0;  ///< what an older one reports is history

  mutable std::mutex consumer_mutex_;  ///< of the pointer; the consumer is the follower's
  std::unique_ptr<consumer> consumer_;
  std::atomic<bool> restart_ = true;
  std::atomic<bool> reload_ = false;  ///< the copy was opened again: it may have lost its end
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> standing_still_ = false;
  std::mutex pause_mutex_;
  std::condition_variable pause_ended_;
  std::atomic<std::uint64_t> takes_ = 0;  ///< how often the follower asked for messages
  std::thread follower_;
  std::thread watcher_;
};

}  // namespace parley::store::kafka

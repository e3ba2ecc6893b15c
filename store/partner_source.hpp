#pragma once
// A member of a consumer group over partners' topics, on the client library. What was fetched of a
// partition waits in a queue of its own, so that one that is held keeps what it has: the library's
// own pause drops it and fetches it again. A consumer that silently stops fetching is noticed and
// made anew. Internal to store/ and its tests; others see record_source.

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "store/kafka_client.hpp"
#include "store/kafka_watch.hpp"
#include "store/partner_record.hpp"

namespace parley::store::kafka {

/// Ends a wait, also one that begins afterwards.
class bell {
 public:
  void ring();
  void wait(duration_ms limit);

 private:
  std::atomic<bool> rung_ = false;
  std::mutex mutex_;
  std::condition_variable heard_;
};

class partner_source final : public record_source {
 public:
  static result<std::unique_ptr<partner_source>> open(const kafka_options& options,
                                                      const std::string& group,
                                                      const std::vector<std::string>& topics);
  ~partner_source() override;

  void listen(listener to) override { listener_ = std::move(to); }
  std::vector<partner_record> take(duration_ms limit) override;
  void wake() override { bell_.ring(); }
  void pause(const source_partition& which) override { hold(which, true); }
  void resume(const source_partition& which) override { hold(which, false); }
  void commit(const source_partition& which, std::uint64_t next) override;
  std::uint64_t known_end(const source_partition& which) const override;
  std::uint64_t stalls() const override { return stalls_; }
  void close() override;

  /// For tests: nothing of the partition is fetched any more.
  void stop_fetching(const source_partition& which);

 private:
  struct feed {
    queue_handle queue;
    bool held = false;
    std::optional<std::uint64_t> next;  ///< the record that is wanted
    stall_watch watch;
  };
  using end_map = std::map<source_partition, std::int64_t>;

  partner_source(kafka_options options, std::string group, std::vector<std::string> topics);
  status open_client();
  void leave();
  void serve(std::vector<partner_record>& to);
  void fetch(std::vector<partner_record>& to);
  void read(const source_partition& which, feed& from, const rd_kafka_message_t& message,
            std::vector<partner_record>& to);
  void hold(const source_partition& which, bool held);
  void tell_trouble(const std::string& why) const;
  void give(rd_kafka_t* of, rd_kafka_topic_partition_list_t* list);
  void take_away(rd_kafka_t* of, rd_kafka_topic_partition_list_t* list);
  void look_at_fresh();
  std::uint64_t tell_if_passed(const source_partition& which, std::uint64_t wanted);
  std::optional<std::uint64_t> first_of(const source_partition& which);
  static void rebalanced(rd_kafka_t* of, rd_kafka_resp_err_t what,
                         rd_kafka_topic_partition_list_t* list, void* self);
  static void offsets_committed(rd_kafka_t*, rd_kafka_resp_err_t why,
                                rd_kafka_topic_partition_list_t* list, void* self);
  // partner_watch.cpp
  void run_watcher();
  void stop_watcher();
  bool stands_still();

  const kafka_options options_;
  const std::string group_;
  const std::vector<std::string> topics_;
  bell bell_;  ///< the library rings it: outlives the client
  std::shared_ptr<rd_kafka_t> client_;
  queue_handle queue_;
  listener listener_;
  std::map<source_partition, feed> feeds_;
  std::vector<source_partition> fresh_;  ///< taken, not looked at yet
  std::uint64_t stalls_ = 0;
  bool anew_ = false;
  bool closed_ = false;

  // What the watcher's thread shares: it asks, take() judges.
  std::mutex watch_mutex_;
  std::condition_variable watch_ended_;
  std::shared_ptr<rd_kafka_t> watched_;
  std::vector<source_partition> wanted_ends_;
  std::optional<end_map> told_ends_;
  bool stopping_ = false;
  std::thread watcher_;
};

}  // namespace parley::store::kafka

#pragma once
// Reads partitions of the topic from given offsets on. No group: who reads what is decided
// elsewhere, and no offset is stored at the broker. Internal to store/. One thread at a time, but
// for wake().

#include <span>

#include "store/kafka_client.hpp"

namespace parley::store::kafka {

/// Messages taken together; valid while it lives.
class messages {
 public:
  messages() = default;
  explicit messages(std::vector<rd_kafka_message_t*> list) : list_(std::move(list)) {}
  ~messages() { clear(); }
  messages(messages&& other) noexcept : list_(std::exchange(other.list_, {})) {}
  messages& operator=(messages&& other) noexcept {
    clear();
    list_ = std::exchange(other.list_, {});
    return *this;
  }
  std::span<rd_kafka_message_t* const> list() const { return list_; }

 private:
  void clear();
  std::vector<rd_kafka_message_t*> list_;
};

class consumer {
 public:
  /// All partitions share the memory for what was fetched ahead. The end of a partition is told if
  /// `tells_ends`, by a message with the error _PARTITION_EOF.
  static result<std::unique_ptr<consumer>> open(const kafka_options& options,
                                                bool tells_ends = false);
  ~consumer();
  consumer(const consumer&) = delete;
  consumer& operator=(const consumer&) = delete;

  status start(partition_id partition, std::int64_t from);
  /// What came within `limit`, in order within each partition.
  messages take(duration_ms limit);
  /// Ends a take() that waits.
  void wake() { rd_kafka_queue_yield(queue_.get()); }
  /// The end of the partition as the last answer of the broker told it; 0: not known yet.
  std::int64_t known_end(partition_id partition) const;
  rd_kafka_t& client() { return *handle_; }
  /// For tests: nothing of `partition` comes any more. Any thread.
  void stop_fetching(partition_id partition);

 private:
  consumer() = default;

  handle handle_;
  std::string topic_name_;
  topic_handle topic_;
  queue_handle queue_;
  std::vector<partition_id> started_;
};

}  // namespace parley::store::kafka

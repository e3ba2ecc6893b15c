#pragma once
// Sends bytes to partitions, in order, idempotently, and tells what it could not send. Nothing that
// was sent is trusted to be in the log until it was read back. Internal to store/.

#include <atomic>
#include <functional>
#include <span>
#include <thread>

#include "store/kafka_client.hpp"

namespace parley::store::kafka {

class producer {
 public:
  /// What became of a message: an empty text means acknowledged. Without `read_back` every message
  /// is told, else only those that failed. A fatal error comes without a partition. Called on the
  /// producer's thread.
  struct report {
    bool fatal = false;
    partition_id partition;
    std::string why;
    std::uint64_t tag = 0;
  };
  using told = std::function<void(const report&)>;

  static result<std::unique_ptr<producer>> open(const kafka_options& options,
                                                std::size_t record_bytes_max, told tell);
  /// What is still on its way may or may not arrive; its reports come before this returns.
  ~producer();
  producer(const producer&) = delete;
  producer& operator=(const producer&) = delete;

  /// Copies `bytes`. Never blocks.
  status send(partition_id partition, std::span<const std::uint8_t> bytes, std::uint64_t tag);
  /// The same, waiting for room.
  status send_waiting(partition_id partition, std::span<const std::uint8_t> bytes);
  /// Waits until everything that was sent is acknowledged or reported.
  status flush(duration_ms limit);
  /// For questions to the cluster.
  rd_kafka_t& client() { return *handle_; }
  /// A fatal error happened: nothing is sent any more.
  bool fatal() const { return fatal_.load(); }
  /// As if the broker had answered so. For tests.
  void fail_fatally();

 private:
  producer() = default;
  void run();
  static void delivered(rd_kafka_t* of, const rd_kafka_message_t* message, void* self);
  static void failed(rd_kafka_t* of, int code, const char* why, void* self);

  told tell_;
  std::size_t record_bytes_max_ = 0;
  handle handle_;
  topic_handle topic_;
  std::atomic<bool> fatal_ = false;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace parley::store::kafka

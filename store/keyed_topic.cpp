// A compacted topic that is followed, and written to until it holds what was said last.

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "store/kafka_consumer.hpp"
#include "store/kafka_watch.hpp"
#include "store/partition_group.hpp"
#include "store/partner_record.hpp"

namespace parley::store {
namespace {

constexpr duration_ms take_limit{200};
constexpr std::chrono::milliseconds retry_pause(500);
constexpr int look_takes = 5;  // a second in which nothing came
constexpr duration_ms ask_limit{500};

class followed_topic final : public keyed_topic {
 public:
  using hearing = std::function<void(const std::string&, const std::string&)>;

  followed_topic(kafka_options options, hearing heard)
      : options_(std::move(options)), heard_(std::move(heard)) {}

  status start() {
    auto sink = open_record_sink(options_);
    if (!sink) {
      return sink.error();
    }
    const auto asking = kafka::make_consumer(options_);
    if (!asking) {
      return asking.error();
    }
    const auto facts = kafka::ask_cluster(**asking, options_);
    if (!facts) {
      return facts.error();
    }
    partitions_ = facts->partition_count;
    sink_ = std::shared_ptr<record_sink>(std::move(*sink));
    thread_ = std::thread([this] { run(); });
    return done{};
  }

  ~followed_topic() override {
    stopping_.store(true);
    {
      const std::lock_guard lock(mutex_);
      pause_ended_.notify_all();
    }
    if (thread_.joinable()) {
      thread_.join();
    }
    sink_.reset();
  }

  void put(const std::string& key, const std::string& value) override {
    std::uint64_t number = 0;
    {
      const std::lock_guard lock(mutex_);
      number = ++written_[key];
    }
    send(key, value, number);
  }

 private:
  std::shared_ptr<record_sink> sink() {
    const std::lock_guard lock(mutex_);
    return sink_;
  }

  void send(const std::string& key, const std::string& value, std::uint64_t number) {
    partner_record record;
    record.from.topic = options_.topic;
    record.key = key;
    record.value = value;
    sink()->send(std::move(record), [this, key, value, number](const status& arrived) {
      const std::lock_guard lock(mutex_);
      if (!arrived.ok() && written_[key] == number) {
        failed_[key] = {value, number};
      }
    });
  }

  void send_failed_again() {
    std::map<std::string, std::pair<std::string, std::uint64_t>> again;
    {
      const std::lock_guard lock(mutex_);
      again.swap(failed_);
      std::erase_if(again,
                    [this](const auto& one) { return written_[one.first] != one.second.second; });
    }
    if (again.empty()) {
      return;
    }
    // It may never send again: some errors end a producer for good.
    if (auto fresh = open_record_sink(options_)) {
      const std::shared_ptr<record_sink> made(std::move(*fresh));
      const auto old = sink();
      const std::lock_guard lock(mutex_);
      sink_ = made;
    }
    for (const auto& [key, what] : again) {
      send(key, what.first, what.second);
    }
  }

  status open_consumer() {
    auto fresh = kafka::consumer::open(options_, true);
    if (!fresh) {
      return fresh.error();
    }
    consumer_ = std::move(*fresh);
    for (std::uint16_t p = 0; p < partitions_; ++p) {
      const status started = consumer_->start(partition_id(p), RD_KAFKA_OFFSET_BEGINNING);
      if (!started) {
        return started;
      }
    }
    return done{};
  }

  void run() {
    while (!stopping_.load()) {
      send_failed_again();
      if (!consumer_ && !open_consumer()) {
        consumer_.reset();
        pause();
        continue;
      }
      if (!take() || stalled()) {
        consumer_.reset();
        pause();
      }
    }
    consumer_.reset();
  }

  void pause() {
    std::unique_lock lock(mutex_);
    pause_ended_.wait_for(lock, retry_pause, [this] { return stopping_.load(); });
  }

  bool take() {
    const kafka::messages some = consumer_->take(take_limit);
    idle_takes_ += some.list().empty() ? 1 : 0;
    for (const auto* message : some.list()) {
      auto& next = next_[message->partition];
      if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        next = message->offset;
        continue;
      }
      if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return false;  // read again from the start: a few messages
      }
      next = message->offset + 1;
      heard_(std::string(static_cast<const char*>(message->key), message->key_len),
             std::string(static_cast<const char*>(message->payload), message->len));
    }
    return true;
  }

  bool stalled() {
    if (idle_takes_ < look_takes) {
      return false;
    }
    idle_takes_ = 0;
    const auto ends = kafka::ask_ends(consumer_->client(), options_.topic, partitions_, ask_limit);
    bool found = false;
    for (std::uint16_t p = 0; p < partitions_; ++p) {
      found = watches_[p].look(next_[p], ends[p]) || found;
    }
    return found;
  }

  const kafka_options options_;
  const hearing heard_;
  std::uint16_t partitions_ = 0;
  std::shared_ptr<record_sink> sink_;
  std::unique_ptr<kafka::consumer> consumer_;
  std::map<std::int32_t, std::int64_t> next_;  // the message that each partition is to bring
  std::map<std::int32_t, kafka::stall_watch> watches_;
  int idle_takes_ = 0;
  std::mutex mutex_;
  std::condition_variable pause_ended_;
  std::map<std::string, std::uint64_t> written_;  // how often each key was
  std::map<std::string, std::pair<std::string, std::uint64_t>> failed_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace

result<std::unique_ptr<keyed_topic>> follow_keyed_topic(
    const kafka_options& options, const std::string& topic,
    std::function<void(const std::string& key, const std::string& value)> heard) {
  kafka_options named = options;
  named.topic = topic;
  named.partition_count = 0;
  named.create_topic = false;
  auto made = std::make_unique<followed_topic>(std::move(named), std::move(heard));
  const status started = made->start();
  if (!started) {
    return started.error();
  }
  return std::unique_ptr<keyed_topic>(std::move(made));
}

}  // namespace parley::store

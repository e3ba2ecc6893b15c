#pragma once
// A Kafka cluster inside this process, of the client library's own making, that errs on purpose:
// leaders move, brokers vanish, answers are late or wrong. For tests. It is no oracle for fencing
// or transactions, which the engine does not use.

#include <memory>
#include <string>

#include "store/kafka_options.hpp"

namespace parley::store {

class kafka_mock {
 public:
  enum class request { produce, fetch, metadata, find_offsets, producer_id };

  kafka_mock(int brokers, const std::string& topic, int partitions);
  ~kafka_mock();
  kafka_mock(const kafka_mock&) = delete;
  kafka_mock& operator=(const kafka_mock&) = delete;

  /// Options that reach this cluster, with time-outs that suit a test.
  kafka_options options() const;

  /// The next `count` requests of this kind are answered with Kafka's error `code`; a negative one
  /// of -195 cuts the connection.
  void fail_next(request kind, int code, int count = 1);
  /// The same at one broker, `late_ms` late; code 0 only delays.
  void fail_next_at(int broker, request kind, int code, int late_ms);
  void move_leader(int partition, int broker);
  void break_broker(int broker, bool down);
  void delay_answers(int broker, int ms);

 private:
  struct content;
  std::unique_ptr<content> content_;
};

}  // namespace parley::store

#pragma once
// What only tests do to a cluster: take records away, delete topics.

#include <array>

#include <doctest/doctest.h>

#include "store/kafka_client.hpp"

namespace parley::store::test {

using admin_event = std::unique_ptr<rd_kafka_event_t, kafka::destroyer<rd_kafka_event_destroy>>;

inline kafka::handle admin_of(const kafka_options& options) {
  auto client = kafka::make_consumer(options);
  REQUIRE(client.ok());
  return std::move(*client);
}

/// As retention would: everything before message `before` of partition 0 is gone.
inline void delete_records(const kafka_options& options, std::int64_t before) {
  const auto client = admin_of(options);
  auto* places = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(places, options.topic.c_str(), 0)->offset = before;
  std::array<rd_kafka_DeleteRecords_t*, 1> list{rd_kafka_DeleteRecords_new(places)};
  const kafka::queue_handle answers(rd_kafka_queue_new(client.get()));
  rd_kafka_DeleteRecords(client.get(), list.data(), list.size(), nullptr, answers.get());
  const admin_event told(rd_kafka_queue_poll(answers.get(), 20'000));
  rd_kafka_DeleteRecords_destroy(list[0]);
  rd_kafka_topic_partition_list_destroy(places);
  REQUIRE(told != nullptr);
  REQUIRE(rd_kafka_event_error(told.get()) == RD_KAFKA_RESP_ERR_NO_ERROR);
}

inline void delete_topic(const kafka_options& options) {
  const auto client = admin_of(options);
  std::array<rd_kafka_DeleteTopic_t*, 1> list{rd_kafka_DeleteTopic_new(options.topic.c_str())};
  const kafka::queue_handle answers(rd_kafka_queue_new(client.get()));
  rd_kafka_DeleteTopics(client.get(), list.data(), list.size(), nullptr, answers.get());
  const admin_event told(rd_kafka_queue_poll(answers.get(), 20'000));
  rd_kafka_DeleteTopic_destroy(list[0]);
  REQUIRE(told != nullptr);
  REQUIRE(rd_kafka_event_error(told.get()) == RD_KAFKA_RESP_ERR_NO_ERROR);
}

}  // namespace parley::store::test

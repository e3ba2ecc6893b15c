#include "store/kafka_mock.hpp"

#include <vector>

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "store/kafka_client.hpp"

namespace parley::store {
namespace {

using kafka::destroyer;

std::int16_t key_of(kafka_mock::request kind) {
  switch (kind) {
    case kafka_mock::request::produce:
      return 0;
    case kafka_mock::request::fetch:
      return 1;
    case kafka_mock::request::find_offsets:
      return 2;
    case kafka_mock::request::metadata:
      return 3;
    case kafka_mock::request::producer_id:
      return 22;
  }
  return 0;
}

}  // namespace

struct kafka_mock::content {
  kafka::handle home;
  std::unique_ptr<rd_kafka_mock_cluster_t, destroyer<rd_kafka_mock_cluster_destroy>> cluster;
  std::string topic;
};

kafka_mock::kafka_mock(int brokers, const std::string& topic, int partitions)
    : content_(std::make_unique<content>()) {
  kafka_options nowhere;
  nowhere.bootstrap = "127.0.0.1:1";
  auto conf = kafka::make_settings(nowhere);
  PARLEY_ASSERT(conf.ok(), "the settings are good");
  auto home = kafka::make_handle(RD_KAFKA_PRODUCER, std::move(*conf));
  PARLEY_ASSERT(home.ok(), "a client can be made");
  content_->home = std::move(*home);
  content_->topic = topic;
  content_->cluster.reset(rd_kafka_mock_cluster_new(content_->home.get(), brokers));
  PARLEY_ASSERT(content_->cluster != nullptr, "a cluster can be made");
  rd_kafka_mock_topic_create(content_->cluster.get(), topic.c_str(), partitions, brokers);
}

kafka_mock::~kafka_mock() = default;

kafka_options kafka_mock::options() const {
  kafka_options made;
  made.bootstrap = rd_kafka_mock_cluster_bootstraps(content_->cluster.get());
  made.topic = content_->topic;
  made.record_bytes_max = 1'000'000;
  made.append_timeout = duration_ms(1'500);
  made.read_back_timeout = duration_ms(500);
  // A fetch here waits its full time even when something comes meanwhile.
  made.properties["fetch.wait.max.ms"] = "2";
  made.properties["topic.metadata.refresh.fast.interval.ms"] = "20";
  return made;
}

void kafka_mock::fail_next(request kind, int code, int count) {
  const std::vector<rd_kafka_resp_err_t> all(static_cast<std::size_t>(count),
                                             static_cast<rd_kafka_resp_err_t>(code));
  rd_kafka_mock_push_request_errors_array(content_->cluster.get(), key_of(kind), all.size(),
                                          all.data());
}

void kafka_mock::fail_next_at(int broker, request kind, int code, int late_ms) {
  rd_kafka_mock_broker_push_request_error_rtts(content_->cluster.get(), broker, key_of(kind), 1,
                                               static_cast<rd_kafka_resp_err_t>(code), late_ms);
}

void kafka_mock::move_leader(int partition, int broker) {
  rd_kafka_mock_partition_set_leader(content_->cluster.get(), content_->topic.c_str(), partition,
                                     broker);
}

void kafka_mock::break_broker(int broker, bool down) {
  if (down) {
    rd_kafka_mock_broker_set_down(content_->cluster.get(), broker);
  } else {
    rd_kafka_mock_broker_set_up(content_->cluster.get(), broker);
  }
}

void kafka_mock::delay_answers(int broker, int ms) {
  rd_kafka_mock_broker_set_rtt(content_->cluster.get(), broker, ms);
}

}  // namespace parley::store

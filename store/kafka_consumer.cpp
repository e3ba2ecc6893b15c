#include "store/kafka_consumer.hpp"

namespace parley::store::kafka {
namespace {

constexpr std::size_t messages_max = 1024;
// The library counts what waits in the queue that its partitions share.
constexpr std::size_t queue_bytes_max = std::size_t{256} << 20U;

}  // namespace

void messages::clear() {
  for (auto* message : list_) {
    rd_kafka_message_destroy(message);
  }
  list_.clear();
}

result<std::unique_ptr<consumer>> consumer::open(const kafka_options& options, bool tells_ends) {
  auto opened = make_consumer(options, {queue_bytes_max, tells_ends});
  if (!opened) {
    return opened.error();
  }
  std::unique_ptr<consumer> made(new consumer);
  made->handle_ = std::move(*opened);
  made->topic_name_ = options.topic;
  made->topic_.reset(rd_kafka_topic_new(made->handle_.get(), options.topic.c_str(), nullptr));
  made->queue_.reset(rd_kafka_queue_new(made->handle_.get()));
  return made;
}

consumer::~consumer() {
  for (const auto partition : started_) {
    rd_kafka_consume_stop(topic_.get(), partition.value);
  }
}

status consumer::start(partition_id partition, std::int64_t from) {
  if (rd_kafka_consume_start_queue(topic_.get(), partition.value, from, queue_.get()) != 0) {
    return to_rejection(rd_kafka_last_error(),
                        "partition " + std::to_string(partition.value) + " cannot be read");
  }
  started_.push_back(partition);
  return done{};
}

messages consumer::take(duration_ms limit) {
  rd_kafka_poll(handle_.get(), 0);
  std::vector<rd_kafka_message_t*> list;
  // Taking many at once would wait until they are many.
  auto* first = rd_kafka_consume_queue(queue_.get(), static_cast<int>(limit.value));
  if (first != nullptr) {
    list.resize(messages_max);
    list[0] = first;
    const auto more =
        rd_kafka_consume_batch_queue(queue_.get(), 0, list.data() + 1, messages_max - 1);
    list.resize(1 + (more > 0 ? static_cast<std::size_t>(more) : 0));
  }
  return messages(std::move(list));
}

std::int64_t consumer::known_end(partition_id partition) const {
  std::int64_t low = 0;
  std::int64_t high = 0;
  const auto asked = rd_kafka_get_watermark_offsets(handle_.get(), topic_name_.c_str(),
                                                    partition.value, &low, &high);
  return asked == RD_KAFKA_RESP_ERR_NO_ERROR && high > 0 ? high : 0;
}

void consumer::stop_fetching(partition_id partition) {
  const auto list = partition_list(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(list.get(), topic_name_.c_str(), partition.value);
  rd_kafka_pause_partitions(handle_.get(), list.get());
}

}  // namespace parley::store::kafka

#include "store/kafka_producer.hpp"

#include <algorithm>
#include <array>

namespace parley::store::kafka {
namespace {

constexpr int poll_ms = 100;
constexpr int purge_ms = 1000;
// Of a produce request; the rest of a message's limit is for its headers.
constexpr std::size_t batch_bytes_max = 1'000'000;
constexpr std::size_t overhead_bytes = 1024;

}  // namespace

result<std::unique_ptr<producer>> producer::open(const kafka_options& options,
                                                 std::size_t record_bytes_max, told tell) {
  auto conf = make_settings(options);
  if (!conf) {
    return conf.error();
  }
  std::unique_ptr<producer> made(new producer);
  made->tell_ = std::move(tell);
  made->record_bytes_max_ = record_bytes_max;
  set(**conf, "enable.idempotence", "true");
  set(**conf, "acks", "all");
  set(**conf, "message.timeout.ms", std::to_string(options.append_timeout.value));
  set(**conf, "message.max.bytes", std::to_string(std::max<std::size_t>(record_bytes_max, 1000)));
  set(**conf, "batch.size",
      std::to_string(std::min(batch_bytes_max, record_bytes_max - overhead_bytes)));
  if (!options.properties.contains("linger.ms")) {
    // Appends are batches already: nothing is gained by waiting for more.
    set(**conf, "linger.ms", "0");
  }
  set(**conf, "delivery.report.only.error", options.read_back ? "true" : "false");
  rd_kafka_conf_set_dr_msg_cb(conf->get(), &producer::delivered);
  rd_kafka_conf_set_error_cb(conf->get(), &producer::failed);
  rd_kafka_conf_set_opaque(conf->get(), made.get());
  auto opened = make_handle(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!opened) {
    return opened.error();
  }
  made->handle_ = std::move(*opened);
  made->topic_.reset(rd_kafka_topic_new(made->handle_.get(), options.topic.c_str(), nullptr));
  made->thread_ = std::thread([self = made.get()] { self->run(); });
  return made;
}

producer::~producer() {
  if (thread_.joinable()) {
    stopping_.store(true);
    thread_.join();
  }
  if (handle_) {
    rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(handle_.get(), purge_ms);
  }
}

void producer::run() {
  while (!stopping_.load()) {
    rd_kafka_poll(handle_.get(), poll_ms);
  }
}

status producer::send(partition_id partition, std::span<const std::uint8_t> bytes,
                      std::uint64_t tag) {
  if (bytes.size() + overhead_bytes > record_bytes_max_) {
    return rejection{errc::unsupported,
                     "a commit of " + std::to_string(bytes.size()) +
                         " bytes is larger than a message of the topic may be (" +
                         std::to_string(record_bytes_max_) + ")",
                     {}};
  }
  const int sent = rd_kafka_produce(
      topic_.get(), partition.value, RD_KAFKA_MSG_F_COPY,
      const_cast<std::uint8_t*>(bytes.data()),  // the interface predates const
      bytes.size(), nullptr, 0, reinterpret_cast<void*>(static_cast<std::uintptr_t>(tag)));
  if (sent != 0) {
    return to_rejection(rd_kafka_last_error(), "an append cannot be sent");
  }
  return done{};
}

status producer::send_waiting(partition_id partition, std::span<const std::uint8_t> bytes) {
  for (;;) {
    const auto sent = send(partition, bytes, 0);
    if (sent || rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
      return sent;
    }
    rd_kafka_flush(handle_.get(), poll_ms);
  }
}

status producer::flush(duration_ms limit) {
  const auto flushed = rd_kafka_flush(handle_.get(), static_cast<int>(limit.value));
  if (flushed != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to_rejection(flushed, "not everything was acknowledged");
  }
  return done{};
}

void producer::fail_fatally() {
  rd_kafka_test_fatal_error(handle_.get(), RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
                            "as a test asked for");
}

void producer::delivered(rd_kafka_t*, const rd_kafka_message_t* message, void* self) {
  report one;
  one.partition = partition_id(static_cast<std::uint16_t>(message->partition));
  one.tag = reinterpret_cast<std::uintptr_t>(message->_private);
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    one.why = rd_kafka_err2str(message->err);
  }
  static_cast<producer*>(self)->tell_(one);
}

void producer::failed(rd_kafka_t* of, int code, const char*, void* self) {
  if (code != RD_KAFKA_RESP_ERR__FATAL) {
    return;  // the library goes on trying; what it gives up on is reported by message
  }
  std::array<char, 512> why{};
  rd_kafka_fatal_error(of, why.data(), why.size());
  auto& mine = *static_cast<producer*>(self);
  mine.fatal_.store(true);
  report one;
  one.fatal = true;
  one.why = std::string("the producer failed for good: ") + why.data();
  mine.tell_(one);
}

}  // namespace parley::store::kafka

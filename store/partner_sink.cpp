// Sends records with headers, idempotently, and tells what became of each.

#include <array>
#include <atomic>
#include <thread>

#include "store/kafka_client.hpp"
#include "store/partner_record.hpp"

namespace parley::store {
namespace {

constexpr int poll_ms = 100;
constexpr int flush_ms = 2000;

status outcome_of(rd_kafka_resp_err_t why, const std::string& topic) {
  if (why == RD_KAFKA_RESP_ERR_NO_ERROR) {
    return done{};
  }
  if (why == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE || why == RD_KAFKA_RESP_ERR_INVALID_RECORD) {
    return rejection{errc::unsupported, "the record is larger than " + topic + " takes", {}};
  }
  if (why == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
    return rejection{errc::overloaded, "too many records are on their way", {}};
  }
  return kafka::to_rejection(why, "a record for " + topic);
}

// The library takes the addresses as writable; it copies what they point to.
std::array<rd_kafka_vu_t, 6> parts_of(partner_record& record, rd_kafka_headers_t* headers,
                                      void* told) {
  std::array<rd_kafka_vu_t, 6> parts{};
  parts[0].vtype = RD_KAFKA_VTYPE_TOPIC;
  parts[0].u.cstr = record.from.topic.c_str();
  parts[1].vtype = RD_KAFKA_VTYPE_KEY;
  parts[1].u.mem = {record.key.empty() ? nullptr : record.key.data(), record.key.size()};
  parts[2].vtype = RD_KAFKA_VTYPE_VALUE;
  parts[2].u.mem = {record.value.data(), record.value.size()};
  parts[3].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  parts[3].u.i = RD_KAFKA_MSG_F_COPY;
  parts[4].vtype = RD_KAFKA_VTYPE_HEADERS;
  parts[4].u.headers = headers;
  parts[5].vtype = RD_KAFKA_VTYPE_OPAQUE;
  parts[5].u.ptr = told;
  return parts;
}

class kafka_sink final : public record_sink {
 public:
  static result<std::unique_ptr<record_sink>> open(const kafka_options& options) {
    auto conf = kafka::make_settings(options);
    if (!conf) {
      return conf.error();
    }
    std::unique_ptr<kafka_sink> made(new kafka_sink);
    kafka::set(**conf, "enable.idempotence", "true");
    kafka::set(**conf, "acks", "all");
    kafka::set(**conf, "message.timeout.ms", "30000");
    // A partner's record comes back to it as it was, with the reason beside it.
    kafka::set(**conf, "message.max.bytes", "10000000");
    // As the other clients choose the partition of a key.
    kafka::set(**conf, "partitioner", "murmur2_random");
    kafka::set(**conf, "queue.buffering.max.messages", "100000");
    if (!options.properties.contains("linger.ms")) {
      // The library spins while it waits for a broker that has all the requests it may have: fewer,
      // fuller ones leave the processors to those who make the records.
      kafka::set(**conf, "linger.ms", "20");
    }
    rd_kafka_conf_set_dr_msg_cb(conf->get(), &kafka_sink::delivered);
    auto opened = kafka::make_handle(RD_KAFKA_PRODUCER, std::move(*conf));
    if (!opened) {
      return opened.error();
    }
    made->handle_ = std::move(*opened);
    made->thread_ = std::thread([self = made.get()] {
      while (!self->stopping_.load()) {
        rd_kafka_poll(self->handle_.get(), poll_ms);
      }
    });
    return std::unique_ptr<record_sink>(std::move(made));
  }

  ~kafka_sink() override {
    if (thread_.joinable()) {
      stopping_.store(true);
      thread_.join();
    }
    if (handle_) {
      rd_kafka_flush(handle_.get(), flush_ms);
      rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
      rd_kafka_flush(handle_.get(), flush_ms);
    }
  }

  void send(partner_record record, std::function<void(status)> done) override {
    rd_kafka_headers_t* headers = rd_kafka_headers_new(record.headers.size());
    for (const auto& [name, value] : record.headers) {
      rd_kafka_header_add(headers, name.c_str(), static_cast<ssize_t>(name.size()), value.data(),
                          static_cast<ssize_t>(value.size()));
    }
    auto told = std::make_unique<std::function<void(status)>>(std::move(done));
    const auto parts = parts_of(record, headers, told.get());
    rd_kafka_error_t* failed = rd_kafka_produceva(handle_.get(), parts.data(), parts.size());
    if (failed == nullptr) {
      static_cast<void>(told.release());  // delivered() takes it
      return;
    }
    const auto why = rd_kafka_error_code(failed);
    rd_kafka_error_destroy(failed);
    rd_kafka_headers_destroy(headers);
    (*told)(outcome_of(why, record.from.topic));
  }

 private:
  kafka_sink() = default;

  static void delivered(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
    const std::unique_ptr<std::function<void(status)>> told(
        static_cast<std::function<void(status)>*>(message->_private));
    (*told)(outcome_of(message->err, rd_kafka_topic_name(message->rkt)));
  }

  kafka::handle handle_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace

result<std::unique_ptr<record_sink>> open_record_sink(const kafka_options& options) {
  return kafka_sink::open(options);
}

}  // namespace parley::store

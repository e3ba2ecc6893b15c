// A member of a consumer group, on the client library. Offsets are committed only when told.

#include <algorithm>
#include <map>
#include <utility>

#include "store/kafka_client.hpp"
#include "store/partner_record.hpp"

namespace parley::store {
namespace {

using kafka::destroyer;
using partition_list = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                       destroyer<rd_kafka_topic_partition_list_destroy>>;
using message_handle = std::unique_ptr<rd_kafka_message_t, destroyer<rd_kafka_message_destroy>>;

constexpr std::size_t records_max = 512;
constexpr int ask_limit_ms = 5'000;

partition_list list_of(const source_partition& which, std::int64_t at) {
  partition_list list(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(list.get(), which.topic.c_str(),
                                    static_cast<std::int32_t>(which.partition))
      ->offset = at;
  return list;
}

source_partition name_of(const rd_kafka_topic_partition_t& one) {
  return {one.topic, static_cast<std::uint32_t>(one.partition)};
}

std::vector<header_field> headers_of(const rd_kafka_message_t& message) {
  std::vector<header_field> to;
  rd_kafka_headers_t* all = nullptr;
  if (rd_kafka_message_headers(&message, &all) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to;
  }
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(all, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    to.push_back(
        {name, value == nullptr ? "" : std::string(static_cast<const char*>(value), size)});
  }
  return to;
}

partner_record record_of(const rd_kafka_message_t& message) {
  partner_record to;
  to.from = {rd_kafka_topic_name(message.rkt), static_cast<std::uint32_t>(message.partition),
             static_cast<std::uint64_t>(message.offset)};
  rd_kafka_timestamp_type_t kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  to.written_at = time_ms(rd_kafka_message_timestamp(&message, &kind));
  if (message.key != nullptr) {
    to.key.assign(static_cast<const char*>(message.key), message.key_len);
  }
  if (message.payload != nullptr) {
    to.value.assign(static_cast<const char*>(message.payload), message.len);
  }
  to.headers = headers_of(message);
  return to;
}

class kafka_source final : public record_source {
 public:
  static result<std::unique_ptr<record_source>> open(const kafka_options& options,
                                                     const std::string& group,
                                                     const std::vector<std::string>& topics) {
    auto conf = kafka::make_settings(options);
    if (!conf) {
      return conf.error();
    }
    std::unique_ptr<kafka_source> made(new kafka_source);
    kafka::set(**conf, "group.id", group);
    kafka::set(**conf, "partition.assignment.strategy", "cooperative-sticky");
    // A member that was killed gives its partitions to others, or to itself come back, after this.
    kafka::set(**conf, "session.timeout.ms", "10000");
    kafka::set(**conf, "enable.auto.commit", "false");
    kafka::set(**conf, "enable.auto.offset.store", "false");
    kafka::set(**conf, "auto.offset.reset", "earliest");
    kafka::set(**conf, "check.crcs", "true");
    kafka::set(**conf, "queued.max.messages.kbytes", "16384");
    rd_kafka_conf_set_rebalance_cb(conf->get(), &kafka_source::rebalanced);
    rd_kafka_conf_set_offset_commit_cb(conf->get(), &kafka_source::offsets_committed);
    rd_kafka_conf_set_opaque(conf->get(), made.get());
    auto opened = kafka::make_handle(RD_KAFKA_CONSUMER, std::move(*conf));
    if (!opened) {
      return opened.error();
    }
    made->handle_ = std::move(*opened);
    rd_kafka_poll_set_consumer(made->handle_.get());
    made->queue_.reset(rd_kafka_queue_get_consumer(made->handle_.get()));
    const partition_list list(rd_kafka_topic_partition_list_new(static_cast<int>(topics.size())));
    for (const auto& topic : topics) {
      rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
    }
    const auto subscribed = rd_kafka_subscribe(made->handle_.get(), list.get());
    if (subscribed != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return kafka::to_rejection(subscribed, "the partners' topics cannot be subscribed to");
    }
    return std::unique_ptr<record_source>(std::move(made));
  }

  ~kafka_source() override { close(); }

  void listen(listener to) override { listener_ = std::move(to); }

  std::vector<partner_record> take(duration_ms limit) override {
    std::vector<partner_record> records;
    int wait = static_cast<int>(limit.value);
    while (records.size() < records_max) {
      const message_handle message(rd_kafka_consumer_poll(handle_.get(), wait));
      wait = 0;
      look_at_fresh();
      if (!message) {
        break;
      }
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        records.push_back(record_of(*message));
        note_place(records.back().from);
      } else if (listener_.trouble) {
        listener_.trouble(rd_kafka_message_errstr(message.get()));
      }
    }
    return records;
  }

  void wake() override { rd_kafka_queue_yield(queue_.get()); }

  // The library answers per partition; a partition that was lost meanwhile has nothing to pause.
  void pause(const source_partition& which) override {
    rd_kafka_pause_partitions(handle_.get(), list_of(which, RD_KAFKA_OFFSET_INVALID).get());
  }
  void resume(const source_partition& which) override {
    rd_kafka_resume_partitions(handle_.get(), list_of(which, RD_KAFKA_OFFSET_INVALID).get());
  }

  void commit(const source_partition& which, std::uint64_t next) override {
    const auto list = list_of(which, static_cast<std::int64_t>(next));
    const auto sent = rd_kafka_commit(handle_.get(), list.get(), 1);
    if (sent != RD_KAFKA_RESP_ERR_NO_ERROR && listener_.trouble) {
      listener_.trouble(std::string("an offset cannot be committed: ") + rd_kafka_err2str(sent));
    }
  }

  std::uint64_t known_end(const source_partition& which) const override {
    std::int64_t low = 0;
    std::int64_t high = 0;
    const auto asked =
        rd_kafka_get_watermark_offsets(handle_.get(), which.topic.c_str(),
                                       static_cast<std::int32_t>(which.partition), &low, &high);
    return asked == RD_KAFKA_RESP_ERR_NO_ERROR && high > 0 ? static_cast<std::uint64_t>(high) : 0;
  }

  void close() override {
    if (!std::exchange(closed_, true) && handle_) {
      rd_kafka_consumer_close(handle_.get());
    }
  }

 private:
  kafka_source() = default;

  // The library goes on at the first record that is left, and says nothing.
  void look_at_fresh() {
    for (const auto& which : std::exchange(fresh_, {})) {
      const auto list = list_of(which, RD_KAFKA_OFFSET_INVALID);
      const auto asked = rd_kafka_committed(handle_.get(), list.get(), ask_limit_ms);
      const auto next = list->elems[0].offset;
      if (asked == RD_KAFKA_RESP_ERR_NO_ERROR && next >= 0) {
        expected_[which] = tell_if_passed(which, static_cast<std::uint64_t>(next));
        if (listener_.committed) {
          listener_.committed(which, static_cast<std::uint64_t>(next));
        }
      }
    }
  }
  void note_place(const source_position& read) {
    const source_partition which{read.topic, read.partition};
    const auto found = expected_.find(which);
    if (found != expected_.end() && read.at > found->second) {
      // A gap may also be what a transaction left.
      tell_if_passed(which, found->second);
    }
    expected_[which] = read.at + 1;
  }
  std::uint64_t tell_if_passed(const source_partition& which, std::uint64_t wanted) {
    std::int64_t low = 0;
    std::int64_t high = 0;
    const auto asked = rd_kafka_query_watermark_offsets(handle_.get(), which.topic.c_str(),
                                                        static_cast<std::int32_t>(which.partition),
                                                        &low, &high, ask_limit_ms);
    const auto first = static_cast<std::uint64_t>(std::max<std::int64_t>(low, 0));
    if (asked != RD_KAFKA_RESP_ERR_NO_ERROR || first <= wanted) {
      return wanted;
    }
    if (listener_.passed) {
      listener_.passed(which, wanted, first);
    }
    return first;
  }

  static void rebalanced(rd_kafka_t* of, rd_kafka_resp_err_t what,
                         rd_kafka_topic_partition_list_t* list, void* self) {
    auto& mine = *static_cast<kafka_source*>(self);
    const bool taken = what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    for (int i = 0; i < list->cnt; ++i) {
      const auto& tell = taken ? mine.listener_.taken : mine.listener_.lost;
      if (tell) {
        tell(name_of(list->elems[i]));
      }
      mine.expected_.erase(name_of(list->elems[i]));
      if (taken) {
        mine.fresh_.push_back(name_of(list->elems[i]));
      }
    }
    rd_kafka_error_t* failed =
        taken ? rd_kafka_incremental_assign(of, list) : rd_kafka_incremental_unassign(of, list);
    if (failed != nullptr) {
      if (mine.listener_.trouble) {
        mine.listener_.trouble(rd_kafka_error_string(failed));
      }
      rd_kafka_error_destroy(failed);
    }
  }

  static void offsets_committed(rd_kafka_t*, rd_kafka_resp_err_t why,
                                rd_kafka_topic_partition_list_t* list, void* self) {
    auto& mine = *static_cast<kafka_source*>(self);
    for (int i = 0; list != nullptr && i < list->cnt; ++i) {
      const auto& one = list->elems[i];
      const bool good = why == RD_KAFKA_RESP_ERR_NO_ERROR && one.err == RD_KAFKA_RESP_ERR_NO_ERROR;
      if (good && one.offset >= 0 && mine.listener_.committed) {
        mine.listener_.committed(name_of(one), static_cast<std::uint64_t>(one.offset));
      }
    }
    if (why != RD_KAFKA_RESP_ERR_NO_ERROR && why != RD_KAFKA_RESP_ERR__NO_OFFSET &&
        mine.listener_.trouble) {
      mine.listener_.trouble(std::string("offsets were not committed: ") + rd_kafka_err2str(why));
    }
  }

  kafka::handle handle_;
  kafka::queue_handle queue_;
  listener listener_;
  std::vector<source_partition> fresh_;                 ///< taken, not looked at yet
  std::map<source_partition, std::uint64_t> expected_;  ///< the next record; unknown: none
  bool closed_ = false;
};

}  // namespace

result<std::unique_ptr<record_source>> open_record_source(const kafka_options& options,
                                                          const std::string& group,
                                                          const std::vector<std::string>& topics) {
  return kafka_source::open(options, group, topics);
}

}  // namespace parley::store

// Taking and committing. Offsets are committed only when told.

#include "store/partner_source.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "store/kafka_consumer.hpp"

namespace parley::store::kafka {
namespace {

using message_handle = std::unique_ptr<rd_kafka_message_t, destroyer<rd_kafka_message_destroy>>;

constexpr std::size_t records_max = 512;
// A full queue is looked at again only a second later, so it holds what is read in a second.
constexpr const char* queued_kilobytes_max = "8192";

partition_list list_of(const source_partition& which, std::int64_t at) {
  partition_list list(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(list.get(), which.topic.c_str(),
                                    static_cast<std::int32_t>(which.partition))
      ->offset = at;
  return list;
}

std::vector<header_field> headers_of(const rd_kafka_message_t& message) {
  std::vector<header_field> to;
  rd_kafka_headers_t* all = nullptr;
  if (rd_kafka_message_headers(&message, &all) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to;
  }
  to.reserve(rd_kafka_header_cnt(all));
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

partner_record record_of(const source_partition& which, const rd_kafka_message_t& message) {
  partner_record to;
  to.from = {which.topic, which.partition, static_cast<std::uint64_t>(message.offset)};
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

void ring_it(rd_kafka_t*, void* which) { static_cast<bell*>(which)->ring(); }

}  // namespace

void bell::ring() {
  if (!rung_.exchange(true)) {
    { const std::lock_guard hold(mutex_); }
    heard_.notify_one();
  }
}

void bell::wait(duration_ms limit) {
  std::unique_lock hold(mutex_);
  heard_.wait_for(hold, std::chrono::milliseconds(limit.value), [this] { return rung_.load(); });
  rung_.store(false);
}

partner_source::partner_source(kafka_options options, std::string group,
                               std::vector<std::string> topics)
    : options_(std::move(options)), group_(std::move(group)), topics_(std::move(topics)) {}

partner_source::~partner_source() { close(); }

result<std::unique_ptr<partner_source>> partner_source::open(
    const kafka_options& options, const std::string& group,
    const std::vector<std::string>& topics) {
  std::unique_ptr<partner_source> made(new partner_source(options, group, topics));
  const status opened = made->open_client();
  if (!opened) {
    return opened.error();
  }
  if (options.stall_timeout.value > 0) {
    made->watcher_ = std::thread([self = made.get()] { self->run_watcher(); });
  }
  return made;
}

status partner_source::open_client() {
  auto conf = make_settings(options_);
  if (!conf) {
    return conf.error();
  }
  set(**conf, "group.id", group_);
  set(**conf, "partition.assignment.strategy", "cooperative-sticky");
  // A member that was killed gives its partitions to others, or to itself come back, after this.
  set(**conf, "session.timeout.ms", "10000");
  set(**conf, "enable.auto.commit", "false");
  set(**conf, "enable.auto.offset.store", "false");
  set(**conf, "auto.offset.reset", "earliest");
  set(**conf, "check.crcs", "true");
  // Without it a transaction's end, which no record follows, looks like one that does not come.
  set(**conf, "enable.partition.eof", "true");
  if (!options_.properties.contains("queued.max.messages.kbytes")) {
    set(**conf, "queued.max.messages.kbytes", queued_kilobytes_max);
  }
  rd_kafka_conf_set_rebalance_cb(conf->get(), &partner_source::rebalanced);
  rd_kafka_conf_set_offset_commit_cb(conf->get(), &partner_source::offsets_committed);
  rd_kafka_conf_set_opaque(conf->get(), this);
  auto opened = make_handle(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!opened) {
    return opened.error();
  }
  client_ = std::move(*opened);
  rd_kafka_poll_set_consumer(client_.get());
  queue_.reset(rd_kafka_queue_get_consumer(client_.get()));
  rd_kafka_queue_cb_event_enable(queue_.get(), &ring_it, &bell_);
  const partition_list list(rd_kafka_topic_partition_list_new(static_cast<int>(topics_.size())));
  for (const auto& topic : topics_) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  }
  const auto subscribed = rd_kafka_subscribe(client_.get(), list.get());
  if (subscribed != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to_rejection(subscribed, "the partners' topics cannot be subscribed to");
  }
  const std::lock_guard hold(watch_mutex_);
  watched_ = client_;
  return done{};
}

std::vector<partner_record> partner_source::take(duration_ms limit) {
  std::vector<partner_record> records;
  if (stands_still()) {
    tell_trouble("a partition of the partners' topics goes on and was not read on");
    ++stalls_;
    leave();
    anew_ = true;
  }
  if (anew_) {
    const status opened = open_client();
    anew_ = !opened.ok();
    if (anew_) {
      tell_trouble(opened.error().message);
      bell_.wait(limit);
      return records;
    }
  }
  serve(records);
  fetch(records);
  if (records.empty() && limit.value > 0) {
    bell_.wait(limit);
    serve(records);
    fetch(records);
  }
  return records;
}

// Rebalances, answers to commits, and errors that are no partition's.
void partner_source::serve(std::vector<partner_record>& to) {
  while (true) {
    const message_handle message(rd_kafka_consumer_poll(client_.get(), 0));
    look_at_fresh();
    if (!message) {
      return;
    }
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      tell_trouble(rd_kafka_message_errstr(message.get()));
      continue;
    }
    const source_partition which{rd_kafka_topic_name(message->rkt),
                                 static_cast<std::uint32_t>(message->partition)};
    const auto found = feeds_.find(which);
    if (found != feeds_.end()) {
      read(which, found->second, *message, to);
    }
  }
}

void partner_source::fetch(std::vector<partner_record>& to) {
  for (auto& [which, from] : feeds_) {
    if (from.held) {
      continue;
    }
    std::vector<rd_kafka_message_t*> list(records_max);
    const auto count = rd_kafka_consume_batch_queue(from.queue.get(), 0, list.data(), records_max);
    list.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    const messages some(std::move(list));
    for (const auto* message : some.list()) {
      read(which, from, *message, to);
    }
  }
}

void partner_source::read(const source_partition& which, feed& from,
                          const rd_kafka_message_t& message, std::vector<partner_record>& to) {
  const auto at = static_cast<std::uint64_t>(message.offset);
  if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    from.next = at;
  } else if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    tell_trouble(rd_kafka_message_errstr(&message));
  } else {
    if (from.next && at > *from.next) {
      tell_if_passed(which, *from.next);  // a gap may also be what a transaction left
    }
    from.next = at + 1;
    to.push_back(record_of(which, message));
  }
}

void partner_source::hold(const source_partition& which, bool held) {
  const auto found = feeds_.find(which);
  if (found != feeds_.end()) {
    found->second.held = held;
  }
}

void partner_source::tell_trouble(const std::string& why) const {
  if (listener_.trouble) {
    listener_.trouble(why);
  }
}

void partner_source::commit(const source_partition& which, std::uint64_t next) {
  const auto list = list_of(which, static_cast<std::int64_t>(next));
  const auto sent = rd_kafka_commit(client_.get(), list.get(), 1);
  if (sent != RD_KAFKA_RESP_ERR_NO_ERROR) {
    tell_trouble(std::string("an offset cannot be committed: ") + rd_kafka_err2str(sent));
  }
}

std::uint64_t partner_source::known_end(const source_partition& which) const {
  std::int64_t low = 0;
  std::int64_t high = 0;
  const auto asked =
      client_ == nullptr
          ? RD_KAFKA_RESP_ERR__STATE
          : rd_kafka_get_watermark_offsets(client_.get(), which.topic.c_str(),
                                           static_cast<std::int32_t>(which.partition), &low, &high);
  return asked == RD_KAFKA_RESP_ERR_NO_ERROR && high > 0 ? static_cast<std::uint64_t>(high) : 0;
}

void partner_source::close() {
  if (!std::exchange(closed_, true)) {
    stop_watcher();
    leave();
  }
}

/// What it has is told to be lost, and the client is given up.
void partner_source::leave() {
  if (client_ == nullptr) {
    return;
  }
  rd_kafka_consumer_close(client_.get());
  feeds_.clear();
  fresh_.clear();
  rd_kafka_queue_cb_event_enable(queue_.get(), nullptr, nullptr);
  queue_.reset();
  client_.reset();
}

void partner_source::stop_fetching(const source_partition& which) {
  rd_kafka_pause_partitions(client_.get(), list_of(which, RD_KAFKA_OFFSET_INVALID).get());
}

void partner_source::give(rd_kafka_t* of, rd_kafka_topic_partition_list_t* list) {
  for (int i = 0; i < list->cnt; ++i) {
    const auto& one = list->elems[i];
    const source_partition which{one.topic, static_cast<std::uint32_t>(one.partition)};
    feed fresh;
    // Before it is assigned, or its first records would go to the queue that all share.
    fresh.queue.reset(rd_kafka_queue_get_partition(of, one.topic, one.partition));
    rd_kafka_queue_forward(fresh.queue.get(), nullptr);
    rd_kafka_queue_cb_event_enable(fresh.queue.get(), &ring_it, &bell_);
    feeds_.insert_or_assign(which, std::move(fresh));
    fresh_.push_back(which);
    if (listener_.taken) {
      listener_.taken(which);
    }
  }
}

void partner_source::take_away(rd_kafka_t*, rd_kafka_topic_partition_list_t* list) {
  for (int i = 0; i < list->cnt; ++i) {
    const auto& one = list->elems[i];
    const source_partition which{one.topic, static_cast<std::uint32_t>(one.partition)};
    if (listener_.lost) {
      listener_.lost(which);
    }
    const auto found = feeds_.find(which);
    if (found != feeds_.end()) {
      rd_kafka_queue_cb_event_enable(found->second.queue.get(), nullptr, nullptr);
      feeds_.erase(found);
    }
    fresh_.erase(std::remove(fresh_.begin(), fresh_.end(), which), fresh_.end());
  }
}

void partner_source::rebalanced(rd_kafka_t* of, rd_kafka_resp_err_t what,
                                rd_kafka_topic_partition_list_t* list, void* self) {
  auto& mine = *static_cast<partner_source*>(self);
  const bool taken = what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
  if (taken) {
    mine.give(of, list);
  } else {
    mine.take_away(of, list);
  }
  rd_kafka_error_t* failed =
      taken ? rd_kafka_incremental_assign(of, list) : rd_kafka_incremental_unassign(of, list);
  if (failed != nullptr) {
    mine.tell_trouble(rd_kafka_error_string(failed));
    rd_kafka_error_destroy(failed);
  }
}

void partner_source::offsets_committed(rd_kafka_t*, rd_kafka_resp_err_t why,
                                       rd_kafka_topic_partition_list_t* list, void* self) {
  auto& mine = *static_cast<partner_source*>(self);
  for (int i = 0; list != nullptr && i < list->cnt; ++i) {
    const auto& one = list->elems[i];
    const bool good = why == RD_KAFKA_RESP_ERR_NO_ERROR && one.err == RD_KAFKA_RESP_ERR_NO_ERROR;
    if (good && one.offset >= 0 && mine.listener_.committed) {
      mine.listener_.committed({one.topic, static_cast<std::uint32_t>(one.partition)},
                               static_cast<std::uint64_t>(one.offset));
    }
  }
  if (why != RD_KAFKA_RESP_ERR_NO_ERROR && why != RD_KAFKA_RESP_ERR__NO_OFFSET) {
    mine.tell_trouble(std::string("offsets were not committed: ") + rd_kafka_err2str(why));
  }
}

}  // namespace parley::store::kafka

namespace parley::store {

result<std::unique_ptr<record_source>> open_record_source(const kafka_options& options,
                                                          const std::string& group,
                                                          const std::vector<std::string>& topics) {
  auto opened = kafka::partner_source::open(options, group, topics);
  if (!opened) {
    return opened.error();
  }
  return std::unique_ptr<record_source>(std::move(*opened));
}

}  // namespace parley::store

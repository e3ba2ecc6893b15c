// A member of a consumer group over the log's topic. Nothing is consumed through it: the group's
// assignment of partitions is all that is wanted, so each of them is paused at once.

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "store/kafka_client.hpp"
#include "store/partition_group.hpp"

namespace parley::store {
namespace {

using kafka::partition_list;
using message_handle =
    std::unique_ptr<rd_kafka_message_t, kafka::destroyer<rd_kafka_message_destroy>>;
using group_list =
    std::unique_ptr<const rd_kafka_group_list, kafka::destroyer<rd_kafka_group_list_destroy>>;
using text_handle =
    std::unique_ptr<char, kafka::destroyer<[](char* owned) { rd_kafka_mem_free(nullptr, owned); }>>;

constexpr int poll_ms = 100;
constexpr int confirm_ms = 2000;
constexpr std::chrono::milliseconds leave_limit(5'000);
// What is given up takes a while of its own: appends in flight.
constexpr std::chrono::milliseconds give_up_limit(10'000);
// The others learn with their next heartbeat that a member left.
constexpr std::int64_t heartbeat_ms_max = 200;
// Handing a partition over takes as long as what is in flight takes to become durable.
constexpr std::int64_t hand_over_ms = 60'000;
constexpr std::chrono::milliseconds reopen_pause(1000);

class kafka_group final : public partition_group {
 public:
  kafka_group(kafka_options options, group_options how)
      : options_(std::move(options)), how_(std::move(how)) {}
  ~kafka_group() override { leave(); }

  status open();
  void join(listener to) override;
  status confirm(partition_id partition) override;
  void leave() override;

 private:
  static void rebalanced(rd_kafka_t* of, rd_kafka_resp_err_t what,
                         rd_kafka_topic_partition_list_t* list, void* self);
  void give(rd_kafka_t* of, rd_kafka_topic_partition_list_t* list);
  void take_away(rd_kafka_t* of, rd_kafka_topic_partition_list_t* list);
  void complain(rd_kafka_error_t* failed);
  void run();
  void subscribe();
  void take_message(const rd_kafka_message_t& message);
  void reopen();
  void part();
  void withdraw();
  void poll_while(std::chrono::milliseconds limit, const std::function<bool()>& waiting);
  std::string member_id() const;
  result<bool> is_listed(const std::string& id) const;
  std::shared_ptr<rd_kafka_t> client() const;

  const kafka_options options_;
  const group_options how_;
  listener listener_;
  mutable std::mutex mutex_;
  std::shared_ptr<rd_kafka_t> client_;
  std::set<partition_id> held_;  // by the thread alone
  std::atomic<bool> leaving_ = false;
  std::mutex pause_mutex_;
  std::condition_variable pause_ended_;
  std::thread thread_;
};

std::vector<partition_id> names_of(const rd_kafka_topic_partition_list_t& list) {
  std::vector<partition_id> names;
  for (int i = 0; i < list.cnt; ++i) {
    names.emplace_back(static_cast<std::uint16_t>(list.elems[i].partition));
  }
  return names;
}

bool has_member(const rd_kafka_group_list& told, const std::string& id) {
  for (int g = 0; g < told.group_cnt; ++g) {
    const auto& group = told.groups[g];
    for (int m = 0; m < group.member_cnt; ++m) {
      if (group.members[m].member_id == id) {
        return true;
      }
    }
  }
  return false;
}

status kafka_group::open() {
  auto conf = kafka::make_settings(options_);
  if (!conf) {
    return conf.error();
  }
  const std::int64_t session = how_.session_timeout.value;
  kafka::set(**conf, "group.id", how_.group);
  kafka::set(**conf, "group.instance.id", how_.member);
  kafka::set(**conf, "partition.assignment.strategy", "cooperative-sticky");
  kafka::set(**conf, "session.timeout.ms", std::to_string(session));
  kafka::set(**conf, "heartbeat.interval.ms",
             std::to_string(std::min(heartbeat_ms_max, session / 3)));
  kafka::set(**conf, "max.poll.interval.ms", std::to_string(std::max(hand_over_ms, session)));
  kafka::set(**conf, "enable.auto.commit", "false");
  kafka::set(**conf, "enable.auto.offset.store", "false");
  rd_kafka_conf_set_rebalance_cb(conf->get(), &kafka_group::rebalanced);
  rd_kafka_conf_set_opaque(conf->get(), this);
  auto opened = kafka::make_handle(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!opened) {
    return opened.error();
  }
  const std::shared_ptr<rd_kafka_t> fresh(std::move(*opened));
  rd_kafka_poll_set_consumer(fresh.get());
  const std::lock_guard lock(mutex_);
  client_ = fresh;
  return done{};
}

void kafka_group::subscribe() {
  const partition_list list(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(list.get(), options_.topic.c_str(), RD_KAFKA_PARTITION_UA);
  const auto subscribed = rd_kafka_subscribe(client().get(), list.get());
  if (subscribed != RD_KAFKA_RESP_ERR_NO_ERROR) {
    listener_.trouble(rd_kafka_err2str(subscribed));
  }
}

std::shared_ptr<rd_kafka_t> kafka_group::client() const {
  const std::lock_guard lock(mutex_);
  return client_;
}

void kafka_group::join(listener to) {
  listener_ = std::move(to);
  thread_ = std::thread([this] { run(); });
}

void kafka_group::rebalanced(rd_kafka_t* of, rd_kafka_resp_err_t what,
                             rd_kafka_topic_partition_list_t* list, void* self) {
  auto& mine = *static_cast<kafka_group*>(self);
  if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    mine.give(of, list);
  } else {
    mine.take_away(of, list);
  }
}

void kafka_group::give(rd_kafka_t* of, rd_kafka_topic_partition_list_t* list) {
  for (int i = 0; i < list->cnt; ++i) {
    list->elems[i].offset = 0;  // any place: nothing is read
  }
  complain(rd_kafka_incremental_assign(of, list));
  rd_kafka_pause_partitions(of, list);
  if (leaving_.load()) {
    return;  // it is given back at once
  }
  const auto names = names_of(*list);
  held_.insert(names.begin(), names.end());
  listener_.given(names);
}

void kafka_group::take_away(rd_kafka_t* of, rd_kafka_topic_partition_list_t* list) {
  auto names = names_of(*list);
  std::erase_if(names, [this](partition_id each) { return held_.erase(each) == 0; });
  listener_.taken_away(names, rd_kafka_assignment_lost(of) != 0);
  complain(rd_kafka_incremental_unassign(of, list));
}

void kafka_group::complain(rd_kafka_error_t* failed) {
  if (failed != nullptr) {
    listener_.trouble(rd_kafka_error_string(failed));
    rd_kafka_error_destroy(failed);
  }
}

void kafka_group::run() {
  subscribe();
  while (!leaving_.load()) {
    const auto of = client();
    const message_handle message(rd_kafka_consumer_poll(of.get(), poll_ms));
    if (message) {
      take_message(*message);
    }
    std::array<char, 256> why{};
    if (rd_kafka_fatal_error(of.get(), why.data(), why.size()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      listener_.trouble(std::string("this member was thrown out: ") + why.data());
      reopen();
    }
  }
  part();
}

void kafka_group::take_message(const rd_kafka_message_t& message) {
  if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    listener_.trouble(rd_kafka_message_errstr(&message));
  }
}

// Another process came under the same name, or the library gave up: begin anew.
void kafka_group::reopen() {
  listener_.taken_away({held_.begin(), held_.end()}, true);
  held_.clear();
  const auto old = client();
  rd_kafka_consumer_close(old.get());
  do {
    std::unique_lock lock(pause_mutex_);
    pause_ended_.wait_for(lock, reopen_pause, [this] { return leaving_.load(); });
  } while (!leaving_.load() && !open().ok());
  subscribe();
}

// A member with a name does not leave when it is closed: it might come back. It leaves when it
// unsubscribes.
void kafka_group::part() {
  withdraw();
  rd_kafka_consumer_close(client().get());
}

// Not done when nothing is held any more: closed before the library has said that it leaves, a
// member with a name never says so. It forgets its identity when it says so.
void kafka_group::withdraw() {
  rd_kafka_unsubscribe(client().get());
  poll_while(give_up_limit, [this] { return !held_.empty(); });
  poll_while(leave_limit, [this] { return !member_id().empty(); });
  if (!held_.empty()) {
    listener_.taken_away({held_.begin(), held_.end()}, true);
    held_.clear();
  }
}

void kafka_group::poll_while(std::chrono::milliseconds limit,
                             const std::function<bool()>& waiting) {
  constexpr int short_poll_ms = 5;
  const auto of = client();
  const auto until = std::chrono::steady_clock::now() + limit;
  while (waiting() && std::chrono::steady_clock::now() < until) {
    const message_handle ignored(rd_kafka_consumer_poll(of.get(), short_poll_ms));
  }
}

std::string kafka_group::member_id() const {
  const text_handle self(rd_kafka_memberid(client().get()));
  return self ? self.get() : "";
}

// Committing an offset would be cheaper to ask with, but the library gives its whole assignment up
// when such a commit meets a rebalance. Describing the group by the newer interface aborts the
// process when the coordinator's connection breaks meanwhile (librdkafka issue 4605).
result<bool> kafka_group::is_listed(const std::string& id) const {
  const rd_kafka_group_list* raw = nullptr;
  const auto asked = rd_kafka_list_groups(client().get(), how_.group.c_str(), &raw, confirm_ms);
  const group_list told(raw);
  // A broker that is away matters only if it is the one that knows.
  if (told && has_member(*told, id)) {
    return true;
  }
  return asked == RD_KAFKA_RESP_ERR_NO_ERROR
             ? result<bool>(false)
             : kafka::to_rejection(asked, "membership is not confirmed");
}

status kafka_group::confirm(partition_id partition) {
  const auto self = member_id();
  const auto listed = self.empty() ? result<bool>(false) : is_listed(self);
  if (!listed.ok()) {
    return listed.error();
  }
  return *listed ? status(done{})
                 : kafka::to_rejection("the group does not know this member",
                                       "partition " + std::to_string(partition.value));
}

void kafka_group::leave() {
  leaving_.store(true);
  {
    const std::lock_guard lock(pause_mutex_);
    pause_ended_.notify_all();
  }
  if (const auto of = client()) {
    const kafka::queue_handle polled(rd_kafka_queue_get_consumer(of.get()));
    rd_kafka_queue_yield(polled.get());
  }
  if (thread_.joinable()) {
    thread_.join();
  }
}

}  // namespace

result<std::unique_ptr<partition_group>> open_partition_group(const kafka_options& options,
                                                              const group_options& how) {
  auto made = std::make_unique<kafka_group>(options, how);
  const status opened = made->open();
  if (!opened) {
    return opened.error();
  }
  return std::unique_ptr<partition_group>(std::move(made));
}

}  // namespace parley::store

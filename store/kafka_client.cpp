#include "store/kafka_client.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iterator>
#include <mutex>
#include <string_view>

#include "store/kafka_socket.hpp"

namespace parley::store::kafka {
namespace {

// What makes the log right is not a matter of configuration.
constexpr std::array<std::string_view, 16> engine_settings = {
    "bootstrap.servers",
    "enable.idempotence",
    "acks",
    "request.required.acks",
    "auto.offset.reset",
    "enable.partition.eof",
    "message.max.bytes",
    "message.timeout.ms",
    "delivery.timeout.ms",
    "group.id",
    "transactional.id",
    "delivery.report.only.error",
    "check.crcs",
    "enable.gapless.guarantee",
    "max.in.flight",
    "max.in.flight.requests.per.connection"};
constexpr std::array<std::string_view, 6> secret_settings = {
    "sasl.password",         "ssl.key.password",        "ssl.key.pem",
    "ssl.keystore.password", "sasl.oauthbearer.config", "sasl.oauthbearer.client.secret"};
constexpr int ask_timeout_ms = 10'000;
constexpr std::size_t fetch_bytes_max = std::size_t{4} << 20U;
constexpr std::size_t record_bytes_default = 1'048'588;

std::mutex log_mutex;
std::string log_line;

void keep_log_line(const rd_kafka_t*, int, const char*, const char* text) {
  const std::lock_guard lock(log_mutex);
  log_line = explain_log_line(text, rd_kafka_version());
}

template <class List>
bool contains(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

status set_checked(rd_kafka_conf_t& conf, const std::string& name, const std::string& value,
                   bool secret) {
  std::array<char, 512> why{};
  const auto set = rd_kafka_conf_set(&conf, name.c_str(), value.c_str(), why.data(), why.size());
  if (set == RD_KAFKA_CONF_OK) {
    return done{};
  }
  // The library repeats the value in its message.
  return rejection{errc::invalid_definition,
                   "Kafka setting " + name + ": " +
                       (secret ? std::string("the file's content is not accepted") : why.data()),
                   {}};
}

result<std::string> read_secret(const std::string& name, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) {
    return rejection{errc::invalid_definition,
                     "Kafka setting " + name + ": the file " + path + " cannot be read",
                     {}};
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
    text.pop_back();
  }
  return text;
}

using metadata = std::unique_ptr<const rd_kafka_metadata_t, destroyer<rd_kafka_metadata_destroy>>;
using event = std::unique_ptr<rd_kafka_event_t, destroyer<rd_kafka_event_destroy>>;

result<std::uint16_t> count_partitions(rd_kafka_t& client, const std::string& topic) {
  const topic_handle asked(rd_kafka_topic_new(&client, topic.c_str(), nullptr));
  const rd_kafka_metadata_t* raw = nullptr;
  const auto got = rd_kafka_metadata(&client, 0, asked.get(), &raw, ask_timeout_ms);
  const metadata answer(raw);
  if (got != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to_rejection(got, "the cluster does not answer (" + last_log_line() + ")");
  }
  const auto why =
      answer->topic_cnt == 1 ? answer->topics[0].err : RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
  if (why == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
      (why == RD_KAFKA_RESP_ERR_NO_ERROR && answer->topics[0].partition_cnt == 0)) {
    return rejection{errc::not_found, "the cluster has no topic " + topic, {}};
  }
  if (why != RD_KAFKA_RESP_ERR_NO_ERROR && why != RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE) {
    return to_rejection(why, "topic " + topic);
  }
  return static_cast<std::uint16_t>(answer->topics[0].partition_cnt);
}

status create_topic(rd_kafka_t& client, const kafka_options& options) {
  std::array<char, 512> why{};
  using fresh_topic = std::unique_ptr<rd_kafka_NewTopic_t, destroyer<rd_kafka_NewTopic_destroy>>;
  const fresh_topic fresh(rd_kafka_NewTopic_new(options.topic.c_str(), options.partition_count, -1,
                                                why.data(), why.size()));
  if (!fresh) {
    return rejection{errc::invalid_definition, "topic " + options.topic + ": " + why.data(), {}};
  }
  rd_kafka_NewTopic_set_config(fresh.get(), "retention.ms", "-1");
  rd_kafka_NewTopic_set_config(fresh.get(), "retention.bytes", "-1");
  rd_kafka_NewTopic_set_config(fresh.get(), "cleanup.policy", "delete");
  rd_kafka_NewTopic_set_config(fresh.get(), "max.message.bytes", "8388608");
  const queue_handle answers(rd_kafka_queue_new(&client));
  std::array<rd_kafka_NewTopic_t*, 1> list{fresh.get()};
  rd_kafka_CreateTopics(&client, list.data(), list.size(), nullptr, answers.get());
  const event told(rd_kafka_queue_poll(answers.get(), 3 * ask_timeout_ms));
  if (!told || rd_kafka_event_error(told.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to_rejection(told ? rd_kafka_event_error(told.get()) : RD_KAFKA_RESP_ERR__TIMED_OUT,
                        "topic " + options.topic + " cannot be made");
  }
  std::size_t count = 0;
  const auto* topics =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(told.get()), &count);
  const auto made =
      count == 1 ? rd_kafka_topic_result_error(topics[0]) : RD_KAFKA_RESP_ERR__INVALID_ARG;
  if (made != RD_KAFKA_RESP_ERR_NO_ERROR && made != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
    return to_rejection(made, "topic " + options.topic + " cannot be made");
  }
  return done{};
}

using clock = std::chrono::steady_clock;
constexpr int ask_pause_ms = 50;

std::int64_t milliseconds_until(clock::time_point when) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(when - clock::now()).count();
}

// The library finds out who leads a partition now, and leaves it to us to ask again.
bool passes_soon(rd_kafka_resp_err_t why) {
  return why == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION ||
         why == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE ||
         why == RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE ||
         why == RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH ||
         why == RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH || why == RD_KAFKA_RESP_ERR__TRANSPORT;
}

}  // namespace

std::size_t ask_record_bytes_max(rd_kafka_t& client, const std::string& topic) {
  using resource_handle =
      std::unique_ptr<rd_kafka_ConfigResource_t, destroyer<rd_kafka_ConfigResource_destroy>>;
  const resource_handle resource(
      rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()));
  std::array<rd_kafka_ConfigResource_t*, 1> list{resource.get()};
  const queue_handle answers(rd_kafka_queue_new(&client));
  rd_kafka_DescribeConfigs(&client, list.data(), list.size(), nullptr, answers.get());
  const event told(rd_kafka_queue_poll(answers.get(), ask_timeout_ms));
  if (!told || rd_kafka_event_error(told.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return record_bytes_default;
  }
  std::size_t count = 0;
  const auto* resources = rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(told.get()), &count);
  std::size_t entries = 0;
  const auto* all = count == 1 ? rd_kafka_ConfigResource_configs(resources[0], &entries) : nullptr;
  for (std::size_t i = 0; i < entries; ++i) {
    if (std::string_view(rd_kafka_ConfigEntry_name(all[i])) == "max.message.bytes") {
      const std::string_view text = rd_kafka_ConfigEntry_value(all[i]);
      std::size_t value = 0;
      std::from_chars(text.data(), text.data() + text.size(), value);
      return value > 0 ? value : record_bytes_default;
    }
  }
  return record_bytes_default;
}

rejection to_rejection(rd_kafka_resp_err_t why, const std::string& doing) {
  return to_rejection(std::string(rd_kafka_err2str(why)), doing);
}

rejection to_rejection(const std::string& why, const std::string& doing) {
  return {errc::unavailable, "Kafka: " + doing + ": " + why, {}};
}

std::string explain_log_line(std::string_view text, int library) {
  constexpr int mended = 0x020601ff;  // 2.6.1
  const auto has = [text](std::string_view part) { return text.find(part) != text.npos; };
  std::string told(text);
  if (library < mended && has("SASL authentication error") && has("SCRAM")) {
    told += ". Kafka 3.8.1 and later refuse SCRAM of this client library (" +
            std::string(rd_kafka_version_str()) +
            "; mended in 2.6.1) whatever the password is: use PLAIN over TLS or a certificate";
  }
  return told;
}

std::string last_log_line() {
  const std::lock_guard lock(log_mutex);
  return log_line.empty() ? "nothing was logged" : log_line;
}

void set(rd_kafka_conf_t& conf, const char* name, const std::string& value) {
  const auto done = set_checked(conf, name, value, false);
  PARLEY_ASSERT(done.ok(), "the library knows what the engine sets");
}

result<settings> make_settings(const kafka_options& options) {
  settings conf(rd_kafka_conf_new());
  rd_kafka_conf_set_log_cb(conf.get(), &keep_log_line);
  set(*conf, "client.id", "parley");
  rd_kafka_conf_set_socket_cb(conf.get(), &open_socket);
  set(*conf, "socket.nagle.disable", "true");
  set(*conf, "socket.connection.setup.timeout.ms", "5000");
  set(*conf, "reconnect.backoff.ms", "50");
  set(*conf, "reconnect.backoff.max.ms", "1000");
  set(*conf, "retry.backoff.ms", "50");
  // A question waits so long for a broker that is away, whatever its own limit says.
  set(*conf, "socket.timeout.ms", "10000");
  const auto address = set_checked(*conf, "bootstrap.servers", options.bootstrap, false);
  if (!address) {
    return address.error();
  }
  for (const auto& [name, value] : options.properties) {
    if (contains(engine_settings, name) || contains(secret_settings, name)) {
      return rejection{errc::invalid_definition,
                       "Kafka setting " + name +
                           (contains(engine_settings, name) ? ": Parley sets it itself"
                                                            : ": a secret is given as a file"),
                       {}};
    }
    const auto set = set_checked(*conf, name, value, false);
    if (!set) {
      return set.error();
    }
  }
  for (const auto& [name, path] : options.secret_files) {
    const auto secret = read_secret(name, path);
    const auto set = secret ? set_checked(*conf, name, *secret, true) : status(secret.error());
    if (!set) {
      return set.error();
    }
  }
  return conf;
}

result<handle> make_handle(rd_kafka_type_t type, settings conf) {
  std::array<char, 512> why{};
  handle made(rd_kafka_new(type, conf.get(), why.data(), why.size()));
  if (!made) {
    return rejection{errc::invalid_definition, std::string("Kafka client: ") + why.data(), {}};
  }
  static_cast<void>(conf.release());  // the handle owns them now
  return made;
}

result<handle> make_consumer(const kafka_options& options, const consumer_settings& how) {
  auto conf = make_settings(options);
  if (!conf) {
    return conf.error();
  }
  set(**conf, "check.crcs", "true");
  // An offset that the log does not hold is told, never replaced by another.
  set(**conf, "auto.offset.reset", "error");
  set(**conf, "enable.auto.commit", "false");
  // A full queue is looked at again only a second later, so it holds what is read in a second.
  set(**conf, "queued.max.messages.kbytes", std::to_string(how.queue_bytes_max >> 10U));
  set(**conf, "enable.partition.eof", how.tells_ends ? "true" : "false");
  set(**conf, "fetch.message.max.bytes", std::to_string(fetch_bytes_max));
  set(**conf, "fetch.error.backoff.ms", "50");
  return make_handle(RD_KAFKA_CONSUMER, std::move(*conf));
}

result<cluster_facts> ask_cluster(rd_kafka_t& client, const kafka_options& options) {
  auto count = count_partitions(client, options.topic);
  if (!count && count.error().code == errc::not_found && options.create_topic) {
    const auto made = create_topic(client, options);
    if (!made) {
      return made.error();
    }
    // The brokers learn of it one after the other; each question takes a while of its own.
    for (int tries = 0; tries < 50 && !count; ++tries) {
      rd_kafka_poll(&client, 100);
      count = count_partitions(client, options.topic);
    }
  }
  if (!count) {
    return count.error();
  }
  if (options.partition_count != 0 && *count != options.partition_count) {
    return rejection{errc::invalid_definition,
                     "topic " + options.topic + " has " + std::to_string(*count) +
                         " partitions, not " + std::to_string(options.partition_count),
                     {}};
  }
  cluster_facts facts;
  using text =
      std::unique_ptr<char, destroyer<[](char* owned) { rd_kafka_mem_free(nullptr, owned); }>>;
  const text id(rd_kafka_clusterid(&client, ask_timeout_ms));
  facts.cluster = id ? id.get() : "";
  facts.partition_count = *count;
  facts.record_bytes_max = options.record_bytes_max;
  return facts;
}

result<watermarks> ask_watermarks(rd_kafka_t& client, const std::string& topic,
                                  partition_id partition, duration_ms limit) {
  watermarks found;
  const auto until = clock::now() + std::chrono::milliseconds(limit.value);
  auto asked = RD_KAFKA_RESP_ERR__TIMED_OUT;
  for (auto left = limit.value; left > 0; left = milliseconds_until(until)) {
    asked = rd_kafka_query_watermark_offsets(&client, topic.c_str(), partition.value, &found.low,
                                             &found.high, static_cast<int>(left));
    if (!passes_soon(asked)) {
      break;
    }
    const queue_handle nothing(rd_kafka_queue_new(&client));
    const event none(rd_kafka_queue_poll(nothing.get(), ask_pause_ms));
  }
  if (asked != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to_rejection(asked, "the end of partition " + std::to_string(partition.value));
  }
  return found;
}

std::vector<std::optional<std::int64_t>> ask_ends(rd_kafka_t& client, const std::string& topic,
                                                  std::uint16_t count, duration_ms limit) {
  const partition_list list(rd_kafka_topic_partition_list_new(count));
  for (std::uint16_t p = 0; p < count; ++p) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), p)->offset = RD_KAFKA_OFFSET_END;
  }
  const auto asked = rd_kafka_offsets_for_times(&client, list.get(), static_cast<int>(limit.value));
  std::vector<std::optional<std::int64_t>> ends(count);
  for (std::uint16_t p = 0; p < count && asked == RD_KAFKA_RESP_ERR_NO_ERROR; ++p) {
    const auto& told = list->elems[p];
    if (told.err == RD_KAFKA_RESP_ERR_NO_ERROR && told.offset >= 0) {
      ends[p] = told.offset;
    }
  }
  return ends;
}

}  // namespace parley::store::kafka

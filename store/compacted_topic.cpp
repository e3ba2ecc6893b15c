// Reads a small compacted topic as a table: the last value of each key.

#include <map>

#include "store/kafka_consumer.hpp"
#include "store/partner_record.hpp"

namespace parley::store {
namespace {

constexpr int empty_takes_max = 100;

// Messages may be missing anywhere, also at the end: what counts is the consumer's own place, which
// an end-of-partition tells.
status read_partition(kafka::consumer& from, std::map<std::string, std::string>& to) {
  for (int empty = 0; empty < empty_takes_max;) {
    const kafka::messages some = from.take(duration_ms(100));
    empty = some.list().empty() ? empty + 1 : 0;
    for (const auto* message : some.list()) {
      if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        return done{};
      }
      if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return kafka::to_rejection(message->err, "a compacted topic");
      }
      const std::string key(static_cast<const char*>(message->key), message->key_len);
      if (message->payload == nullptr) {
        to.erase(key);
      } else {
        to[key] = std::string(static_cast<const char*>(message->payload), message->len);
      }
    }
  }
  return rejection{errc::unavailable, "Kafka: a compacted topic is not read to its end", {}};
}

}  // namespace

result<std::vector<keyed_value>> read_compacted(const kafka_options& options,
                                                const std::string& topic) {
  kafka_options named = options;
  named.topic = topic;
  named.partition_count = 0;
  named.create_topic = false;
  std::uint16_t partitions = 0;
  {
    const auto asking = kafka::make_consumer(named);
    if (!asking) {
      return asking.error();
    }
    const auto facts = kafka::ask_cluster(**asking, named);
    if (!facts) {
      return facts.error();
    }
    partitions = facts->partition_count;
  }
  std::map<std::string, std::string> table;
  for (std::uint16_t p = 0; p < partitions; ++p) {
    auto from = kafka::consumer::open(named, true);
    if (!from) {
      return from.error();
    }
    const status started = (*from)->start(partition_id(p), RD_KAFKA_OFFSET_BEGINNING);
    const status read = started ? read_partition(**from, table) : started;
    if (!read) {
      return read.error();
    }
  }
  std::vector<keyed_value> list;
  for (auto& [key, value] : table) {
    list.push_back({key, std::move(value)});
  }
  return list;
}

}  // namespace parley::store

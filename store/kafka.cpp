#include "store/kafka.hpp"

#include "store/embedded_replica.hpp"
#include "store/kafka_journal.hpp"
#include "store/kafka_reader.hpp"

namespace parley::store {
namespace {

constexpr duration_ms ask_limit{10'000};

result<kafka::cluster_facts> ask(const kafka_options& options) {
  const auto client = kafka::make_consumer(options);
  if (!client) {
    return client.error();
  }
  auto facts = kafka::ask_cluster(**client, options);
  if (facts && facts->record_bytes_max == 0) {
    facts->record_bytes_max = kafka::ask_record_bytes_max(**client, options.topic);
  }
  return facts;
}

}  // namespace

result<embedded_store> open_kafka(const std::string& path, const kafka_options& options,
                                  const embedded_options& directory) {
  const auto facts = ask(options);
  if (!facts) {
    return facts.error();
  }
  auto settings = directory;
  settings.partition_count = facts->partition_count;
  const auto data = database::open(path, settings, database::contents::replica);
  if (!data) {
    return data.error();
  }
  if ((*data)->created()) {
    const auto formatted = (*data)->write_format();
    if (!formatted) {
      return formatted.error();
    }
  }
  auto log = std::make_unique<kafka::kafka_journal>(*data, options, *facts);
  const auto started = log->start();
  if (!started) {
    return started.error();
  }
  auto follower = std::make_unique<embedded_replica>(*data, directory.index_window_entries_max);
  const auto loaded = follower->start();
  if (!loaded) {
    return loaded.error();
  }
  return embedded_store{std::move(log), std::move(follower)};
}

result<std::unique_ptr<journal>> open_kafka_reader(const kafka_options& options) {
  const auto client = kafka::make_consumer(options);
  if (!client) {
    return client.error();
  }
  const auto facts = kafka::ask_cluster(**client, options);
  if (!facts) {
    return facts.error();
  }
  std::vector<kafka::watermarks> marks;
  for (std::uint16_t p = 0; p < facts->partition_count; ++p) {
    const auto found = kafka::ask_watermarks(**client, options.topic, partition_id(p), ask_limit);
    if (!found) {
      return found.error();
    }
    marks.push_back(*found);
  }
  return std::unique_ptr<journal>(
      std::make_unique<kafka::kafka_reader>(options, *facts, std::move(marks)));
}

}  // namespace parley::store

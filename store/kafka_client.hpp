#pragma once
// The client library behind owners and results: handles, settings, and the few questions that the
// engine asks a cluster. Internal to store/; the only header that shows librdkafka's.

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <librdkafka/rdkafka.h>

#include "events/base/ids.hpp"
#include "events/base/result.hpp"
#include "store/kafka_options.hpp"

namespace parley::store::kafka {

template <auto Destroy>
struct destroyer {
  template <class T>
  void operator()(T* owned) const {
    Destroy(owned);
  }
};
using handle = std::unique_ptr<rd_kafka_t, destroyer<rd_kafka_destroy>>;
using topic_handle = std::unique_ptr<rd_kafka_topic_t, destroyer<rd_kafka_topic_destroy>>;
using queue_handle = std::unique_ptr<rd_kafka_queue_t, destroyer<rd_kafka_queue_destroy>>;
using partition_list = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                       destroyer<rd_kafka_topic_partition_list_destroy>>;
using settings = std::unique_ptr<rd_kafka_conf_t, destroyer<rd_kafka_conf_destroy>>;

rejection to_rejection(rd_kafka_resp_err_t why, const std::string& doing);
rejection to_rejection(const std::string& why, const std::string& doing);

/// What both roles share, with the options' properties and secrets. INVALID_DEFINITION names the
/// property that is unknown, wrong, secret or not the user's to set.
result<settings> make_settings(const kafka_options& options);
/// `value` is one that the library takes.
void set(rd_kafka_conf_t& conf, const char* name, const std::string& value);

/// Logged lines of the library end here: none reaches the output, the last one is kept for
/// messages.
std::string last_log_line();
/// With what the library, of version `library`, cannot know of itself.
std::string explain_log_line(std::string_view text, int library);

result<handle> make_handle(rd_kafka_type_t type, settings conf);
/// A consumer that never joins a group, for reading partitions by offset and for questions.
struct consumer_settings {
  /// What was fetched ahead and waits in one queue takes at most so much memory, and one answer of
  /// the broker more.
  std::size_t queue_bytes_max = std::size_t{16} << 20U;
  /// Messages with the error _PARTITION_EOF tell where the end is.
  bool tells_ends = false;
};
result<handle> make_consumer(const kafka_options& options, const consumer_settings& how = {});

struct cluster_facts {
  std::string cluster;  ///< its id
  std::uint16_t partition_count = 0;
  std::size_t record_bytes_max = 0;  ///< as the options say it
};
/// Makes the topic first if the options say so. NOT_FOUND without it.
result<cluster_facts> ask_cluster(rd_kafka_t& client, const kafka_options& options);

/// What a single message of the topic may take; the default of Kafka if we may not ask.
std::size_t ask_record_bytes_max(rd_kafka_t& client, const std::string& topic);

struct watermarks {
  std::int64_t low = 0;
  std::int64_t high = 0;  ///< the offset that the next message gets
};
result<watermarks> ask_watermarks(rd_kafka_t& client, const std::string& topic,
                                  partition_id partition, duration_ms limit);
/// The ends of partitions 0 … `count`-1, in one question to each leader; nothing where none is
/// told.
std::vector<std::optional<std::int64_t>> ask_ends(rd_kafka_t& client, const std::string& topic,
                                                  std::uint16_t count, duration_ms limit);

}  // namespace parley::store::kafka

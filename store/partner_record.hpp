#pragma once
// Records that partners and Parley exchange over topics: as values, and the two ends of the wire
// behind interfaces. Knows topics, headers and bytes, not what they mean; no client library is
// visible here, so the flow over it runs in tests without one.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "events/base/result.hpp"
#include "events/base/time.hpp"
#include "store/commit.hpp"
#include "store/kafka_options.hpp"

namespace parley::store {

struct header_field {
  std::string name;
  std::string value;
  bool operator==(const header_field&) const = default;
};

struct partner_record {
  source_position from;  ///< unset in a record that is to be sent, but for the topic
  time_ms written_at;    ///< as the broker tells; unset in a record that is to be sent
  std::string key;
  std::string value;
  std::vector<header_field> headers;
};

struct source_partition {
  std::string topic;
  std::uint32_t partition = 0;
  auto operator<=>(const source_partition&) const = default;
};

/// Records of the partitions that the group's coordinator gives to this process. One thread, but
/// for wake().
class record_source {
 public:
  record_source() = default;
  record_source(const record_source&) = delete;
  record_source& operator=(const record_source&) = delete;
  virtual ~record_source() = default;

  /// Called within take().
  struct listener {
    /// Records of the partition come from now on.
    std::function<void(const source_partition&)> taken;
    /// It belongs to another process. Offsets handed over by now are committed first.
    std::function<void(const source_partition&)> lost;
    /// Everything before the offset is committed at the broker.
    std::function<void(const source_partition&, std::uint64_t)> committed;
    /// Records from the first offset up to the second were never read: retention took them.
    std::function<void(const source_partition&, std::uint64_t, std::uint64_t)> passed;
    /// Something that the broker refuses or a connection that is down; it goes on by itself.
    std::function<void(const std::string&)> trouble;
  };
  virtual void listen(listener to) = 0;

  /// Waits up to `limit` for the first record.
  virtual std::vector<partner_record> take(duration_ms limit) = 0;
  /// Ends a take() that waits.
  virtual void wake() = 0;
  /// No more of it is taken; what was fetched is kept.
  virtual void pause(const source_partition& which) = 0;
  virtual void resume(const source_partition& which) = 0;
  /// Everything before `next` is done with. Asynchronous.
  virtual void commit(const source_partition& which, std::uint64_t next) = 0;
  /// The offset that the partition's next record will get, as far as is known; 0: it is not.
  virtual std::uint64_t known_end(const source_partition& which) const = 0;
  /// How often reading stood still without an error and began anew.
  virtual std::uint64_t stalls() const { return 0; }
  /// Leaves the group. Nothing else is called afterwards.
  virtual void close() = 0;
};

/// Sends records: in order for each key, idempotently. Thread-safe.
class record_sink {
 public:
  record_sink() = default;
  record_sink(const record_sink&) = delete;
  record_sink& operator=(const record_sink&) = delete;
  virtual ~record_sink() = default;

  /// `done` is called once, on the sink's thread: after all in-sync replicas have the record, or
  /// with the reason. UNSUPPORTED: it is larger than the topic takes; UNAVAILABLE: may be there.
  /// OVERLOADED: the sink's queue is full. Never blocks.
  virtual void send(partner_record record, std::function<void(status)> done) = 0;
};

/// A member of consumer group `group` over `topics`. INVALID_DEFINITION: a setting.
result<std::unique_ptr<record_source>> open_record_source(const kafka_options& options,
                                                          const std::string& group,
                                                          const std::vector<std::string>& topics);
result<std::unique_ptr<record_sink>> open_record_sink(const kafka_options& options);

/// The last value of each key in a compacted topic, read from its start to its present end.
/// NOT_FOUND: there is no such topic. Blocks.
struct keyed_value {
  std::string key;
  std::string value;
};
result<std::vector<keyed_value>> read_compacted(const kafka_options& options,
                                                const std::string& topic);

}  // namespace parley::store

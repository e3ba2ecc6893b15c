#pragma once
// How several nodes share one log: a group that divides the partitions among its members, and a
// small table that all of them read. The group makes ownership stable; what makes it safe is the
// epoch in the log (journal::claim), so nothing breaks when the group errs for a while. No client
// library is visible here.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/base/ids.hpp"
#include "events/base/result.hpp"
#include "store/kafka_options.hpp"

namespace parley::store {

/// This process as a member. Thread-safe.
class partition_group {
 public:
  partition_group() = default;
  partition_group(const partition_group&) = delete;
  partition_group& operator=(const partition_group&) = delete;
  /// As leave().
  virtual ~partition_group() = default;

  /// Called on the group's own thread.
  struct listener {
    /// They are this member's to claim. Called with none as well: then there is nothing for it.
    std::function<void(const std::vector<partition_id>&)> given;
    /// They go to other members when this returns. `lost`: others may have them already.
    std::function<void(const std::vector<partition_id>&, bool lost)> taken_away;
    /// What the cluster refuses, or a connection that is down; it goes on by itself.
    std::function<void(const std::string&)> trouble;
  };
  /// Joins, and joins again whenever it was thrown out. Once.
  virtual void join(listener to) = 0;
  /// The coordinator knows this process as a member, so what it was given is still its own.
  /// UNAVAILABLE: it does not, or does not answer. Blocks for a few seconds at most.
  virtual status confirm(partition_id partition) = 0;
  /// Gives everything back and leaves, so that others need not wait for a time-out. Blocks.
  virtual void leave() = 0;
};

struct group_options {
  std::string group = "parley.nodes";
  /// This member's name; who comes again under it before the time-out keeps its partitions.
  std::string member;
  /// Without a sign of life for so long, its partitions go to others.
  duration_ms session_timeout{6000};

  bool operator==(const group_options&) const = default;
};
/// Divides the partitions of the topic of `options`. INVALID_DEFINITION: a setting.
result<std::unique_ptr<partition_group>> open_partition_group(const kafka_options& options,
                                                              const group_options& how);

/// A compacted topic as a table that each process writes its own keys of, and all follow.
class keyed_topic {
 public:
  keyed_topic() = default;
  keyed_topic(const keyed_topic&) = delete;
  keyed_topic& operator=(const keyed_topic&) = delete;
  virtual ~keyed_topic() = default;

  /// Written in the background, again and again until it is there or a later put() replaces it.
  virtual void put(const std::string& key, const std::string& value) = 0;
};
/// `heard` is called for each value on a thread of its own, in order for each key; after an
/// interruption old values may come again.
result<std::unique_ptr<keyed_topic>> follow_keyed_topic(
    const kafka_options& options, const std::string& topic,
    std::function<void(const std::string& key, const std::string& value)> heard);

}  // namespace parley::store

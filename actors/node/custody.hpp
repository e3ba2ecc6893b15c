#pragma once
// Which partitions are this node's to serve, when several nodes share a log. The group gives and
// takes; custody has them claimed, has them handed over before they go, and tells the others where
// they are. Whether an append counts is never decided here: that is the epoch's matter.

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "actors/node/node_book.hpp"
#include "actors/node/port.hpp"
#include "store/partition_group.hpp"

namespace parley {

/// One of several nodes. Group and table outlive it.
struct membership {
  std::string name;
  std::string url;  ///< where the others reach it: http://HOST:PORT
  store::partition_group* group = nullptr;
  store::keyed_topic* table = nullptr;  ///< this node writes its word there
  std::shared_ptr<node_book> book;      ///< what the table says
};

/// What custody asks of the node. All may be called from any thread.
struct custody_ports {
  std::function<void(partition_id)> claim;
  /// Returns when no claim of it is under way.
  std::function<void(partition_id)> forget;
  /// `released` is called when nothing of it is in flight any more; `at_once`: without waiting.
  std::function<void(partition_id, bool at_once, std::function<void()> released)> release;
};

class custody {
 public:
  custody(std::uint16_t partitions, membership self, custody_ports ports);

  void join();
  /// Hands everything over and leaves; then waits until others say that they serve it, `limit` at
  /// most and only if there are others.
  void leave(duration_ms limit);

  bool ours(partition_id partition) const { return ours_[partition.value].load(); }
  /// The group has spoken at least once.
  bool joined() const { return joined_.load(); }
  const std::string& name() const { return self_.name; }
  partition_place place_of(partition_id partition) const;
  /// Whether `partition` may be claimed now; `surely`: without asking the group.
  status admit(partition_id partition, bool surely);
  /// It was claimed: the others are told.
  void serving(partition_id partition, epoch since);
  /// What went wrong in the last half minute; empty: nothing.
  std::string trouble() const;

 private:
  using clock = std::chrono::steady_clock;
  void given(const std::vector<partition_id>& list);
  void taken_away(const std::vector<partition_id>& list, bool lost);
  void announce();
  void note(const std::string& trouble);

  const membership self_;
  const custody_ports ports_;
  std::deque<std::atomic<bool>> ours_;
  std::atomic<bool> joined_ = false;
  std::atomic<bool> left_ = false;
  mutable std::mutex mutex_;
  node_word word_;
  std::string trouble_;
  clock::time_point troubled_at_;
};

}  // namespace parley

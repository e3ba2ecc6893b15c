#pragma once
// The records of one inbound partition from when they were taken until the broker has the offset
// after them: what may run now, what must wait, and how far everything is done. Records of one
// conversation run one after the other; others do not wait for them. Pure: no clock, no threads.

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/base/assert.hpp"
#include "events/base/stream.hpp"

namespace parley::partner {

class window {
 public:
  /// Counts the records of this window from 0.
  using place = std::uint64_t;

  struct bounds {
    std::size_t records_max = 8192;
    std::size_t bytes_max = std::size_t{8} << 20U;
    /// Of one conversation, done but not committed yet: a crash brings them again, and an entity
    /// knows a repeat only among its last commands.
    std::size_t repeats_max = 64;
  };
  explicit window(bounds within) : bounds_(within) {}

  /// The next record of the partition. `order` names what it must keep its order with.
  place add(std::uint64_t at, std::size_t bytes, const stream_id& order);
  /// Records that may start now; each is told once. In the order of the partition.
  std::vector<place> startable();
  /// The record has had its effect, which is durable.
  void finish(place which);
  /// Everything before this offset may be committed; nothing: the broker has it all.
  std::optional<std::uint64_t> committable() const;
  /// The broker has the offset: records before it are forgotten.
  void committed(std::uint64_t next);

  bool full() const;
  /// Room for half of it again: a partition that is paused and resumed for each record would not
  /// get far.
  bool roomy() const;
  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }

 private:
  struct line {
    std::deque<place> waiting;
    bool busy = false;
    std::size_t uncommitted = 0;
  };
  using lines = std::unordered_map<stream_id, line>;
  struct entry {
    std::uint64_t at = 0;
    std::size_t bytes = 0;
    lines::value_type* order = nullptr;  ///< stays where it is until its last record is committed
    bool done = false;
  };
  entry& at(place which) { return entries_[which - first_]; }
  const entry& at(place which) const { return entries_[which - first_]; }
  void offer(line& from);

  bounds bounds_;
  std::deque<entry> entries_;
  place first_ = 0;  ///< of the first entry
  place done_ = 0;   ///< everything before it is done
  std::size_t bytes_ = 0;
  lines lines_;
  std::vector<place> startable_;
};

}  // namespace parley::partner

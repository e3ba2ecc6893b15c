#pragma once
// What the log says, read from outside the shard: every commit in order, the fold of each stream,
// and which command ids had an effect. It checks what holds for any event log (dense numbers, one
// effect a command, time that does not go back); what holds for Parley's events is in laws.hpp.

#include <map>
#include <set>

#include "events/entities.hpp"
#include "store/journal.hpp"
#include "tests/sim/laws.hpp"

namespace parley::sim {

struct commit_entry {
  offset first;
  offset last;
  version after;
};

struct stream_book {
  version at;
  any_state state;
  std::map<command_id, commit_entry> commands;
};

class log_book {
 public:
  log_book(const store::journal& journal, partition_id partition, probe_counts& probes);

  /// Reads what is new in the journal.
  void catch_up();
  /// The first broken rule; empty: none.
  const std::string& broken() const { return broken_; }

  offset last() const { return last_; }
  time_ms latest() const { return latest_; }
  const std::map<stream_id, stream_book>& streams() const { return streams_; }
  const laws& law() const { return laws_; }
  /// Null if the command had no effect on the stream.
  const commit_entry* find(const stream_id& stream, const command_id& command) const;
  std::uint64_t hash() const { return hash_; }
  void set_trace(bool on) { trace_ = on; }

 private:
  void read(const store::commit_view& commit);
  void fail(const store::commit_view& commit, const std::string& what);
  bool check_numbers(const store::commit_view& commit, stream_book& book);
  void tell(const store::commit_view& commit, const std::vector<any_event>& events) const;
  void check_walls(const store::commit_view& commit);

  std::unique_ptr<store::cursor> cursor_;
  partition_id partition_;
  std::map<stream_id, stream_book> streams_;
  laws laws_;
  offset last_;
  time_ms latest_;
  std::uint64_t hash_ = 0xcbf29ce484222325U;
  std::string broken_;
  bool trace_ = false;
};

/// FNV-1a, going on from `hash`.
std::uint64_t mix(std::uint64_t hash, std::span<const std::uint8_t> bytes);
std::uint64_t mix(std::uint64_t hash, std::uint64_t number);

}  // namespace parley::sim

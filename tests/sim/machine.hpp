#pragma once
// One process: a real shard with the disk that outlives it. The world decides when an append
// completes, when the replica follows, when the process dies and what its disk then holds.

#include <deque>

#include "actors/shard/shard.hpp"
#include "store/memory_journal.hpp"
#include "tests/sim/crash_replica.hpp"
#include "tests/sim/ledger.hpp"
#include "tests/sim/random.hpp"

namespace parley::sim {

class machine {
 public:
  machine(const shard_options& options, random_source& chance, probe_counts& probes);

  // ---- steps; each does nothing if there is nothing to do ----
  void submit(std::size_t number, time_ms now);
  void flush();
  void complete_append(time_ms now);
  void fail_append(bool stored);
  void follow();
  void follow_all();
  void flush_replica();
  void claim(time_ms now);
  void fail_claim();
  void replay(time_ms now);
  void tick(time_ms now);
  void read_entity(const stream_id& stream, time_ms deadline);
  void read_floor(time_ms deadline);
  void crash();
  /// Finish, write snapshots and rows, start again.
  void restart_cleanly(time_ms now);
  /// The data of the replica is deleted while the process is down.
  void delete_replica();

  bool up() const { return shard_ != nullptr; }
  void start_process();
  /// Something can be done without new commands and without time passing.
  bool busy() const;
  bool running() const { return up() && shard_->phase() == shard_phase::running; }
  const shard& live() const { return *shard_; }
  std::size_t held() const { return journal_.held(); }
  std::size_t open_reads() const { return open_reads_; }

  log_book& book() { return book_; }
  const log_book& book() const { return book_; }
  ledger& sent() { return sent_; }
  /// The first broken promise; empty: none.
  std::string broken() const;
  void fail(const std::string& what);
  partition_id partition() const { return options_.partition; }
  /// The views folded from zero equal the live ones, every entity equals its fold.
  std::string compare_with_log();

 private:
  shard_ports ports();
  void append(epoch writer, store::commit_batch batch);
  void spoil(store::replica_update& update);
  void lose_replica_tail();
  void finish_step();
  void check_reading(const stream_id& stream, const result<entity_reading>& reading);

  shard_options options_;
  random_source& chance_;
  probe_counts& probes_;
  store::memory_journal journal_;
  crash_replica replica_;
  log_book book_;
  ledger sent_;
  std::unique_ptr<shard> shard_;
  std::deque<std::pair<store::replica_update, offset>> following_;
  std::deque<store::commit_batch> answered_early_;  // plant answer_before_durable
  bool claim_wanted_ = false;
  bool replaying_ = false;
  time_ms now_;
  std::size_t open_reads_ = 0;
  std::uint64_t life_ = 0;
  std::string broken_;
};

}  // namespace parley::sim

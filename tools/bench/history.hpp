#pragma once
// What a long history costs: recovery of all entities, full replay, folding views.

#include "tools/bench/workload.hpp"

namespace parley::bench {

/// Writes `events_each` messages to every conversation and closes cleanly. Not synced: only a
/// means to an end.
status fill(const workload_options& options, std::uint32_t events_each);

struct recover_result {
  std::uint64_t entities = 0;
  std::uint64_t events = 0;         ///< counted by the entities that answered
  double ready_seconds = 0;         ///< open the directory until the shards run
  double all_answered_seconds = 0;  ///< from then until every entity has answered
  double cold_p50_us = 0;           ///< a cold entity's answer while all others load
  double cold_p99_us = 0;
  std::int64_t resident_mib = 0;
};
/// Opens a filled directory and asks every entity for its state.
result<recover_result> recover(const workload_options& options);

struct replay_result {
  std::uint64_t entities = 0;
  std::uint64_t events = 0;
  double seconds = 0;
  double events_per_second = 0;
  double cpu_us_per_event = 0;
};
/// Folds the whole log into entities, from zero; a thread a partition.
result<replay_result> replay_entities(const workload_options& options);

struct views_result {
  std::uint64_t events = 0;
  double memory_events_per_second = 0;  ///< folded in memory, one thread
  double table_events_per_second = 0;   ///< and written to the tables with the offset, one thread
  std::uint64_t rows_written = 0;
};
result<views_result> fold_views(const workload_options& options);

}  // namespace parley::bench

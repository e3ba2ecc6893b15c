#pragma once
// The record of truth: append commits, read them from a position, learn the end. The engines
// (memory, embedded, kafka) pass one conformance suite: tests/conformance.

#include <functional>
#include <memory>

#include "events/base/result.hpp"
#include "store/commit.hpp"
#include "store/record.hpp"

namespace parley::store {

/// What a writer learns when it takes a partition.
struct ownership {
  epoch at;     ///< this writer's; grows with every claim
  offset last;  ///< of the log's last event; 0: empty
};

/// Commits of one partition in log order. One thread at a time.
class cursor {
 public:
  virtual ~cursor() = default;
  /// The next commit, or nullptr at the present end (call again later: it goes on). The view is
  /// valid until the next call. CORRUPT names the record that failed a check, and stays.
  virtual result<const commit_view*> next() = 0;
  /// The next commits that were stored together, for folds that look ahead; none at the present
  /// end. Otherwise as next().
  virtual result<std::span<const commit_view>> next_some() = 0;
};

/// Thread-safe. Everything it returns was verified: checksum, order, epoch.
class journal {
 public:
  journal() = default;
  journal(const journal&) = delete;
  journal& operator=(const journal&) = delete;
  virtual ~journal() = default;

  virtual std::uint16_t partition_count() const = 0;

  /// Takes a partition for writing: a claim with the next epoch is durable when this returns. From
  /// then on appends under older epochs fail. Blocks; not for an actor's thread.
  virtual result<ownership> claim(partition_id partition) = 0;

  /// The answer to an append: the last offset, durable; or why not. UNAVAILABLE: the outcome is
  /// unknown (the caller drops its state, claims again and replays). STALE_VERSION: another writer
  /// has the partition. Batches after a failed one fail too until the next claim.
  using append_done = std::function<void(result<offset>, commit_batch)>;
  /// Makes `batch` durable, all or nothing, then calls `done` once, on the journal's own thread, in
  /// the order of the appends; the batch comes back for reuse. Never blocks.
  /// `batch.first_offset()` must be the offset after the last one appended.
  virtual void append(partition_id partition, epoch writer, commit_batch batch,
                      append_done done) = 0;

  /// Commits whose events come after `after`. offset 0: from the start.
  virtual std::unique_ptr<cursor> read(partition_id partition, offset after) const = 0;
  /// The commit that holds the event at `at`. NOT_FOUND beyond the end. `use` sees it once.
  virtual status read_one(partition_id partition, offset at,
                          const std::function<void(const commit_view&)>& use) const = 0;
  /// The last durable offset; 0: empty.
  virtual offset end(partition_id partition) const = 0;

  /// The stored records as they are, claims and damaged ones too, in log order until `use` returns
  /// false: for verification (store/verify.hpp). Only what the engine itself checks was checked.
  virtual status records(partition_id partition,
                         const std::function<bool(std::span<const std::uint8_t>)>& use) const = 0;
  /// The record that is known, from outside the log, to have been acknowledged. The log's end is
  /// at or after it. All zero: none is.
  virtual result<log_tip> witnessed(partition_id partition) const = 0;
  /// How many records of a shared log this process has still to read; 0 where the log is its own.
  virtual std::uint64_t behind(partition_id) const { return 0; }
  /// How often a shared log went on and was not read on, so that reading began anew.
  virtual std::uint64_t stalls(partition_id) const { return 0; }
};

}  // namespace parley::store

#pragma once
// What every engine of the journal must do. An engine's test makes a `journal_suite` and runs it.

#include <functional>
#include <memory>

#include "store/journal.hpp"

namespace parley::store::test {

/// How the suite gets a journal. `reopen` gives back a journal on the same stored data, after the
/// one before was closed.
struct journal_suite {
  std::function<std::unique_ptr<journal>(std::uint16_t partition_count)> make;
  std::function<std::unique_ptr<journal>(std::unique_ptr<journal>)> reopen;

  void run() const;
};

/// Appends and waits for the answer, at most ten seconds.
result<offset> append_now(journal& to, partition_id partition, epoch writer, commit_batch batch);
/// Reads everything after `after`; fails the test on an error. Returns the commits' first offsets.
std::vector<offset> read_all(const journal& from, partition_id partition, offset after);

}  // namespace parley::store::test

#pragma once
// Total recall, proven: every stored snapshot, index entry and view row is compared, byte for byte,
// with a fold of the log from zero. Reads only. Memory grows with the number of entities.

#include <functional>
#include <string>
#include <vector>

#include "store/journal.hpp"
#include "store/replica.hpp"

namespace parley {

struct verify_report {
  std::uint64_t partitions = 0;
  std::uint64_t commits = 0;
  std::uint64_t events = 0;
  std::uint64_t entities = 0;
  std::uint64_t snapshots = 0;      ///< compared
  std::uint64_t index_entries = 0;  ///< compared
  std::uint64_t view_rows = 0;      ///< compared
  std::uint64_t invariants = 0;     ///< checks of the floor at the end of each partition
  std::uint64_t mismatches = 0;
  std::vector<std::string> problems;  ///< the first 100, each naming partition, stream or row
};

/// `progress` is told commits so far.
verify_report verify_folds(const store::journal& journal, const store::replica& replica,
                           const std::function<void(std::uint64_t)>& progress = {});

}  // namespace parley

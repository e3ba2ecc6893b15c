#pragma once
// Proves that a partition's log is what was written: every checksum, the order of records, the hash
// chain, every commit's structure, and the witness. Reads everything once; repairs nothing.

#include <optional>

#include "store/journal.hpp"

namespace parley::store {

struct log_problem {
  position at;  ///< of the first event that is not proven; everything before it is
  std::string what;
};

struct log_report {
  std::uint64_t records = 0;  ///< accepted, claims included
  std::uint64_t claims = 0;
  std::uint64_t commits = 0;
  std::uint64_t events = 0;
  std::uint64_t ignored = 0;           ///< records of older epochs and repeats
  log_tip tip;                         ///< after the last accepted record
  std::optional<log_problem> problem;  ///< the first one; the walk ends there
};

log_report verify_log(const journal& of, partition_id partition);

/// The same of records from anywhere, in key order: `read` hands each to the function it is given,
/// until that returns false. `end`: the last event that must be there.
using record_reader =
    std::function<status(const std::function<bool(std::span<const std::uint8_t>)>&)>;
log_report verify_records(partition_id partition, const log_tip& witnessed, offset end,
                          const record_reader& read);

}  // namespace parley::store

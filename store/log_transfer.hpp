#pragma once
// The log of one engine into another: every record as it is, so that the hash chain of the copy
// ends where the original's does. Only into an empty place; the copy is read back and compared.

#include <functional>
#include <string>
#include <vector>

#include "store/journal.hpp"
#include "store/kafka_options.hpp"

namespace parley::store {

struct transfer_report {
  std::uint64_t records = 0;
  std::uint64_t events = 0;
  std::vector<log_tip> tips;  ///< of each partition, the same in both
};
using transfer_progress = std::function<void(std::uint64_t records)>;

/// The topic is made if it is not there. WRONG_STATE if it holds anything; CORRUPT if the original
/// does not verify or the copy is another. Nobody may write to either meanwhile.
result<transfer_report> copy_to_kafka(const journal& from, const kafka_options& to,
                                      const transfer_progress& progress);
/// `path` must not exist. A copy that was cut short does not open.
result<transfer_report> copy_to_embedded(const journal& from, const std::string& path,
                                         const transfer_progress& progress);

}  // namespace parley::store

#pragma once
// What can be saved of a data directory that does not open: every record up to the first one of its
// partition that is damaged or missing. Looking changes nothing. Saving is for an operator who
// accepts the loss: the directory as it was is kept aside, whole.
// Limitations: needs room for a second copy of the log. The replica is not saved: it comes back
// from the log.

#include <string>
#include <vector>

#include "events/base/result.hpp"
#include "store/verify.hpp"

namespace parley::store {

struct salvage_partition {
  partition_id partition;
  log_report kept;            ///< `problem`: why nothing after it is
  std::uint64_t dropped = 0;  ///< entries behind the problem that are there, but not proven
  offset acknowledged;        ///< as the witness knows; may lag what was really acknowledged
  /// Acknowledged events that are lost, as far as the witness knows.
  std::uint64_t lost_events() const {
    return acknowledged > kept.tip.last ? acknowledged.value - kept.tip.last.value : 0;
  }
};

struct salvage_report {
  std::string refused;  ///< why the database does not open as it is; empty: it does
  std::string witness;  ///< why there is no witness; empty: there is
  std::vector<salvage_partition> partitions;
  /// Something would be dropped, or the directory is refused as it is.
  bool damaged() const;
};

/// UNAVAILABLE while a process uses the directory; CORRUPT if not even its format can be read.
result<salvage_report> inspect_damage(const std::string& path);

/// Replaces the database by what inspect_damage() would keep. Everything as it was lies in the
/// directory that is returned, inside `path`. WRONG_STATE if nothing is damaged.
result<std::string> drop_damage(const std::string& path);

}  // namespace parley::store

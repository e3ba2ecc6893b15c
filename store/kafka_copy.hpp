#pragma once
// The local copy of a Kafka log: the accepted records under the keys of the embedded engine, and
// how far the topic was read, moved together. A cache: unsynced, and made again from the topic when
// it is deleted. Internal to store/.

#include <deque>
#include <vector>

#include "store/database.hpp"
#include "store/kafka_fold.hpp"

namespace parley::store::kafka {

/// How far a partition of the topic was read.
struct copy_progress {
  std::int64_t next = 0;   ///< the message to read next
  std::int64_t known = 0;  ///< of the last accepted record; read again on start, to be sure
  fold_state fold;
};

struct copied_record {
  record_header header;
  std::vector<std::uint8_t> bytes;
};

class log_copy {
 public:
  explicit log_copy(std::shared_ptr<database> data) : data_(std::move(data)) {}
  /// Writes `owner` (the cluster's id and the topic) into a new directory; WRONG_STATE if an old
  /// one is another's.
  status bind(const std::string& owner);
  result<copy_progress> load(partition_id partition) const;
  /// All or nothing.
  status write(partition_id partition, const std::vector<copied_record>& records,
               const copy_progress& now);

 private:
  std::shared_ptr<database> data_;
};

}  // namespace parley::store::kafka

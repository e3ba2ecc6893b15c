#pragma once
// A window of the index as rows of the database.

#include "store/database.hpp"
#include "store/index_window.hpp"
#include "store/replica_keys.hpp"

namespace parley::store {

/// Writes all of `window`, and `now` as the partition's progress behind it; not synced. A failure
/// may leave rows without that progress. They do no harm: the window that is built again from there
/// begins each stream's row with the same version, so it replaces them.
rocksdb::Status write_window(const database::access& open, partition_id partition,
                             const index_window& window, const keys::progress& now);

}  // namespace parley::store

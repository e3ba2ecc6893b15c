#include "store/index_rows.hpp"

#include <algorithm>

#include <rocksdb/write_batch.h>

namespace parley::store {
namespace {

// The log's writes wait for what is being written here.
constexpr std::size_t rows_at_once = 128;

using row = std::pair<std::string, std::string>;

// In key order: sorted inserts are what keeps them cheap.
std::vector<row> rows_of(partition_id partition, const index_window& window) {
  std::vector<row> rows;
  rows.reserve(window.streams() + 1);
  window.for_each([&](const stream_id& stream, const index_window::entries& entries) {
    rows.emplace_back(keys::index_key(partition, stream, entries.front().first_version),
                      keys::encode_chunk(entries));
  });
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace

rocksdb::Status write_window(const database::access& open, partition_id partition,
                             const index_window& window, const keys::progress& now) {
  auto rows = rows_of(partition, window);
  rows.emplace_back(keys::applied_key(partition), keys::encode_progress(now));
  rocksdb::WriteBatch batch;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto put = batch.Put(open.replica(), rows[i].first, rows[i].second);
    PARLEY_ASSERT(put.ok(), "an index row fits into a write batch");
    if (i + 1 == rows.size() || (i + 1) % rows_at_once == 0) {
      const auto written = open.db().Write({}, &batch);
      if (!written.ok()) {
        return written;
      }
      batch.Clear();
    }
  }
  return rocksdb::Status::OK();
}

}  // namespace parley::store

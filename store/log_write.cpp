#include "store/log_write.hpp"

#include <rocksdb/write_batch.h>

#include "store/keys.hpp"

namespace parley::store {
namespace {

// What a put adds to a record in a write batch, at most; a little more for the batch itself.
constexpr std::size_t put_bytes = 64;

}  // namespace

status write_records(const database& data, const std::vector<encoded_record>& records, bool sync) {
  const auto open = data.use();
  if (!open) {
    return open.error();
  }
  std::size_t bytes = 0;
  for (const auto& record : records) {
    bytes += record.bytes.size() + put_bytes;
  }
  // Its memory is made once a group: grown step by step it would be copied as often.
  rocksdb::WriteBatch batch(bytes);
  for (const auto& record : records) {
    const rocksdb::Slice value(reinterpret_cast<const char*>(record.bytes.data()),
                               record.bytes.size());
    const auto put = batch.Put(open->log(), keys::log_key(record.header), value);
    PARLEY_ASSERT(put.ok(), "a record fits into a write batch");
  }
  rocksdb::WriteOptions options;
  options.sync = sync;
  const auto written = open->db().Write(options, &batch);
  if (!written.ok()) {
    return to_rejection(written, "the log cannot be written");
  }
  return done{};
}

}  // namespace parley::store

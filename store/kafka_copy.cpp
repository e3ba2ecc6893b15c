#include "store/kafka_copy.hpp"

#include "store/keys.hpp"

namespace parley::store::kafka {
namespace {

constexpr std::size_t progress_bytes = std::size_t{8} * 8 + 1 + 32;

rocksdb::Slice slice(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::uint32_t checksum(std::string_view row) {
  return crc32c({reinterpret_cast<const std::uint8_t*>(row.data()), row.size()});
}

std::string encode(const copy_progress& p) {
  std::string row;
  const auto& f = p.fold;
  for (const std::uint64_t number :
       {static_cast<std::uint64_t>(p.next), static_cast<std::uint64_t>(p.known), f.tip.at.value,
        f.tip.sequence, f.tip.last.value, f.fenced.value, f.fenced_by, f.ignored}) {
    keys::put_big_endian(row, number);
  }
  row.push_back(f.broken ? '\1' : '\0');
  row.append(f.tip.hash.begin(), f.tip.hash.end());
  keys::put_big_endian(row, checksum(row));
  return row;
}

bool decode(std::string_view row, copy_progress& p) {
  if (row.size() != progress_bytes + 4 ||
      keys::get_big_endian<std::uint32_t>(row.substr(progress_bytes)) !=
          checksum(row.substr(0, progress_bytes))) {
    return false;
  }
  const auto number = [row](std::size_t index) {
    return keys::get_big_endian<std::uint64_t>(row.substr(8 * index));
  };
  p.next = static_cast<std::int64_t>(number(0));
  p.known = static_cast<std::int64_t>(number(1));
  p.fold.tip.at = epoch(number(2));
  p.fold.tip.sequence = number(3);
  p.fold.tip.last = offset(number(4));
  p.fold.fenced = epoch(number(5));
  p.fold.fenced_by = number(6);
  p.fold.ignored = number(7);
  p.fold.broken = row[64] == '\1';
  for (std::size_t i = 0; i < p.fold.tip.hash.size(); ++i) {
    p.fold.tip.hash[i] = static_cast<std::uint8_t>(row[65 + i]);
  }
  return true;
}

}  // namespace

status log_copy::bind(const std::string& owner) {
  const auto open = data_->use();
  if (!open) {
    return open.error();
  }
  std::string found;
  const auto got = open->db().Get({}, open->main(), keys::kafka_row, &found);
  if (got.IsNotFound()) {
    const auto put = open->db().Put({}, open->main(), keys::kafka_row, owner);
    return put.ok() ? status(done{}) : to_rejection(put, "the copy of the log");
  }
  if (!got.ok()) {
    return to_rejection(got, "the copy of the log");
  }
  if (found != owner) {
    return rejection{errc::wrong_state,
                     data_->path() + " holds a copy of the log in " + found + ", not of " + owner +
                         ": give another directory, or delete it",
                     {}};
  }
  return done{};
}

result<copy_progress> log_copy::load(partition_id partition) const {
  const auto open = data_->use();
  if (!open) {
    return open.error();
  }
  copy_progress found;
  std::string row;
  const auto got = open->db().Get({}, open->main(), keys::kafka_row_of(partition), &row);
  if (!got.ok() && !got.IsNotFound()) {
    return to_rejection(got, "the copy of the log");
  }
  if (got.ok() && !decode(row, found)) {
    return rejection{
        errc::corrupt, data_->path() + " is damaged; delete it: it comes back from the topic", {}};
  }
  return found;
}

status log_copy::write(partition_id partition, const std::vector<copied_record>& records,
                       const copy_progress& now) {
  const auto room = data_->space().check();
  const auto open = data_->use();
  if (!room || !open) {
    return room ? open.error() : room.error();
  }
  rocksdb::WriteBatch batch;
  auto put = batch.Put(open->main(), keys::kafka_row_of(partition), encode(now));
  for (const auto& record : records) {
    if (put.ok()) {
      put = batch.Put(open->log(), keys::log_key(record.header), slice(record.bytes));
    }
  }
  put = put.ok() ? open->db().Write({}, &batch) : put;
  return put.ok() ? status(done{}) : to_rejection(put, "the copy of the log cannot be written");
}

}  // namespace parley::store::kafka

#include "store/embedded_replica.hpp"

#include <algorithm>
#include <limits>

#include <rocksdb/write_batch.h>

#include "store/index_rows.hpp"

namespace parley::store {
namespace {

// Beside the number of entries the window's memory is bounded.
constexpr std::size_t window_bytes_max = std::size_t{16} << 20U;
constexpr version version_max(std::numeric_limits<std::uint64_t>::max());

rocksdb::ReadOptions checked() {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  return options;
}

rocksdb::Slice slice(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::span<const std::uint8_t> bytes_of(const rocksdb::Slice& s) {
  return {reinterpret_cast<const std::uint8_t*>(s.data()), s.size()};
}

rejection reopened() {
  return {errc::unavailable, "the replica was reopened: index the log's end again", {}};
}

rejection damaged_index(const stream_id& stream) {
  return {errc::corrupt, "the index of " + to_string(stream) + " is damaged", {}};
}

}  // namespace

embedded_replica::embedded_replica(std::shared_ptr<database> data, std::size_t window_entries_max)
    : data_(std::move(data)),
      window_entries_max_(window_entries_max),
      partitions_(data_->partition_count()) {}

status embedded_replica::start() {
  for (std::uint16_t p = 0; p < data_->partition_count(); ++p) {
    auto& state = at(partition_id(p));
    const std::lock_guard lock(state.mutex);
    const auto loaded = load(partition_id(p), state);
    if (!loaded) {
      return loaded;
    }
  }
  return done{};
}

embedded_replica::partition_state& embedded_replica::at(partition_id partition) const {
  PARLEY_ASSERT(partition.value < partitions_.size(), "no such partition");
  return partitions_[partition.value];
}

status embedded_replica::load(partition_id partition, partition_state& state) const {
  const auto open = data_->use();
  if (!open) {
    return open.error();
  }
  std::string value;
  keys::progress found;
  const auto got = open->db().Get(checked(), open->replica(), keys::applied_key(partition), &value);
  if (!got.ok() && !got.IsNotFound()) {
    return to_rejection(got, "the replica's progress");
  }
  if (got.ok() && !keys::decode_progress(value, found)) {
    return rejection{errc::corrupt, "the replica's progress is damaged", {}};
  }
  state.applied = found.applied;
  state.indexed = found.indexed;
  state.window.restart(found.indexed);
  state.spilling.reset();
  state.generation = data_->generation();
  return done{};
}

status embedded_replica::check_generation(const partition_state& state) const {
  if (state.generation != data_->generation()) {
    return reopened();
  }
  return done{};
}

result<database::access> embedded_replica::use_current(std::uint64_t generation) const {
  auto open = data_->use();
  // While the access lives the database stays the one that is open now.
  if (open.ok() && generation != data_->generation()) {
    return reopened();
  }
  return open;
}

status embedded_replica::write_update(partition_id partition, const replica_update& update,
                                      const keys::progress& now, std::uint64_t generation) {
  const auto open = use_current(generation);
  if (!open) {
    return open.error();
  }
  rocksdb::WriteBatch batch;
  auto* family = open->replica();
  rocksdb::Status put;
  const auto note = [&put](const rocksdb::Status& one) { put = put.ok() ? one : put; };
  for (const auto& entry : update.snapshots_) {
    const auto key = keys::snapshot_key(partition, entry.stream);
    note(batch.Put(family, key, keys::encode_snapshot(key, entry.content)));
  }
  for (const auto& row : update.rows_) {
    const auto key = keys::row_prefix(partition, row.table) + row.key;
    note(row.value ? batch.Put(family, key, slice(*row.value)) : batch.Delete(family, key));
  }
  note(batch.Put(family, keys::applied_key(partition), keys::encode_progress(now)));
  if (put.ok()) {
    put = open->db().Write({}, &batch);
  }
  if (!put.ok()) {
    return to_rejection(put, "the replica cannot be written");
  }
  return done{};
}

status embedded_replica::apply(partition_id partition, const replica_update& update,
                               offset applied) {
  auto& state = at(partition);
  bool full = false;
  {
    const std::lock_guard lock(state.mutex);
    const auto current = check_generation(state);
    if (!current) {
      return current;
    }
    const auto before = state.window.size();
    const auto indexed = state.window.add(update, applied);
    if (!indexed) {
      return indexed;
    }
    window_entries_ += state.window.size() - before;
    full = state.window.bytes() > window_bytes_max;
    const auto now = std::max(state.applied, applied);
    if (!update.snapshots_.empty() || !update.rows_.empty()) {
      const auto written = write_update(partition, update, {now, state.indexed}, state.generation);
      if (!written) {
        return written;  // the same update again finds its index entries known
      }
    }
    state.applied = now;
  }
  if (full) {
    return spill(partition);
  }
  return window_entries_ > window_entries_max_ ? spill(fullest()) : done{};
}

partition_id embedded_replica::fullest() const {
  std::uint16_t found = 0;
  std::size_t most = 0;
  for (std::uint16_t p = 0; p < data_->partition_count(); ++p) {
    auto& state = at(partition_id(p));
    const std::lock_guard lock(state.mutex);
    if (state.window.size() > most) {
      most = state.window.size();
      found = p;
    }
  }
  return partition_id(found);
}

status embedded_replica::spill(partition_id partition) {
  auto& state = at(partition);
  const std::lock_guard one(state.spill_mutex);
  std::shared_ptr<const index_window> taken;
  keys::progress now;
  std::uint64_t generation = 0;
  {
    const std::lock_guard lock(state.mutex);
    const auto current = check_generation(state);
    if (!current) {
      return current;
    }
    taken = std::make_shared<const index_window>(state.window.take());
    state.spilling = taken;
    now = {state.applied, taken->upto()};
    generation = state.generation;
  }
  window_entries_ -= taken->size();
  status written = done{};
  if (const auto open = use_current(generation)) {
    const auto put = write_window(*open, partition, *taken, now);
    written = put.ok() ? written : to_rejection(put, "the index cannot be written");
  } else {
    written = open.error();
  }
  const std::lock_guard lock(state.mutex);
  state.spilling.reset();
  if (written.ok()) {
    state.indexed = now.indexed;
  } else if (state.generation == generation) {
    // Without room for it the index stays in memory, so that reads go on.
    state.window.put_back(*taken);
    window_entries_ += taken->size();
  }
  return written;
}

bool embedded_replica::current(partition_id partition) const {
  auto& state = at(partition);
  const std::lock_guard lock(state.mutex);
  return check_generation(state).ok();
}

keys::progress embedded_replica::progress(partition_id partition) const {
  auto& state = at(partition);
  const std::lock_guard lock(state.mutex);
  if (!check_generation(state).ok() && !load(partition, state).ok()) {
    return {};  // apply() and commits() go on to say why
  }
  return {state.applied, state.indexed};
}

offset embedded_replica::applied(partition_id partition) const {
  return progress(partition).applied;
}

offset embedded_replica::indexed(partition_id partition) const {
  return progress(partition).indexed;
}

// A stream's first chunk starts with its first version. A look for that very key ends at filters in
// memory; an iterator would read a block of every level to find nothing.
bool embedded_replica::is_new(partition_id partition, const stream_id& stream) const {
  auto& state = at(partition);
  {
    const std::lock_guard lock(state.mutex);
    std::vector<offset> newest;
    state.window.find(stream, version(1), newest);
    if (state.spilling) {
      state.spilling->find(stream, version(1), newest);
    }
    if (!newest.empty() || !check_generation(state).ok()) {
      return false;
    }
  }
  const auto open = data_->use();
  if (!open) {
    return false;
  }
  rocksdb::PinnableSlice first;
  return open->db()
      .Get(checked(), open->replica(), keys::index_key(partition, stream, version(1)), &first)
      .IsNotFound();
}

result<std::vector<offset>> embedded_replica::commits(partition_id partition,
                                                      const stream_id& stream, version from) const {
  auto& state = at(partition);
  std::vector<offset> newest;
  {
    // Before the rows: entries that are written meanwhile are then seen twice, never missed.
    const std::lock_guard lock(state.mutex);
    const auto current = check_generation(state);
    if (!current) {
      return current.error();
    }
    if (state.spilling) {
      state.spilling->find(stream, from, newest);
    }
    state.window.find(stream, from, newest);
  }
  const auto open = data_->use();
  if (!open) {
    return open.error();
  }
  // From the stream's end backwards: mostly its last row is the only one that is wanted, and an
  // iterator that does not turn around seeks each level once.
  const auto prefix = keys::index_prefix(partition, stream);
  const std::unique_ptr<rocksdb::Iterator> at_row(
      open->db().NewIterator(checked(), open->replica()));
  std::vector<offset> found;
  index_window::entries entries;
  bool earlier = true;
  for (at_row->SeekForPrev(keys::index_key(partition, stream, version_max));
       earlier && at_row->Valid() && at_row->key().starts_with(prefix); at_row->Prev()) {
    entries.clear();
    if (!keys::decode_chunk(at_row->value().ToStringView(), entries) || entries.empty()) {
      return damaged_index(stream);
    }
    earlier = entries.front().first_version > from;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
      if (entry->first_version >= from) {
        found.push_back(entry->first_offset);
      }
    }
  }
  if (!at_row->status().ok()) {
    return to_rejection(at_row->status(), "the index of " + to_string(stream));
  }
  std::reverse(found.begin(), found.end());
  for (const auto next : newest) {
    if (found.empty() || next > found.back()) {
      found.push_back(next);
    }
  }
  return found;
}

std::optional<snapshot> embedded_replica::find_snapshot(partition_id partition,
                                                        const stream_id& stream) const {
  const auto open = data_->use();
  if (!open) {
    return std::nullopt;
  }
  const auto key = keys::snapshot_key(partition, stream);
  std::string value;
  const auto got = open->db().Get(checked(), open->replica(), key, &value);
  if (got.IsNotFound()) {
    return std::nullopt;
  }
  snapshot found;
  if (!got.ok() || !keys::decode_snapshot(key, value, found)) {
    ++damaged_;
    return std::nullopt;
  }
  return found;
}

std::optional<std::vector<std::uint8_t>> embedded_replica::find_row(partition_id partition,
                                                                    std::string_view table,
                                                                    std::string_view key) const {
  const auto open = data_->use();
  if (!open) {
    return std::nullopt;
  }
  rocksdb::PinnableSlice value;
  const auto got = open->db().Get(checked(), open->replica(),
                                  keys::row_prefix(partition, table) + std::string(key), &value);
  if (!got.ok()) {
    damaged_ += got.IsNotFound() ? 0 : 1;
    return std::nullopt;
  }
  const auto bytes = bytes_of(value);
  return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
}

status embedded_replica::scan(
    partition_id partition, std::string_view table, std::string_view prefix,
    const std::function<bool(std::string_view, std::span<const std::uint8_t>)>& use) const {
  const auto open = data_->use();
  if (!open) {
    return open.error();
  }
  const auto table_prefix = keys::row_prefix(partition, table);
  const auto full_prefix = table_prefix + std::string(prefix);
  auto once = checked();
  once.fill_cache = false;  // a table is read at the start, and not again
  const std::unique_ptr<rocksdb::Iterator> row(open->db().NewIterator(once, open->replica()));
  for (row->Seek(full_prefix); row->Valid() && row->key().starts_with(full_prefix); row->Next()) {
    if (!use(row->key().ToStringView().substr(table_prefix.size()), bytes_of(row->value()))) {
      return done{};
    }
  }
  if (!row->status().ok()) {
    return to_rejection(row->status(), "the rows of " + std::string(table));
  }
  return done{};
}

std::uint64_t embedded_replica::window_bytes() const {
  std::uint64_t bytes = 0;
  for (partition_state& state : partitions_) {
    const std::lock_guard lock(state.mutex);
    bytes += state.window.bytes() + (state.spilling ? state.spilling->bytes() : 0);
  }
  return bytes;
}

status embedded_replica::flush() {
  for (std::uint16_t p = 0; p < data_->partition_count(); ++p) {
    const auto spilled = spill(partition_id(p));
    if (!spilled) {
      return spilled;
    }
  }
  return done{};
}

}  // namespace parley::store

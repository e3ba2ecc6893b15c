#include "store/memory_replica.hpp"

#include <algorithm>

namespace parley::store {

memory_replica::memory_replica(std::uint16_t partition_count)
    : now_(partition_count), flushed_(partition_count) {}

const memory_replica::content& memory_replica::at(partition_id partition) const {
  PARLEY_ASSERT(partition.value < now_.size(), "no such partition");
  return now_[partition.value];
}

status memory_replica::apply(partition_id partition, const replica_update& update, offset applied) {
  const std::lock_guard lock(mutex_);
  PARLEY_ASSERT(partition.value < now_.size(), "no such partition");
  auto& to = now_[partition.value];
  auto indexed = to.index.add(update, applied);
  if (!indexed) {
    return indexed;
  }
  for (const auto& entry : update.snapshots_) {
    to.snapshots[entry.stream] = entry.content;
  }
  for (const auto& row : update.rows_) {
    if (row.value) {
      to.rows[{row.table, row.key}] = *row.value;
    } else {
      to.rows.erase({row.table, row.key});
    }
  }
  to.applied = std::max(to.applied, applied);
  return done{};
}

offset memory_replica::applied(partition_id partition) const {
  const std::lock_guard lock(mutex_);
  return at(partition).applied;
}

offset memory_replica::indexed(partition_id partition) const {
  const std::lock_guard lock(mutex_);
  return at(partition).index.upto();
}

result<std::vector<offset>> memory_replica::commits(partition_id partition, const stream_id& stream,
                                                    version from) const {
  const std::lock_guard lock(mutex_);
  std::vector<offset> found;
  at(partition).index.find(stream, from, found);
  return found;
}

std::optional<snapshot> memory_replica::find_snapshot(partition_id partition,
                                                      const stream_id& stream) const {
  const std::lock_guard lock(mutex_);
  const auto& snapshots = at(partition).snapshots;
  const auto found = snapshots.find(stream);
  return found == snapshots.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::vector<std::uint8_t>> memory_replica::find_row(partition_id partition,
                                                                  std::string_view table,
                                                                  std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const auto& rows = at(partition).rows;
  const auto found = rows.find({std::string(table), std::string(key)});
  return found == rows.end() ? std::nullopt : std::optional(found->second);
}

status memory_replica::scan(
    partition_id partition, std::string_view table, std::string_view prefix,
    const std::function<bool(std::string_view, std::span<const std::uint8_t>)>& use) const {
  std::vector<std::pair<std::string, std::vector<std::uint8_t>>> found;
  {
    const std::lock_guard lock(mutex_);
    const auto& rows = at(partition).rows;
    for (auto row = rows.lower_bound({std::string(table), std::string(prefix)});
         row != rows.end() && row->first.first == table && row->first.second.starts_with(prefix);
         ++row) {
      found.emplace_back(row->first.second, row->second);
    }
  }
  for (const auto& [key, value] : found) {
    if (!use(key, value)) {
      break;
    }
  }
  return done{};
}

status memory_replica::flush() {
  const std::lock_guard lock(mutex_);
  flushed_ = now_;
  return done{};
}

void memory_replica::crash() {
  const std::lock_guard lock(mutex_);
  now_ = flushed_;
}

void memory_replica::wipe() {
  const std::lock_guard lock(mutex_);
  const std::vector<content> empty(now_.size());
  now_ = empty;
  flushed_ = empty;
}

}  // namespace parley::store

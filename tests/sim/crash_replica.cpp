#include "tests/sim/crash_replica.hpp"

#include <algorithm>

namespace parley::sim {

void crash_replica::add_index(content& to, const store::replica_update& update, offset at) {
  for (const auto& entry : update.index_) {
    if (entry.first_offset > to.indexed) {  // others are repeats, and ignored as in the engines
      to.index[entry.stream][entry.first_version] = entry.first_offset;
    }
  }
  to.indexed = std::max(to.indexed, at);
}

void crash_replica::add_rest(content& to, const store::replica_update& update, offset at) {
  for (const auto& entry : update.snapshots_) {
    to.snapshots[entry.stream] = entry.content;
  }
  for (const auto& row : update.rows_) {
    if (row.value) {
      to.tables[row.table][row.key] = *row.value;
    } else {
      to.tables[row.table].erase(row.key);
    }
  }
  to.applied = std::max(to.applied, at);
}

status crash_replica::apply(partition_id /*partition*/, const store::replica_update& update,
                            offset applied) {
  const auto& entries = update.index_;
  const auto fresh = std::find_if(entries.begin(), entries.end(), [this](const auto& entry) {
    return entry.first_offset > live_.indexed;
  });
  if (update.follows() > live_.indexed ||
      (fresh != entries.end() && fresh->first_offset != live_.indexed.next())) {
    return rejection{errc::wrong_state, "there is a gap", {}};
  }
  add_index(live_, update, applied);
  add_rest(live_, update, applied);
  recent_.emplace_back(update, applied);
  return done{};
}

offset crash_replica::applied(partition_id /*partition*/) const { return live_.applied; }

// The stored index, not the one in memory: as in the engines.
offset crash_replica::indexed(partition_id /*partition*/) const {
  reopened = false;
  return flushed_.indexed;
}

result<std::vector<offset>> crash_replica::commits(partition_id /*partition*/,
                                                   const stream_id& stream, version from) const {
  if (broken) {
    return rejection{errc::unavailable, "the replica is broken", {}};
  }
  std::vector<offset> found;
  const auto of_stream = live_.index.find(stream);
  if (of_stream != live_.index.end()) {
    for (auto it = of_stream->second.lower_bound(from); it != of_stream->second.end(); ++it) {
      found.push_back(it->second);
    }
  }
  return found;
}

std::optional<store::snapshot> crash_replica::find_snapshot(partition_id /*partition*/,
                                                            const stream_id& stream) const {
  const auto found = live_.snapshots.find(stream);
  return found == live_.snapshots.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::vector<std::uint8_t>> crash_replica::find_row(partition_id /*partition*/,
                                                                 std::string_view table,
                                                                 std::string_view key) const {
  const auto rows = live_.tables.find(std::string(table));
  if (rows == live_.tables.end()) {
    return std::nullopt;
  }
  const auto row = rows->second.find(std::string(key));
  return row == rows->second.end() ? std::nullopt : std::optional(row->second);
}

status crash_replica::scan(
    partition_id /*partition*/, std::string_view table, std::string_view prefix,
    const std::function<bool(std::string_view key, std::span<const std::uint8_t> value)>& use)
    const {
  const auto rows = live_.tables.find(std::string(table));
  if (rows != live_.tables.end()) {
    for (auto it = rows->second.lower_bound(std::string(prefix));
         it != rows->second.end() && it->first.starts_with(prefix); ++it) {
      if (!use(it->first, it->second)) {
        break;
      }
    }
  }
  return done{};
}

status crash_replica::flush() {
  for (const auto& [update, at] : recent_) {
    add_index(flushed_, update, at);
    add_rest(flushed_, update, at);
  }
  recent_.clear();
  return done{};
}

void crash_replica::crash(std::size_t rows_count, std::size_t index_count) {
  for (std::size_t i = 0; i < std::min(rows_count, recent_.size()); ++i) {
    add_rest(flushed_, recent_[i].first, recent_[i].second);
    if (i < index_count) {
      add_index(flushed_, recent_[i].first, recent_[i].second);
    }
  }
  recent_.clear();
  live_ = flushed_;
}

void crash_replica::erase() {
  live_ = {};
  flushed_ = {};
  recent_.clear();
}

bool crash_replica::damage_snapshot(const stream_id& stream) {
  const auto found = live_.snapshots.find(stream);
  if (found == live_.snapshots.end()) {
    return false;
  }
  found->second.state.assign(64, 0xa5);
  return true;
}

}  // namespace parley::sim

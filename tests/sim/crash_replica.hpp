#pragma once
// A replica in memory whose process can crash: what was applied after the last flush may be lost,
// rows and snapshots only together with everything after them, and the index earlier than the rows.
// Limits: one partition; not thread-safe; a crash copies everything.

#include <deque>
#include <map>

#include "store/replica.hpp"

namespace parley::sim {

class crash_replica final : public store::replica {
 public:
  status apply(partition_id partition, const store::replica_update& update,
               offset applied) override;
  offset applied(partition_id partition) const override;
  offset indexed(partition_id partition) const override;
  bool current(partition_id /*partition*/) const override { return !reopened; }
  bool is_new(partition_id partition, const stream_id& stream) const override {
    const auto all = commits(partition, stream, version(1));
    return all.ok() && all->empty();
  }
  result<std::vector<offset>> commits(partition_id partition, const stream_id& stream,
                                      version from) const override;
  std::optional<store::snapshot> find_snapshot(partition_id partition,
                                               const stream_id& stream) const override;
  std::optional<std::vector<std::uint8_t>> find_row(partition_id partition, std::string_view table,
                                                    std::string_view key) const override;
  status scan(partition_id partition, std::string_view table, std::string_view prefix,
              const std::function<bool(std::string_view key, std::span<const std::uint8_t> value)>&
                  use) const override;
  status flush() override;
  std::uint64_t damaged() const override { return 0; }

  /// Applied since the last flush.
  std::size_t unflushed() const { return recent_.size(); }
  /// The process dies: of the unflushed updates the first `rows_count` keep their rows and
  /// snapshots, and the first `index_count` of those their index entries, too.
  void crash(std::size_t rows_count, std::size_t index_count);
  /// The data directory is deleted.
  void erase();

  // ---- for tests that break things ----
  bool damage_snapshot(const stream_id& stream);
  std::size_t snapshot_count() const { return live_.snapshots.size(); }
  using tables = std::map<std::string, std::map<std::string, std::vector<std::uint8_t>>>;
  const tables& rows() const { return live_.tables; }
  /// Loads fail with UNAVAILABLE.
  bool broken = false;
  /// The database was opened again: as the engine says it until indexed() is asked.
  mutable bool reopened = false;

 private:
  struct content {
    std::map<stream_id, std::map<version, offset>> index;
    std::map<stream_id, store::snapshot> snapshots;
    std::map<std::string, std::map<std::string, std::vector<std::uint8_t>>> tables;
    offset applied;
    offset indexed;
  };
  static void add_index(content& to, const store::replica_update& update, offset at);
  static void add_rest(content& to, const store::replica_update& update, offset at);

  content live_;
  content flushed_;
  std::deque<std::pair<store::replica_update, offset>> recent_;
};

}  // namespace parley::sim

#pragma once
// A replica in memory, for tests and simulation. What the object holds is what is stored; crash()
// takes back what was not flushed.
// Limitations: everything stays in memory.

#include <map>
#include <mutex>

#include "store/index_window.hpp"

namespace parley::store {

class memory_replica final : public replica {
 public:
  explicit memory_replica(std::uint16_t partition_count);

  status apply(partition_id partition, const replica_update& update, offset applied) override;
  offset applied(partition_id partition) const override;
  offset indexed(partition_id partition) const override;
  result<std::vector<offset>> commits(partition_id partition, const stream_id& stream,
                                      version from) const override;
  std::optional<snapshot> find_snapshot(partition_id partition,
                                        const stream_id& stream) const override;
  std::optional<std::vector<std::uint8_t>> find_row(partition_id partition, std::string_view table,
                                                    std::string_view key) const override;
  status scan(partition_id partition, std::string_view table, std::string_view prefix,
              const std::function<bool(std::string_view key, std::span<const std::uint8_t> value)>&
                  use) const override;
  status flush() override;
  std::uint64_t damaged() const override { return 0; }

  /// The process dies: everything since the last flush() is gone.
  void crash();
  /// Everything is gone: the replica's directory was deleted.
  void wipe();

 private:
  struct content {
    index_window index;
    offset applied;
    std::unordered_map<stream_id, snapshot> snapshots;
    std::map<std::pair<std::string, std::string>, std::vector<std::uint8_t>> rows;
  };
  const content& at(partition_id partition) const;

  mutable std::mutex mutex_;
  std::vector<content> now_;
  std::vector<content> flushed_;
};

}  // namespace parley::store

#pragma once
// The replica on RocksDB, in the journal's database or in one of its own. Writes are not synced and
// go through the write-ahead log, so a crash leaves an earlier state of it that is whole. Internal
// to store/: made by open_embedded() and open_replica().

#include <atomic>
#include <deque>
#include <mutex>

#include "store/database.hpp"
#include "store/replica_keys.hpp"

namespace parley::store {

class embedded_replica final : public replica {
 public:
  explicit embedded_replica(std::shared_ptr<database> data, std::size_t window_entries_max);
  /// Reads how far each partition is applied. Call once, first.
  status start();

  status apply(partition_id partition, const replica_update& update, offset applied) override;
  offset applied(partition_id partition) const override;
  offset indexed(partition_id partition) const override;
  bool current(partition_id partition) const override;
  bool is_new(partition_id partition, const stream_id& stream) const override;
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
  std::uint64_t damaged() const override { return damaged_.load(); }
  /// Roughly what the part of the index takes that is not written out yet.
  std::uint64_t window_bytes() const;

 private:
  struct partition_state {
    std::mutex mutex;
    index_window window;
    std::shared_ptr<const index_window> spilling;  ///< being written; still read from here
    offset applied;
    offset indexed;  ///< of what is stored
    /// Of the database that this state was read from. Another one: what was applied since may be
    /// gone, and nothing is answered before the owner has asked again how far the index goes.
    std::uint64_t generation = 0;
    std::mutex spill_mutex;  ///< one spill at a time; taken before `mutex`
  };

  partition_state& at(partition_id partition) const;
  status load(partition_id partition, partition_state& state) const;
  status check_generation(const partition_state& state) const;
  keys::progress progress(partition_id partition) const;
  status spill(partition_id partition);
  status write_update(partition_id partition, const replica_update& update,
                      const keys::progress& now, std::uint64_t generation);
  result<database::access> use_current(std::uint64_t generation) const;
  partition_id fullest() const;

  const std::shared_ptr<database> data_;
  const std::size_t window_entries_max_;
  mutable std::deque<partition_state> partitions_;  // reading may find that it must be loaded again
  std::atomic<std::size_t> window_entries_{0};
  mutable std::atomic<std::uint64_t> damaged_{0};
};

}  // namespace parley::store

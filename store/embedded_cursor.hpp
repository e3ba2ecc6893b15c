#pragma once
// Reading the log's column family: raw records in key order, and commits on top of them. Iterators
// are given up at the end of the log and whenever the database is reopened, and found again by key.
// Internal to store/.

#include <atomic>
#include <functional>

#include "store/database.hpp"
#include "store/log_cursor.hpp"

namespace parley::store {

enum class reading { stream, point };

/// Records of one partition, as stored. One thread at a time.
class stored_records final : public iterator_holder {
 public:
  /// From the last record that starts at or before `start` on. `end` is the journal's durable end.
  stored_records(std::shared_ptr<database> data, const std::atomic<std::uint64_t>& end,
                 partition_id partition, offset start, reading how);
  ~stored_records();
  stored_records(const stored_records&) = delete;
  stored_records& operator=(const stored_records&) = delete;

  /// False at the present end. CORRUPT if the database says so, or ends before `end`.
  result<bool> next(std::vector<std::uint8_t>& into);
  /// Of the last record given.
  const std::string& key() const { return key_; }

  void release_iterator() override { iterator_.reset(); }

 private:
  void seek(const database::access& open);
  bool at_record() const;

  const std::shared_ptr<database> data_;
  const std::atomic<std::uint64_t>& end_;
  const partition_id partition_;
  const offset start_;
  const reading how_;
  const std::string prefix_;
  const std::string upper_bound_text_;
  const rocksdb::Slice upper_bound_;
  std::string key_;    ///< empty: nothing given yet
  offset last_given_;  ///< the last offset of what was given
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

class embedded_cursor final : public log_cursor {
 public:
  embedded_cursor(std::shared_ptr<database> data, const std::atomic<std::uint64_t>& end,
                  partition_id partition, offset after, reading how)
      : log_cursor(partition, after),
        source_(std::move(data), end, partition, offset(after.value + 1), how) {}

 private:
  result<bool> fetch(std::vector<std::uint8_t>& into) override;

  stored_records source_;
};

/// What journal::read_one() and journal::records() do on a log in `data`.
status read_stored_commit(const std::shared_ptr<database>& data,
                          const std::atomic<std::uint64_t>& end, partition_id partition, offset at,
                          const std::function<void(const commit_view&)>& use);
status read_stored_records(const std::shared_ptr<database>& data,
                           const std::atomic<std::uint64_t>& end, partition_id partition,
                           const std::function<bool(std::span<const std::uint8_t>)>& use);

}  // namespace parley::store

#pragma once
// What can be looked up by stream: where a stream's commits are, its last snapshot, projection rows
// and how far all of that is applied. It follows the journal, off the path of an answer, and can be
// deleted at any time: it comes back from the log.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/base/result.hpp"
#include "events/base/stream.hpp"

namespace parley::store {

struct snapshot {
  version at;  ///< the stream's version that `state` is of
  std::vector<std::uint8_t> state;
};

/// Changes that become visible together, with the offset up to which they tell the log.
class replica_update {
 public:
  /// A commit of `stream` starts at `first_version` and `first_offset`.
  void index(const stream_id& stream, version first_version, offset first_offset);
  void put_snapshot(const stream_id& stream, version at, std::vector<std::uint8_t> state);
  /// A projection's row: `table` is a name of at most 20 bytes; rows of a table are scanned by key.
  void put_row(std::string_view table, std::string_view key, std::span<const std::uint8_t> value);
  void delete_row(std::string_view table, std::string_view key);
  /// The update goes on where the one before it ended, at `upto`: a replica that does not know the
  /// log up to there has lost something in between, and refuses. Not called: it is not checked.
  void follow_on(offset upto) { follows_ = upto; }
  offset follows() const { return follows_; }
  void clear();
  bool empty() const { return index_.empty() && snapshots_.empty() && rows_.empty(); }

  struct index_entry {
    stream_id stream;
    version first_version;
    offset first_offset;
  };
  struct snapshot_entry {
    stream_id stream;
    snapshot content;
  };
  struct row_entry {
    std::string table;
    std::string key;
    std::optional<std::vector<std::uint8_t>> value;  ///< none: deleted
  };
  std::vector<index_entry> index_;
  std::vector<snapshot_entry> snapshots_;
  std::vector<row_entry> rows_;

 private:
  offset follows_;
};

/// One for each data directory; partitions do not share keys. Thread-safe.
class replica {
 public:
  replica() = default;
  replica(const replica&) = delete;
  replica& operator=(const replica&) = delete;
  virtual ~replica() = default;

  /// Applies `update`, which tells the log of `partition` up to `applied`. Index entries may stay
  /// in a bounded in-memory window before they are written in bulk; snapshots and rows are written
  /// at once, unsynced, and a crash may take the last of them away, always together with `applied`.
  /// Index entries at or before indexed() are repeats and ignored. WRONG_STATE, and nothing
  /// applied, if they or what the update follows on leave a gap. After any other failure the same
  /// update may be applied again.
  virtual status apply(partition_id partition, const replica_update& update, offset applied) = 0;
  /// Up to which offset snapshots and rows are applied.
  virtual offset applied(partition_id partition) const = 0;
  /// Up to which offset the stored index goes; the owner indexes the log after it again on start,
  /// and after each claim: the journal's recovery may have taken unsynced writes away, and then
  /// apply() and commits() are UNAVAILABLE until this was asked.
  virtual offset indexed(partition_id partition) const = 0;
  /// False: what was not written out is gone, because the database was opened again. The owner has
  /// to ask indexed() and index the log after it; until then apply() and commits() are UNAVAILABLE.
  virtual bool current(partition_id /*partition*/) const { return true; }

  /// True: surely no commit of the stream was applied, and no snapshot of it. Most entities that
  /// are looked for are about to be made; this tells so without reading.
  virtual bool is_new(partition_id /*partition*/, const stream_id& /*stream*/) const {
    return false;
  }
  /// Offsets of the stream's commits whose first version is ≥ `from`, ascending.
  virtual result<std::vector<offset>> commits(partition_id partition, const stream_id& stream,
                                              version from) const = 0;
  /// None if there is none, or if its bytes fail their check (it is then ignored and counted).
  virtual std::optional<snapshot> find_snapshot(partition_id partition,
                                                const stream_id& stream) const = 0;
  /// None if there is none, or if it cannot be read (counted too; the log can tell it again).
  virtual std::optional<std::vector<std::uint8_t>> find_row(partition_id partition,
                                                            std::string_view table,
                                                            std::string_view key) const = 0;
  /// Rows whose key starts with `prefix`, by key, until `use` returns false.
  virtual status scan(
      partition_id partition, std::string_view table, std::string_view prefix,
      const std::function<bool(std::string_view key, std::span<const std::uint8_t> value)>& use)
      const = 0;
  /// Writes out what is still in memory (clean shutdown).
  virtual status flush() = 0;
  /// How many snapshots and rows failed their check and were answered as "none".
  virtual std::uint64_t damaged() const = 0;
};

}  // namespace parley::store

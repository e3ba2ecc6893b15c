#pragma once
// Commits as bytes: what the shard hands to a journal, and what a reader gets back. The encoding is
// the `commit` table of schemas/envelope.fbs. Nothing here knows what an event means.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "events/base/entity.hpp"
#include "events/base/ids.hpp"
#include "events/base/stream.hpp"
#include "events/base/time.hpp"

namespace parley::store {

/// An event's type number and its finished buffer.
struct event_bytes {
  std::uint16_t type = 0;
  std::span<const std::uint8_t> payload;
};

/// Where a partner's record came from: topic, partition and offset of its own, not of the log.
struct source_position {
  std::string topic;
  std::uint32_t partition = 0;
  std::uint64_t at = 0;
  bool operator==(const source_position&) const = default;
};

struct commit_header {
  const stream_id& stream;
  version first_version;  ///< of the first event in its stream
  offset first_offset;    ///< of the first event in the partition
  command_id command;
  const principal& by;
  time_ms recorded_at;
  const source_position* source = nullptr;  ///< null: not from a partner's record
};

/// Commits of one partition, in order, on their way into the journal. Offsets are contiguous from
/// `first_offset()`. Reusable: clear() keeps the memory. Not thread-safe; moved to the I/O thread.
class commit_batch {
 public:
  void add(const commit_header& header, std::span<const event_bytes> events);
  void clear();

  bool empty() const { return ends_.empty(); }
  std::size_t size() const { return ends_.size(); }  ///< commits
  std::size_t bytes() const { return buffer_.size(); }
  offset first_offset() const { return first_; }
  offset last_offset() const { return last_; }
  /// The encoded commit `index` (aligned to 8, padded), and the offset of its first event.
  std::span<const std::uint8_t> commit(std::size_t index) const;
  offset commit_offset(std::size_t index) const { return offsets_[index]; }

 private:
  std::vector<std::uint8_t> buffer_;
  std::vector<std::size_t> ends_;
  std::vector<offset> offsets_;
  offset first_;
  offset last_;
};

/// A commit read back: verified, valid as long as the bytes it points into.
class commit_view {
 public:
  /// CORRUPT unless `bytes` are a well-formed commit.
  static result<commit_view> parse(std::span<const std::uint8_t> bytes, partition_id partition,
                                   offset first_offset);

  position first_position() const { return {partition_, first_offset_}; }
  /// The commit's position: that of its last event.
  position last_position() const {
    return {partition_, offset(first_offset_.value + event_count() - 1)};
  }
  stream_id stream() const;
  /// Without the copies of stream(): for filters on the hot path.
  std::string_view tenant() const { return tenant_; }
  entity_kind kind() const { return kind_; }
  std::string_view entity() const { return entity_; }
  version first_version() const { return first_version_; }
  command_id command() const { return command_; }
  principal by() const { return {by_role_, std::string(by_name_)}; }
  time_ms recorded_at() const { return recorded_at_; }
  std::optional<source_position> source() const;
  std::size_t event_count() const { return events_.size() / sizeof(std::uint32_t); }
  event_bytes event(std::size_t index) const;
  std::span<const std::uint8_t> bytes() const { return bytes_; }

 private:
  std::span<const std::uint8_t> bytes_;
  std::span<const std::uint8_t> events_;  // offsets of their tables
  event_bytes first_event_;               // of most commits the only one
  std::string_view tenant_;
  std::string_view entity_;
  std::string_view by_name_;
  std::size_t source_place_ = 0;  // within bytes_; 0: none
  version first_version_;
  command_id command_;
  time_ms recorded_at_;
  offset first_offset_;
  partition_id partition_;
  entity_kind kind_ = entity_kind::tenant;
  principal_role by_role_ = principal_role::system;
};

}  // namespace parley::store

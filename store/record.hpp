#pragma once
// The stored record: a frame of one or more commits, or a claim of the partition by a writer. All
// engines store these bytes, so their logs and hash chains are equal for equal input. The layout is
// in store/README.md; a record never changes once written.

#include <optional>

#include "events/base/result.hpp"
#include "store/commit.hpp"
#include "store/digest.hpp"

namespace parley::store {

inline constexpr std::size_t record_header_bytes = 88;
/// Records are cut at this size (a larger commit stays whole), so that reading one commit by its
/// offset stays cheap.
inline constexpr std::size_t record_bytes_target = std::size_t{32} << 10U;

/// Where a log stands after its last record. All zero: empty.
struct log_tip {
  epoch at;                    ///< the owner's
  std::uint64_t sequence = 0;  ///< counts the owner's records from 0, which is its claim
  offset last;                 ///< of the last event
  digest hash{};               ///< of the last record
  bool operator==(const log_tip&) const = default;
};

struct record_header {
  partition_id partition;
  bool claim = false;
  epoch at;
  std::uint64_t sequence = 0;
  offset first;  ///< of the first event; of a claim: of the event that would come next
  std::uint32_t commits = 0;
  std::uint32_t events = 0;
  digest previous{};  ///< hash of the record before it; zero for the first

  bool operator==(const record_header&) const = default;
};

struct encoded_record {
  record_header header;
  std::vector<std::uint8_t> bytes;
};

/// The records that make `batch`, after `tip`. Returns the tip after them.
log_tip encode_batch(partition_id partition, const log_tip& tip, const commit_batch& batch,
                     std::vector<encoded_record>& out);
/// The record with which a writer takes the partition. `claimed` must be above `tip.at`.
log_tip encode_claim(partition_id partition, const log_tip& tip, epoch claimed,
                     std::vector<encoded_record>& out);

inline digest record_hash(std::span<const std::uint8_t> record) { return sha256(record); }

/// A record read back. Walks its commits once; valid as long as the bytes it points into.
class record_view {
 public:
  /// CORRUPT unless magic, lengths, counts and checksum are right. `bytes` are aligned to 8.
  static result<record_view> parse(std::span<const std::uint8_t> bytes);

  const record_header& header() const { return header_; }
  std::span<const std::uint8_t> bytes() const { return bytes_; }
  offset last() const { return offset(header_.first.value + header_.events - 1); }

  /// Moves to the next commit; false after the last one.
  bool advance();
  offset commit_first() const { return commit_first_; }
  offset commit_last() const { return offset(commit_first_.value + commit_events_ - 1); }
  /// The present commit, verified.
  result<commit_view> commit() const;

 private:
  std::span<const std::uint8_t> bytes_;
  record_header header_;
  std::size_t next_ = record_header_bytes;
  std::span<const std::uint8_t> commit_bytes_;
  offset commit_first_;
  std::uint32_t commit_events_ = 0;
};

/// What the header of unchecked bytes says; none if they are too short for one.
std::optional<record_header> peek_header(std::span<const std::uint8_t> bytes);

/// What a reader does with a record.
enum class admission { accept, ignore };
/// The rules of the log: which record may follow `tip`. Records of an older epoch, and repeats, are
/// ignored; a gap in sequence or offsets, or data of an epoch that was never claimed, is CORRUPT.
/// Does not look at the hash.
result<admission> admit(const log_tip& tip, const record_header& next);
/// The same when nothing is known about the record before: only what the record tells of itself.
log_tip tip_before(const record_header& first);
/// The tip after an accepted record, whose hash the caller knows (or does not need).
log_tip tip_after(const record_header& accepted, const digest& hash);

/// "partition 3, offset 17, epoch 2, sequence 5": names a record in messages.
std::string describe(const record_header& header);

}  // namespace parley::store

#pragma once
// What a partition of the topic says, message by message: the fences and records of all who ever
// wrote to it become one log. Every reader folds the same messages and comes to the same log. Pure.
//
// A fence is a message that only Kafka needs: whoever takes a partition first appends a fence with
// the next epoch. From there on nothing of an older epoch counts, so the end of the log stands
// still, and the claim that follows the fence can tell what it follows. Without it a claim would
// race with the appends of the writer before. The first fence for an epoch wins.

#include <span>

#include "store/record.hpp"

namespace parley::store::kafka {

struct fence {
  partition_id partition;
  epoch at;
  std::uint64_t writer = 0;  ///< a random number by which its writer knows it again
};
inline constexpr std::size_t fence_bytes = 32;
std::vector<std::uint8_t> encode_fence(const fence& f);

/// What readers made of a partition so far.
struct fold_state {
  log_tip tip;
  epoch fenced;  ///< the newest fence or claim
  std::uint64_t fenced_by = 0;
  /// A record of the present epoch is missing, so what follows of that epoch does not count.
  bool broken = false;
  std::uint64_t ignored = 0;  ///< messages that did not count
  bool operator==(const fold_state&) const = default;
};

enum class verdict {
  accepted,  ///< a record of the log
  fenced,    ///< a fence that won
  ignored,   ///< an older epoch, a repeat, a fence that lost, or behind a gap
};

class log_fold {
 public:
  enum class hashing { chained, unchained };
  /// `unchained` leaves the hashes alone, for readers that do not append: verification checks them.
  log_fold(partition_id partition, hashing how, const fold_state& from = {})
      : partition_(partition), how_(how), state_(from) {}

  /// `message` is aligned to 8. CORRUPT: it is none of Parley's, or contradicts the log before it.
  result<verdict> take(std::span<const std::uint8_t> message);
  const fold_state& state() const { return state_; }

 private:
  verdict take_fence(const fence& f);
  result<verdict> take_record(const record_header& header, std::span<const std::uint8_t> bytes);
  verdict ignore();

  partition_id partition_;
  hashing how_;
  fold_state state_;
};

}  // namespace parley::store::kafka

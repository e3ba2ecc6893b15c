#pragma once
// Tells a consumer that stands still without a word from one that has nothing to read. The client
// library was seen to stop fetching a partition for good (its issue 4908): no error comes, and the
// end that its fetches tell stands still as well, so the end is asked for beside it. Pure; internal
// to store/. One partition, one thread.

#include <cstdint>
#include <optional>

namespace parley::store::kafka {

/// How many looks in a row must show the same message waiting.
inline constexpr int stall_looks = 5;

class stall_watch {
 public:
  /// `next`: the message that is wanted; `end`: that of the partition, asked for just now, or
  /// nothing if nobody told. True: the message was there at stall_looks looks in a row and did not
  /// come; then twice as many must show it again, so that a slow fetch ends some time.
  bool look(std::int64_t next, std::optional<std::int64_t> end);

 private:
  std::int64_t wanted_ = -1;
  int seen_ = 0;
  int patience_ = stall_looks;
};

}  // namespace parley::store::kafka

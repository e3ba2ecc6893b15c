#pragma once
// The thread that claims partitions, which blocks. A claim that fails is tried again, once a
// second, until it succeeds, the partition is not wanted any more or the node closes: a full disk
// may get room, another writer may leave.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "store/journal.hpp"

namespace parley {

class claimer {
 public:
  using claimed = std::function<void(partition_id, const result<store::ownership>&)>;
  /// Asked before each claim, on the claimer's thread. WRONG_STATE: the partition is not wanted any
  /// more, and nothing is told. Anything else: it may not be claimed yet.
  using admission = std::function<status(partition_id, bool surely)>;
  /// `told` is called on the claimer's thread after each attempt.
  claimer(store::journal& journal, claimed told, admission admit = {});
  ~claimer();
  claimer(const claimer&) = delete;
  claimer& operator=(const claimer&) = delete;

  /// `surely`: it was just given to this node, so that nobody need be asked.
  void claim(partition_id partition, bool surely = true);
  /// Returns when no claim of `partition` is under way or queued.
  void forget(partition_id partition);

 private:
  struct wish {
    partition_id partition;
    bool surely = true;
  };
  void run();
  bool try_one(const wish& which);

  store::journal& journal_;
  claimed told_;
  admission admit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<wish> waiting_;
  std::optional<partition_id> busy_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace parley

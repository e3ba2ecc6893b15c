#pragma once
// The thread that claims partitions, which blocks. A claim that fails is tried again, once a
// second, until it succeeds or the node closes: a full disk may get room, another writer may leave.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "store/journal.hpp"

namespace parley {

class claimer {
 public:
  using claimed = std::function<void(partition_id, const result<store::ownership>&)>;
  /// `told` is called on the claimer's thread after each attempt.
  claimer(store::journal& journal, claimed told);
  ~claimer();
  claimer(const claimer&) = delete;
  claimer& operator=(const claimer&) = delete;

  void claim(partition_id partition);

 private:
  void run();

  store::journal& journal_;
  claimed told_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<partition_id> waiting_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace parley

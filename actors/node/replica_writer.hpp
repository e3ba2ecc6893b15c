#pragma once
// The thread that applies updates to the replica, off the path of every answer, in the order they
// came. Its queue is bounded by the shards: each hands over a limited number at a time.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "store/replica.hpp"

namespace parley {

struct replica_work {
  partition_id partition;
  store::replica_update update;
  offset at;
  std::function<void(offset)> applied;
};

class replica_writer {
 public:
  explicit replica_writer(store::replica& replica);
  /// Applies what is queued, then flushes the replica.
  ~replica_writer();
  replica_writer(const replica_writer&) = delete;
  replica_writer& operator=(const replica_writer&) = delete;

  void add(replica_work work);
  /// Why the update at hand cannot be applied, if so: it is tried again, twice a second, and later
  /// ones wait. The log is not affected.
  std::string problem() const;

 private:
  void run();

  store::replica& replica_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<replica_work> waiting_;
  bool ending_ = false;
  std::string problem_;
  std::thread thread_;
};

}  // namespace parley

#pragma once
// Reads the log of one partition as it grows, and notes when each violation of the milestones that
// are numbered `<name><n>.…` came: durable, and in the hands of a reader.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "actors/node/node.hpp"
#include "events/milestone/events.hpp"

namespace parley::bench {

/// Microseconds of the wall clock.
std::int64_t wall_us();

class fire_watch {
 public:
  /// From the log's position `after` on, for numbers below `count`.
  fire_watch(parley::node& node, partition_id partition, offset after, std::string name,
             std::uint64_t count);
  ~fire_watch();
  fire_watch(const fire_watch&) = delete;
  fire_watch& operator=(const fire_watch&) = delete;
  void stop();

  struct sighting {
    std::uint32_t times = 0;
    bool early = false;
    std::int64_t at_us = 0;
  };
  std::uint64_t found() const { return found_; }
  /// By number, after stop().
  const std::vector<sighting>& all() const { return seen_; }

 private:
  void run();
  void look_at(const store::commit_view& commit);
  void note(sighting& one, const milestone_violated& what, time_ms recorded_at);

  parley::node& node_;
  const partition_id partition_;
  const offset after_;
  const std::string name_;
  std::vector<sighting> seen_;
  std::uint64_t token_ = 0;
  std::atomic<std::uint64_t> found_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool news_ = true;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace parley::bench

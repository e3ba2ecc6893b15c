// The group of nodes on a real broker: how partitions change hands when a member leaves.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "store/partition_group.hpp"
#include "tests/kafka/kafka_test.hpp"
#include "tests/store/temporary_directory.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::uint16_t partitions = 4;

/// A member that takes its time to give a partition up.
class member {
 public:
  member(const kafka_options& options, const std::string& name, milliseconds gives_up_in) {
    group_options how;
    how.group = options.topic + ".group";
    how.member = name;
    // What is found out by time-out alone comes too late for every check here.
    how.session_timeout = duration_ms(30'000);
    auto opened = open_partition_group(options, how);
    REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().message));
    group_ = std::move(*opened);
    group_->join({[this](const auto& list) { given(list); },
                  [this, gives_up_in](const auto& list, bool) {
                    std::this_thread::sleep_for(gives_up_in);
                    taken_away(list);
                  },
                  [](const std::string&) {}});
  }

  void leave() { group_->leave(); }
  status confirm() { return group_->confirm(partition_id(0)); }
  bool wait_for(std::size_t count, milliseconds limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return held_.size() == count; });
  }

 private:
  void given(const std::vector<partition_id>& list) {
    const std::lock_guard lock(mutex_);
    held_.insert(list.begin(), list.end());
    changed_.notify_all();
  }
  void taken_away(const std::vector<partition_id>& list) {
    const std::lock_guard lock(mutex_);
    for (const partition_id each : list) {
      held_.erase(each);
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<partition_id> held_;
  std::unique_ptr<partition_group> group_;  // ends before what its listener uses
};

}  // namespace

// Once a member that had taken longer than one poll to give its partitions up was closed before it
// had said that it leaves, and they waited for the end of its session.
TEST_CASE("a member that leaves says so, however long it takes to give its partitions up") {
  for (const int ms : {0, 100, 105, 300}) {
    const milliseconds gives_up_in(ms);
    CAPTURE(gives_up_in.count());
    const auto options = fresh_topic(partitions);
    const temporary_directory directory;
    open_or_fail(directory.path(), options);  // makes the topic
    member stays(options, "stays", milliseconds(0));
    REQUIRE(stays.wait_for(partitions, milliseconds(20'000)));
    member leaves(options, "leaves", gives_up_in);
    REQUIRE(leaves.wait_for(partitions / 2, milliseconds(20'000)));
    REQUIRE(stays.wait_for(partitions / 2, milliseconds(20'000)));
    CHECK(leaves.confirm().ok());
    leaves.leave();
    CHECK(stays.wait_for(partitions, milliseconds(5'000)));
    CHECK(stays.confirm().ok());
    CHECK_FALSE(leaves.confirm().ok());
  }
}

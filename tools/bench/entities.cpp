#include "tools/bench/entities.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

#include "tools/bench/measure.hpp"

namespace parley::bench {
namespace {

enum class stage : int { warming, measuring, ending };

// The callers: a caller's next command goes out from the answer to its last one.
class callers {
 public:
  callers(workload& work, std::uint32_t count) : work_(work), all_(count) {
    std::uint64_t seed = 88172645463325252U;
    for (caller& each : all_) {
      each.random = seed = seed * 6364136223846793005U + 1442695040888963407U;
      each.next = draw(each);
    }
  }

  void start() {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      send(i);
    }
  }
  void enter(stage next) { stage_ = next; }
  void wait_until_ended() {
    std::unique_lock lock(mutex_);
    all_ended_.wait(lock, [this] { return ended_ == all_.size(); });
  }
  latencies merged() const {
    latencies sum;
    for (const caller& each : all_) {
      sum.merge(each.measured);
    }
    return sum;
  }
  std::uint64_t failures() const { return failures_; }

 private:
  struct caller {
    std::uint64_t random = 0;
    std::size_t next = 0;  ///< conversation, drawn ahead so that its name is in the cache by then
    std::int64_t sent_at = 0;
    latencies measured;
  };

  std::size_t draw(caller& me) const {
    me.random ^= me.random << 13U;
    me.random ^= me.random >> 7U;
    me.random ^= me.random << 17U;
    return me.random % work_.conversations().size();
  }

  void send(std::size_t index) {
    caller& me = all_[index];
    command_request request = work_.message(std::exchange(me.next, draw(me)), ++sent_);
    __builtin_prefetch(&work_.conversations()[me.next]);
    request.reply = [this, index](const result<command_answer>& answer) {
      answered(index, answer);
    };
    me.sent_at = now_ns();
    work_.node().submit(std::move(request));
  }

  void answered(std::size_t index, const result<command_answer>& answer) {
    caller& me = all_[index];
    const stage now = stage_;
    if (now == stage::measuring) {
      me.measured.add(now_ns() - me.sent_at);
    }
    failures_ += answer.ok() ? 0U : 1U;
    if (now == stage::ending) {
      const std::lock_guard lock(mutex_);
      ++ended_;
      all_ended_.notify_one();
    } else {
      send(index);
    }
  }

  workload& work_;
  std::vector<caller> all_;
  std::atomic<std::uint64_t> sent_ = 0;
  std::atomic<std::uint64_t> failures_ = 0;
  std::atomic<stage> stage_ = stage::warming;
  std::mutex mutex_;
  std::condition_variable all_ended_;
  std::size_t ended_ = 0;
};

void pass_time(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

}  // namespace

result<entities_result> run_entities(const entities_options& options) {
  auto work = workload::open(options.work);
  if (!work.ok()) {
    return work.error();
  }
  const status prepared = (*work)->prepare();
  if (!prepared.ok()) {
    return prepared.error();
  }
  callers load(**work, options.in_flight);
  load.start();
  pass_time(options.warm_up_seconds);
  const std::int64_t cpu_before = cpu_us();
  const std::int64_t began = now_ns();
  load.enter(stage::measuring);
  pass_time(options.seconds);
  load.enter(stage::ending);
  const double seconds = static_cast<double>(now_ns() - began) / 1e9;
  const auto cpu = static_cast<double>(cpu_us() - cpu_before);
  load.wait_until_ended();
  latencies all = load.merged();
  entities_result told;
  told.events = all.count();
  const auto events = static_cast<double>(std::max<std::uint64_t>(told.events, 1));
  told.events_per_second = events / seconds;
  told.p50_us = all.percentile_us(0.5);
  told.p99_us = all.percentile_us(0.99);
  told.p999_us = all.percentile_us(0.999);
  told.max_us = all.percentile_us(1);
  told.cpu_us_per_event = cpu / events;
  told.resident_mib = resident_bytes() >> 20U;
  told.failures = load.failures();
  (*work)->close();
  return told;
}

double bare_append_p50_us(const std::string& directory, double seconds) {
  std::filesystem::create_directories(directory);
  const std::string path = directory + "/bare_append";
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) {
    return 0;
  }
  std::array<char, 230> record{};
  latencies measured;
  const std::int64_t until = now_ns() + static_cast<std::int64_t>(seconds * 1e9);
  for (std::int64_t at = now_ns(); at < until;) {
    if (::write(file, record.data(), record.size()) < 0 || ::fdatasync(file) != 0) {
      break;
    }
    const std::int64_t after = now_ns();
    measured.add(after - at);
    at = after;
  }
  ::close(file);
  ::unlink(path.c_str());
  return measured.percentile_us(0.5);
}

}  // namespace parley::bench

#include "tools/bench/timers.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <future>
#include <mutex>
#include <thread>

#include <fmt/core.h>

#include "tools/bench/fire_watch.hpp"
#include "tools/bench/measure.hpp"
#include "tools/bench/own_process.hpp"

namespace parley::bench {
namespace {

constexpr std::uint32_t soon_minutes = 60;
constexpr std::string_view soon_name = "soon-";
constexpr std::size_t partitions_max = 64;

double seconds_since(std::int64_t began) { return static_cast<double>(now_ns() - began) / 1e9; }

void pass_time(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

// ---- what is promised ----

milestone_definition promise(std::string name, std::uint32_t minutes, action_trigger trigger) {
  milestone_definition made;
  made.milestone = milestone_id(std::move(name));
  made.target_minutes = minutes;
  made.actions.push_back({trigger, action_kind::notify, 0, "lead", "a promise needs attention"});
  return made;
}

// "far": targets from 90 minutes on, each with a warning ten minutes before. "soon": one target.
std::vector<process_definition> processes_of(const timers_options& options) {
  process_definition far;
  far.name = "far";
  for (std::uint32_t i = 0; i < options.milestones_each; ++i) {
    auto one = promise("step-" + std::to_string(i), 90 + 40 * i, action_trigger::warning);
    one.actions[0].offset_minutes = 10;
    far.milestones.push_back(std::move(one));
  }
  process_definition soon;
  soon.name = "soon";
  soon.milestones.push_back(promise("answer", soon_minutes, action_trigger::violation));
  return {far, soon};
}

// ---- a node and what is asked of it ----

// Cases, a bounded number of them out at once.
class cases {
 public:
  cases(workload& work, const timers_options& options) : work_(work), options_(options) {}

  status define_processes() {
    std::uint64_t n = 0;
    for (std::uint16_t i = 0; i < options_.work.partitions; ++i) {
      for (const process_definition& process : processes_of(options_)) {
        enter();
        ask({tenant(i), entity_kind::tenant, tenant(i).str()}, 11, ++n,
            tenant_command(configure_process{process_id(process.name), process, 0}));
      }
    }
    return wait_until_answered();
  }
  void open(const std::string& name, std::uint64_t number, const char* process, time_ms at) {
    open_case what;
    what.process = process_id(process);
    what.fields = {{"priority", "2"}, {"queue", "support"}, {"subject", "a request for help"}};
    what.at = at;
    enter();
    ask({tenant(number), entity_kind::support_case, name + std::to_string(number)}, 12 + soon(name),
        number, case_command(std::move(what)));
  }
  status wait_until_answered() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return out_ == 0; });
    return failed_;
  }
  const tenant_id& tenant(std::uint64_t number) const {
    return work_.conversations()[number % options_.work.partitions].tenant;
  }

 private:
  // Sent in groups, as a gateway does: a wake-up an answer would cost the shard more than the rest
  // of the answer.
  static constexpr std::size_t out_max = 1024;
  static constexpr std::size_t out_low = 512;

  static std::uint64_t soon(std::string_view name) { return name == soon_name ? 1 : 0; }
  void enter() {
    std::unique_lock lock(mutex_);
    if (out_ >= out_max) {
      changed_.wait(lock, [this] { return out_ <= out_low; });
    }
    ++out_;
  }
  void ask(stream_id target, std::uint64_t kind, std::uint64_t n, any_command command) {
    work_.node().submit({std::move(target),
                         outside_command_id(kind, n),
                         {},
                         std::move(command),
                         [this](const result<command_answer>& answer) {
                           const std::lock_guard lock(mutex_);
                           if (!answer.ok()) {
                             failed_ = answer.error();
                           }
                           --out_;
                           if (out_ == out_low || out_ == 0) {
                             changed_.notify_one();
                           }
                         }});
  }

  workload& work_;
  const timers_options& options_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t out_ = 0;
  status failed_ = done{};
};

// Armed milestones, in the views: all of them are durable.
std::uint64_t armed(workload& work, const cases& all, std::uint16_t partitions) {
  std::uint64_t sum = 0;
  for (std::uint16_t i = 0; i < partitions; ++i) {
    std::promise<std::uint64_t> told;
    work.node().read_floor(
        partition_id(i), offset{}, duration_ms(60000), [&](const result<floor_reading>& reading) {
          const auto answer =
              reading.ok() ? reading->views.promises(all.tenant(i), {}, {}, 0) : std::nullopt;
          told.set_value(answer ? answer->running : 0);
        });
    sum += told.get_future().get();
  }
  return sum;
}

std::uint64_t events_of(const parley::node& node) {
  std::uint64_t sum = 0;
  for (const shard_progress& each : node.progress()) {
    sum += each.applied.value;
  }
  return sum;
}

result<std::unique_ptr<workload>> open_kept(const timers_options& options) {
  workload_options kept = options.work;
  kept.keep = true;
  return workload::open(kept);
}

// ---- the steps ----

result<arming_result> arm(const timers_options& options) {
  auto work = workload::open(options.work);
  if (!work.ok()) {
    return work.error();
  }
  if (const status prepared = (*work)->prepare(); !prepared.ok()) {
    return prepared.error();
  }
  cases all(**work, options);
  if (const status defined = all.define_processes(); !defined.ok()) {
    return defined.error();
  }
  const std::uint32_t count =
      (options.timers + options.milestones_each - 1) / options.milestones_each;
  const std::uint64_t timers = std::uint64_t{count} * options.milestones_each;
  const std::uint64_t events_before = events_of((*work)->node());
  const std::int64_t cpu_before = cpu_us();
  const std::int64_t began = now_ns();
  for (std::uint32_t i = 0; i < count; ++i) {
    all.open("case-", i, "far", {});
    if (i % 50000 == 0 && i > 0) {
      options.progress(fmt::format("{} cases opened after {:.1f} s, {} MiB", i,
                                   seconds_since(began), resident_bytes() >> 20U));
    }
  }
  if (const status opened = all.wait_until_answered(); !opened.ok()) {
    return opened.error();
  }
  while (armed(**work, all, options.work.partitions) < timers) {
    pass_time(5);
  }
  arming_result told;
  told.seconds = seconds_since(began);
  told.timers = timers;
  told.events = events_of((*work)->node()) - events_before;
  told.timers_per_second = static_cast<double>(timers) / told.seconds;
  told.cpu_us_per_timer = static_cast<double>(cpu_us() - cpu_before) / static_cast<double>(timers);
  told.resident_mib = resident_bytes() >> 20U;
  told.resident_peak_mib = resident_peak_bytes() >> 20U;
  return told;
}

// The timers that will fire are armed here, so that the next process finds none of them in memory.
struct prepared {
  restart_result restart;
  std::int64_t first_due_ms = 0;
  std::uint64_t count = 0;
  std::array<std::uint64_t, partitions_max> ends{};  ///< of the log, before any of these is due
};

result<prepared> restart_and_prepare(const timers_options& options) {
  prepared told;
  const std::int64_t began = now_ns();
  auto work = open_kept(options);
  if (!work.ok()) {
    return work.error();
  }
  told.restart.seconds = seconds_since(began);
  cases all(**work, options);
  told.restart.timers = armed(**work, all, options.work.partitions);
  told.restart.resident_mib = resident_bytes() >> 20U;
  told.restart.resident_peak_mib = resident_peak_bytes() >> 20U;
  told.count = static_cast<std::uint64_t>(options.fires_per_second * options.seconds);
  for (std::uint16_t i = 0; i < options.work.partitions; ++i) {
    told.ends[i] = (*work)->journal().end(partition_id(i)).value;
  }
  // The first one is due when these are armed and another restart is over.
  const double ahead_seconds =
      4 + 2 * told.restart.seconds + static_cast<double>(told.count) / 10000;
  told.first_due_ms = wall_us() / 1000 + static_cast<std::int64_t>(ahead_seconds * 1000);
  for (std::uint64_t n = 0; n < told.count; ++n) {
    const double after_ms = static_cast<double>(n) * 1000 / options.fires_per_second;
    const time_ms due(told.first_due_ms + static_cast<std::int64_t>(after_ms));
    all.open(std::string(soon_name), n, "soon", due - duration_ms(soon_minutes * 60000));
  }
  if (const status opened = all.wait_until_answered(); !opened.ok()) {
    return opened.error();
  }
  while (armed(**work, all, options.work.partitions) < told.restart.timers + told.count) {
    pass_time(5);
  }
  return told;
}

void judge(const std::vector<std::unique_ptr<fire_watch>>& all, const timers_options& options,
           const prepared& what, std::int64_t ready_us, firing_result& told) {
  latencies measured;
  for (std::uint64_t n = 0; n < what.count; ++n) {
    const auto& one = all[n % all.size()]->all()[n];
    told.lost += one.times == 0 ? 1U : 0U;
    told.twice += one.times > 1 ? 1U : 0U;
    told.early += one.early ? 1U : 0U;
    const double after_ms = static_cast<double>(n) * 1000 / options.fires_per_second;
    const std::int64_t due_us = (what.first_due_ms + static_cast<std::int64_t>(after_ms)) * 1000;
    if (due_us < ready_us) {
      ++told.due_while_down;
    } else if (one.times > 0) {
      measured.add((one.at_us - due_us) * 1000);
    }
  }
  told.timers = what.count;
  told.p50_us = measured.percentile_us(0.5);
  told.p99_us = measured.percentile_us(0.99);
  told.p999_us = measured.percentile_us(0.999);
  told.max_us = measured.percentile_us(1);
}

result<firing_result> fire(const timers_options& options, const prepared& what) {
  auto work = open_kept(options);
  if (!work.ok()) {
    return work.error();
  }
  const std::int64_t ready_us = wall_us();
  std::vector<std::unique_ptr<fire_watch>> all;
  for (std::uint16_t i = 0; i < options.work.partitions; ++i) {
    all.push_back(std::make_unique<fire_watch>((*work)->node(), partition_id(i),
                                               offset(what.ends[i]), std::string(soon_name),
                                               what.count));
  }
  const std::int64_t cpu_before = cpu_us();
  const std::int64_t last_due_us =
      what.first_due_ms * 1000 + static_cast<std::int64_t>(options.seconds * 1e6);
  std::uint64_t found = 0;
  while (found < what.count && wall_us() < last_due_us + 20000000) {
    pass_time(100);
    found = 0;
    for (const auto& each : all) {
      found += each->found();
    }
  }
  pass_time(500);  // a second firing would come now
  firing_result told;
  told.cpu_us_per_fire =
      static_cast<double>(cpu_us() - cpu_before) / static_cast<double>(what.count);
  told.resident_mib = resident_bytes() >> 20U;
  told.resident_peak_mib = resident_peak_bytes() >> 20U;
  for (const auto& each : all) {
    each->stop();
  }
  judge(all, options, what, ready_us, told);
  (*work)->close();
  return told;
}

}  // namespace

result<timers_result> run_timers(const timers_options& options) {
  timers_result told;
  options.progress(fmt::format("arming {} timers", options.timers));
  const auto arming = in_own_process<arming_result>(ending::killed, [&] { return arm(options); });
  if (!arming.ok()) {
    return arming.error();
  }
  told.arming = *arming;
  options.progress("killed; starting again");
  const auto restart =
      in_own_process<prepared>(ending::killed, [&] { return restart_and_prepare(options); });
  if (!restart.ok()) {
    return restart.error();
  }
  told.restart = restart->restart;
  options.progress(fmt::format("killed again; {} timers will fire", restart->count));
  const auto firing =
      in_own_process<firing_result>(ending::closed, [&] { return fire(options, *restart); });
  if (!firing.ok()) {
    return firing.error();
  }
  told.firing = *firing;
  return told;
}

}  // namespace parley::bench

#include "tools/bench/history.hpp"

#include <atomic>
#include <mutex>
#include <thread>

#include "actors/replay/entity_folds.hpp"
#include "actors/replay/fold.hpp"
#include "actors/shard/shard.hpp"
#include "tools/bench/measure.hpp"
#include "tools/bench/window.hpp"

namespace parley::bench {
namespace {

double seconds_since(std::int64_t began) { return static_cast<double>(now_ns() - began) / 1e9; }

double per_second(std::uint64_t count, double seconds) {
  return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

std::uint64_t message_count(const any_state& state) {
  return state_as<conversation_state>(state)->messages;
}

}  // namespace

status fill(const workload_options& options, std::uint32_t events_each) {
  workload_options unsynced = options;
  unsynced.sync = false;
  auto work = workload::open(unsynced);
  if (!work.ok()) {
    return work.error();
  }
  const status prepared = (*work)->prepare();
  const status written = prepared.ok() ? (*work)->write_messages(events_each) : prepared;
  (*work)->close();
  return written;
}

result<recover_result> recover(const workload_options& options) {
  workload_options keep = options;
  keep.keep = true;
  const std::int64_t opened = now_ns();
  auto work = workload::open(keep);
  if (!work.ok()) {
    return work.error();
  }
  recover_result told;
  told.ready_seconds = seconds_since(opened);
  const std::int64_t began = now_ns();
  const auto& all = (*work)->conversations();
  window out(64);  // as many askers as the job's middle load: a cold one waits behind them
  std::atomic<std::uint64_t> events = 0;
  std::atomic<std::uint64_t> answered = 0;
  latencies probes;
  std::mutex probes_mutex;
  const auto ask = [&](std::size_t index, bool probe) {
    out.enter();
    const std::int64_t sent = now_ns();
    (*work)->node().read_entity(all[index], offset{}, duration_ms(10000),
                                [&, sent, probe](const result<entity_reading>& reading) {
                                  if (reading.ok() && !probe) {
                                    events += message_count(reading->state);
                                    ++answered;
                                  }
                                  if (probe) {
                                    const std::lock_guard lock(probes_mutex);
                                    probes.add(now_ns() - sent);
                                  }
                                  out.leave();
                                });
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    // Every 50th answer is timed on its own: asked while the others before it still load.
    ask(i, false);
    if (i % 50 == 0) {
      ask(all.size() - 1 - i, true);
    }
  }
  out.wait_until_empty();
  told.all_answered_seconds = seconds_since(began);
  told.entities = answered;
  told.events = events;
  told.cold_p50_us = probes.percentile_us(0.5);
  told.cold_p99_us = probes.percentile_us(0.99);
  told.resident_mib = resident_bytes() >> 20U;
  (*work)->close();
  return told;
}

result<replay_result> replay_entities(const workload_options& options) {
  auto data = open_to_read(options);
  if (!data.ok()) {
    return data.error();
  }
  replay_result told;
  std::mutex mutex;
  status failed = done{};
  const std::int64_t cpu_before = cpu_us();
  const std::int64_t began = now_ns();
  std::vector<std::jthread> threads;
  for (std::uint16_t i = 0; i < data->log->partition_count(); ++i) {
    threads.emplace_back([&, i] {
      entity_folds entities;
      std::uint64_t events = 0;
      const auto commits = data->log->read(partition_id(i), offset{});
      status applied = done{};
      for (;;) {
        const auto next = commits->next_some();
        if (!next.ok() || next->empty()) {
          applied = next.ok() ? applied : status(next.error());
          break;
        }
        entities.look_ahead(*next);
        applied = entities.fold(*next);
        if (!applied.ok()) {
          break;
        }
        for (const store::commit_view& commit : *next) {
          events += commit.event_count();
        }
      }
      const std::lock_guard lock(mutex);
      told.entities += entities.size();
      told.events += events;
      failed = applied.ok() ? failed : applied;
    });
  }
  threads.clear();
  if (!failed.ok()) {
    return failed.error();
  }
  told.seconds = seconds_since(began);
  told.events_per_second = per_second(told.events, told.seconds);
  told.cpu_us_per_event =
      static_cast<double>(cpu_us() - cpu_before) / static_cast<double>(told.events);
  return told;
}

result<views_result> fold_views(const workload_options& options) {
  auto data = open_to_read(options);
  if (!data.ok()) {
    return data.error();
  }
  views_result told;
  const auto fold_all = [&](bool tables) -> result<std::uint64_t> {
    std::uint64_t events = 0;
    for (std::uint16_t i = 0; i < data->log->partition_count(); ++i) {
      const partition_id partition(i);
      floor views;
      views.finish_load({partition, offset{}});
      store::replica_update update;
      status written = done{};
      const auto write = [&](const fold_count& count) {
        if (!tables) {
          return true;
        }
        views.drain_rows([&](std::string_view table, std::string_view key,
                             std::span<const std::uint8_t> value, bool deleted) {
          ++told.rows_written;
          deleted ? update.delete_row(table, key) : update.put_row(table, key, value);
        });
        update.put_row("checkpoint", "floor", codec::encode(checkpoint_row{count.last.value}));
        written = data->follower->apply(partition, update, count.last);
        update.clear();
        return written.ok();
      };
      const auto folded = fold_floor(*data->log, partition, {}, views, {}, write);
      if (!folded.ok() || !written.ok()) {
        return folded.ok() ? written.error() : folded.error();
      }
      write(*folded);
      events += folded->events;
    }
    return events;
  };
  for (const bool tables : {false, true}) {
    const std::int64_t began = now_ns();
    const auto events = fold_all(tables);
    if (!events.ok()) {
      return events.error();
    }
    told.events = *events;
    (tables ? told.table_events_per_second : told.memory_events_per_second) =
        per_second(*events, seconds_since(began));
  }
  return told;
}

}  // namespace parley::bench

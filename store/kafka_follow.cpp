// The journal's own thread: reads all partitions of the topic, folds what comes into the local copy
// of the log, and answers appends whose records it saw there.

#include "store/kafka_journal.hpp"

namespace parley::store::kafka {
namespace {

constexpr duration_ms take_limit{100};
constexpr duration_ms ask_limit{5'000};
constexpr std::int64_t retry_ms = 500;

rejection gone(partition_id partition, const std::string& why) {
  return {
      errc::corrupt,
      "partition " + std::to_string(partition.value) + " of the topic cannot be followed: " + why,
      {}};
}

}  // namespace

void kafka_journal::pause(std::int64_t ms) {
  std::unique_lock lock(pause_mutex_);
  pause_ended_.wait_for(lock, std::chrono::milliseconds(ms), [this] { return stopping_.load(); });
}

void kafka_journal::run_follower() {
  while (!stopping_.load()) {
    if (standing_still_.load()) {
      pause(1);
      continue;
    }
    if (restart_.exchange(false) && !open_consumer()) {
      restart_.store(true);
      pause(retry_ms);
    } else {
      take(consumer_->take(take_limit));
      ++takes_;
    }
    for (std::uint16_t p = 0; p < partition_count(); ++p) {
      settle(partition_id(p));
    }
  }
}

status kafka_journal::open_consumer() {
  if (reload_.exchange(false)) {
    const auto reopened = data_->reopen();
    if (!reopened) {
      reload_.store(true);
      return reopened;
    }
  }
  auto fresh = consumer::open(options_);
  if (!fresh) {
    return fresh.error();
  }
  std::unique_ptr<consumer> old;
  {
    const std::lock_guard lock(consumer_mutex_);
    old = std::exchange(consumer_, std::move(*fresh));
  }
  old.reset();
  for (std::uint16_t p = 0; p < partition_count(); ++p) {
    const auto started = start_partition(partition_id(p));
    if (!started) {
      return started;
    }
  }
  return done{};
}

status kafka_journal::start_partition(partition_id partition) {
  auto& state = at(partition);
  const auto stored = copy_.load(partition);
  if (!stored) {
    return stored.error();
  }
  std::int64_t from = 0;
  {
    const std::lock_guard lock(state.mutex);
    state.progress = *stored;
    const bool empty = stored->fold.tip.at == epoch(0);
    // The last record that is known is read again: it proves that this is still the same log.
    state.sure = empty;
    from = empty ? stored->next : stored->known;
    state.end.store(stored->fold.tip.last.value, std::memory_order_release);
    state.next.store(stored->next);
    if (state.refused) {
      return done{};
    }
  }
  return consumer_->start(partition, from);
}

void kafka_journal::take(const messages& taken) {
  const auto list = taken.list();
  for (std::size_t i = 0; i < list.size();) {
    auto until = i + 1;
    while (until < list.size() && list[until]->partition == list[i]->partition) {
      ++until;
    }
    const auto partition = list[i]->partition;
    if (partition >= 0 && partition < partition_count()) {
      take_partition(partition_id(static_cast<std::uint16_t>(partition)),
                     list.subspan(i, until - i));
    }
    i = until;
  }
}

void kafka_journal::take_partition(partition_id partition,
                                   std::span<rd_kafka_message_t* const> list) {
  auto& state = at(partition);
  if (restart_.load() || state.refused) {
    return;  // what was fetched before something went wrong is fetched again
  }
  copy_progress now = state.progress;
  std::vector<copied_record> records;
  const auto folded = fold_messages(partition, list, now, records);
  const auto written =
      now.next == state.progress.next ? status(done{}) : copy_.write(partition, records, now);
  if (!written) {
    // The records are in the topic; here they cannot be kept. They are read again when they can.
    fail_all({errc::unavailable, written.error().message, {}});
    reload_.store(true);
    restart_.store(true);
    pause(retry_ms);
    return;
  }
  {
    const std::lock_guard lock(state.mutex);
    state.progress = now;
    state.end.store(now.fold.tip.last.value, std::memory_order_release);
    state.next.store(now.next);
    state.high.store(std::max({state.high.load(), now.next, consumer_->known_end(partition)}));
    state.changed.notify_all();
  }
  if (!folded) {
    refuse(partition, folded.error());
  }
  settle(partition);
}

status kafka_journal::fold_messages(partition_id partition,
                                    std::span<rd_kafka_message_t* const> list, copy_progress& now,
                                    std::vector<copied_record>& records) {
  auto& state = at(partition);
  log_fold fold(partition, log_fold::hashing::chained, now.fold);
  for (const auto* message : list) {
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
        const auto held = check_held(partition, state.sure ? now.next : now.known);
        if (!held && held.error().code == errc::corrupt) {
          return held;
        }
      }
      hear_error(partition, *message);
      continue;
    }
    const auto* payload = static_cast<const std::uint8_t*>(message->payload);
    std::vector<std::uint8_t> bytes(payload, payload + message->len);
    if (!state.sure) {
      const auto known = check_known(state, partition, message->offset, bytes);
      if (!known) {
        return known;
      }
    }
    if (message->offset < now.next) {
      continue;
    }
    const auto what = fold.take(bytes);
    if (!what) {
      return gone(partition,
                  "message " + std::to_string(message->offset) + ": " + what.error().message);
    }
    if (*what == verdict::accepted) {
      const auto header = peek_header(bytes);
      records.push_back({*header, std::move(bytes)});
      now.known = message->offset;
    }
    now.next = message->offset + 1;
    now.fold = fold.state();
  }
  return done{};
}

// A broker was seen to say so for a moment, too: the ends of the partition decide.
status kafka_journal::check_held(partition_id partition, std::int64_t wanted) {
  const auto marks = ask_watermarks(consumer_->client(), options_.topic, partition, ask_limit);
  if (!marks) {
    return marks.error();
  }
  if (wanted < marks->low || wanted > marks->high) {
    return gone(partition, "it holds messages " + std::to_string(marks->low) + " to " +
                               std::to_string(marks->high) + ", and message " +
                               std::to_string(wanted) +
                               " is needed: retention has passed it, or the topic was made anew");
  }
  return done{};
}

status kafka_journal::check_known(partition_state& state, partition_id partition, std::int64_t at,
                                  std::span<const std::uint8_t> bytes) {
  if (at != state.progress.known || record_hash(bytes) != state.progress.fold.tip.hash) {
    return gone(partition, "message " + std::to_string(state.progress.known) +
                               " is not the one that was read there before");
  }
  state.sure = true;
  return done{};
}

void kafka_journal::hear_error(partition_id partition, const rd_kafka_message_t& message) {
  // The library may have given the partition up: a new consumer begins where this one stood.
  const auto why = to_rejection(message.err, "partition " + std::to_string(partition.value));
  fail(partition, {errc::unavailable, why.message, {}});
  restart_.store(true);
  pause(retry_ms);
}

void kafka_journal::refuse(partition_id partition, const rejection& why) {
  auto& state = at(partition);
  const std::lock_guard lock(state.mutex);
  state.refused = why;
  state.failed = why;
  state.changed.notify_all();
}

// Appends are answered in their order, each when the log tells what became of it.
void kafka_journal::collect(partition_state& state, answers& out) {
  const auto& fold = state.progress.fold;
  const auto now = clock::now();
  while (!state.waiting.empty()) {
    auto& first = state.waiting.front();
    const bool in_log = first.writer == fold.tip.at && first.sequence <= fold.tip.sequence;
    result<offset> what = first.batch.last_offset();
    if (first.refused) {
      what = *first.refused;
    } else if (options_.read_back ? in_log : first.acknowledged) {
      // It is where everybody reads it.
    } else if (options_.read_back && fold.fenced > first.writer) {
      what = rejection{errc::stale_version, "another writer has the partition", {}};
    } else if (fold.broken && fold.tip.at == first.writer && !state.failed) {
      state.failed = rejection{errc::unavailable, "a record of this writer is missing", {}};
      what = *state.failed;
    } else if (state.failed) {
      what = *state.failed;
    } else if (first.limit < now) {
      state.failed = rejection{errc::unavailable, "the append was not read back in time", {}};
      what = *state.failed;
      restart_.store(true);
    } else {
      return;
    }
    out.push_back({std::move(first.done), std::move(what), std::move(first.batch)});
    state.waiting.pop_front();
  }
}

void kafka_journal::settle(partition_id partition) {
  auto& state = at(partition);
  answers out;
  {
    const std::lock_guard lock(state.mutex);
    collect(state, out);
  }
  for (auto& each : out) {
    each.done(std::move(each.what), std::move(each.batch));
  }
}

}  // namespace parley::store::kafka

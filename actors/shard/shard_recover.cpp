// From the stored checkpoint and the log to a running shard.

#include "actors/shard/commit_events.hpp"
#include "actors/shard/shard.hpp"

namespace parley {

shard::shard(const shard_options& options, shard_ports ports)
    : options_(options),
      ports_(std::move(ports)),
      host_(options_, ports_.journal, ports_.replica),
      readers_(options.pending_reads_max),
      followed_readers_(options.pending_reads_max + options.in_flight_max) {
  open_.number = 1;
}

void shard::start(const store::ownership& owned, time_ms now) {
  now_ = std::max(now_, now);
  epoch_ = owned.at;
  if (std::exchange(following_, false) && replay_) {
    phase_ = shard_phase::replaying;
  } else {
    begin_replay();
  }
  if (const status read = resume_clock(owned.last); !read.ok()) {
    give_up(read.error());
  }
}

void shard::stand_by(time_ms now) {
  now_ = std::max(now_, now);
  if (phase_ == shard_phase::running) {
    drop_everything({errc::unavailable, "another node has the partition", "moving"});
  }
  readers_.cancel();
  followed_readers_.cancel();
  reactions_.clear();
  firing_.clear();
  accepting_ = true;
  moving_ = false;
  problem_.clear();
  if (!std::exchange(following_, true) || !replay_) {
    begin_replay();
  }
}

void shard::begin_replay() {
  const bool first = floor_.at().at == offset{};
  if (first) {
    load_checkpoint();
  }
  // What was on its way to the replica when an append failed may not arrive.
  if (!std::exchange(rows_kept_, false) && !first) {
    rows_unsure_ = true;
    checkpointed_ = offset{};
  }
  update_.clear();
  grown_.clear();
  host_.drop_all();  // what was loaded for reads meanwhile may be older than the log
  indexed_ = ports_.replica.indexed(options_.partition);
  durable_ = std::min(floor_.at().at, indexed_);
  followed_ = indexed_;
  sent_ = indexed_;
  phase_ = shard_phase::replaying;
  replayed_ = false;
  replay_ = ports_.journal.read(options_.partition, std::min(floor_.at().at, indexed_));
}

// Recorded time never goes back, whatever the wall clock does between two runs: what was due is
// due, and a reaction is never told of something that lies in its future.
status shard::resume_clock(offset last) {
  if (last == offset{}) {
    return done{};
  }
  return ports_.journal.read_one(
      options_.partition, last,
      [this](const store::commit_view& commit) { now_ = std::max(now_, commit.recorded_at()); });
}

void shard::load_checkpoint() {
  checkpoint_row at;
  const auto row = ports_.replica.find_row(options_.partition, "checkpoint", "floor");
  const auto commands = ports_.replica.find_row(options_.partition, "outbox", "commands");
  bool good =
      row && commands && codec::decode(row->data(), row->size(), at) && outbox_.decode(*commands);
  for (const std::string_view table : floor::tables()) {
    if (!good) {
      break;
    }
    const status scanned =
        ports_.replica.scan(options_.partition, table, {},
                            [&](std::string_view key, std::span<const std::uint8_t> value) {
                              good = floor_.load_row(table, key, value);
                              return good;
                            });
    good = good && scanned.ok();
  }
  if (good) {
    floor_.finish_load({options_.partition, offset(at.at)});
    checkpointed_ = offset(at.at);
  } else {
    // Rows are a convenience: what cannot be read is built again from the log.
    floor_ = floor{};
    floor_.finish_load({options_.partition, offset{}});
    outbox_.clear();
    checkpointed_ = offset{};
    rows_unsure_ = true;
  }
}

bool shard::replay_step(time_ms now) {
  now_ = std::max(now_, now);
  if (phase_ == shard_phase::stopped || !replay_) {
    return false;
  }
  if (following_ && !ports_.replica.current(options_.partition)) {
    // The database was opened again: what the replica had in memory is gone.
    begin_replay();
  }
  if (backlog_ > options_.replica_backlog_max) {
    replay_paused_ = true;
    return false;
  }
  for (std::size_t i = 0; i < options_.replay_commits_per_step; ++i) {
    const auto next = replay_->next();
    if (!next.ok()) {
      give_up(next.error());
      return false;
    }
    if (*next == nullptr) {
      if (following_) {
        caught_up();
        return false;
      }
      replay_.reset();
      replayed_ = true;
      send_update();
      run_when_indexed();
      return false;
    }
    if (!replay_commit(**next)) {
      return false;
    }
  }
  send_update();
  return true;
}

void shard::caught_up() {
  phase_ = shard_phase::standby;
  snapshot_grown();
  checkpoint(now_, false);
  send_update();
  readers_.reached(durable_);
  readers_.expire(now_);
  if (on_advanced && told_ != durable_) {
    told_ = durable_;
    on_advanced(durable_);
  }
}

void shard::note_growth(const store::commit_view& commit) {
  const auto every = options_.standby_snapshot_every_events;
  const auto before = commit.first_version().value - 1;
  if ((before + commit.event_count()) / every > before / every) {
    grown_.emplace_back(commit.stream(), commit.last_position().at);
  }
}

// Nobody uses entities here, so none has a snapshot by itself; without any, taking over would mean
// to fold a long stream from its first event. Each is let go at once: the log goes on without it.
void shard::snapshot_grown() {
  for (std::size_t i = 0; i < options_.standby_snapshots_max && !grown_.empty(); ++i) {
    const auto& [stream, upto] = grown_.front();
    if (upto > followed_) {
      break;
    }
    const auto found = host_.find(stream, now_);
    if (!found.ok()) {
      problem_ = found.error().message;
    }
    grown_.pop_front();
  }
  host_.snapshot_all(update_);
  host_.drop_all();
}

bool shard::resume_replay() {
  const bool resumed = replay_paused_ && backlog_ * 2 <= options_.replica_backlog_max;
  replay_paused_ = replay_paused_ && !resumed;
  return resumed;
}

bool shard::replay_commit(const store::commit_view& commit) {
  const offset first = commit.first_position().at;
  durable_ = commit.last_position().at;
  now_ = std::max(now_, commit.recorded_at());
  if (first > indexed_) {
    update_.index(commit.stream(), commit.first_version(), first);
    if (following_) {
      note_growth(commit);
    }
  }
  if (first <= floor_.at().at) {
    return true;
  }
  const status told = for_each_event(commit, decoder_, [this](const recorded_event& event) {
    floor_.project(event);
    for (const reaction_command& command : react(event, floor_)) {
      outbox_.add(command);
    }
  });
  if (!told.ok()) {
    give_up(told.error());
    return false;
  }
  outbox_.settle_up_to(commit.command());
  return true;
}

// Entities are loaded by the replica's index. Before it holds the whole log, a load would give an
// older state, and decisions on it would be wrong.
void shard::run_when_indexed() {
  if (replayed_ && backlog_ == 0) {
    begin_running();
  }
}

void shard::begin_running() {
  replayed_ = false;
  decided_ = durable_;
  phase_ = shard_phase::running;
  rows_kept_ = false;
  problem_.clear();
  reactions_pause_ = duration_ms{};
  reactions_due_ = time_ms{};
  for (reaction_command& command : outbox_.pending()) {
    reactions_.push_back(std::move(command));
  }
  run_reactions();
  readers_.reached(durable_);
  flush();
}

void shard::refuse(const rejection& why) {
  if (following_) {
    problem_ = why.message;
  } else {
    give_up(why);
  }
}

void shard::give_up(const rejection& why) {
  phase_ = shard_phase::stopped;
  problem_ = why.message;
  replay_.reset();
  replayed_ = false;
  readers_.cancel();
  followed_readers_.cancel();
}

void shard::stop() {
  if (phase_ == shard_phase::running) {
    PARLEY_ASSERT(idle(), "a shard stops when nothing is in flight");
    host_.snapshot_all(update_);
    checkpoint(now_, true);
    send_update();
    rows_kept_ = true;
  } else if (phase_ == shard_phase::standby) {
    checkpoint(now_, true);
    send_update();
  }
  phase_ = shard_phase::stopped;
  readers_.cancel();
  followed_readers_.cancel();
}

}  // namespace parley

// What follows a durable append: views, reactions, the replica's update, answers; and what follows
// a failed one.

#include "actors/shard/shard.hpp"

namespace parley {
namespace {

// Enough commits ahead for memory to answer, few enough to stay in the first cache.
constexpr std::size_t fetched_ahead = 6;

}  // namespace

void shard::appended(result<offset> last, store::commit_batch bytes, time_ms now) {
  now_ = std::max(now_, now);
  if (abandoned_ > 0) {
    --abandoned_;
    return;
  }
  PARLEY_ASSERT(!in_flight_.empty(), "an append ends once");
  if (!last.ok()) {
    fail_everything(last.error());
    --abandoned_;  // this one has just ended
    return;
  }
  batch through = std::move(in_flight_.front());
  in_flight_.pop_front();
  // What was decided meanwhile goes out before anything is acknowledged: the disk works while the
  // answers are given. It holds no event of these reactions, so it never waits for them. But a few
  // commits beside many would have every answer wait for two appends, a small one and a large one
  // in turns: they go together with what the answers bring.
  if (open_.commits.size() * 2 >= through.commits.size()) {
    flush();
  }
  for (std::size_t i = 0; i < through.commits.size(); ++i) {
    if (i + fetched_ahead < through.commits.size()) {
      prefetch(*through.commits[i + fetched_ahead].actor);
    }
    acknowledge(through.commits[i]);
  }
  PARLEY_ASSERT(durable_ == *last, "the journal and the shard agree on the end of the log");
  for (const auto& use : through.after) {
    use(true);
  }
  unanswered_ -= through.commits.size() + through.after.size();
  keep_memory(std::move(through), std::move(bytes));
  run_reactions();
  readers_.reached(durable_);
  checkpoint(now_, false);
  if (update_.index_.size() >= options_.update_commits_min) {
    send_update();
  }
  if (on_advanced) {
    on_advanced(durable_);
  }
  if (on_answered) {
    on_answered();
  }
  flush();
}

// The memory of a batch serves a later one.
void shard::keep_memory(batch&& through, store::commit_batch&& bytes) {
  if (through.commits.capacity() > 2 * options_.batch_commits_max) {
    return;
  }
  through.commits.clear();
  through.after.clear();
  bytes.clear();
  through.bytes = std::move(bytes);
  spare_ = std::move(through);
}

void shard::acknowledge(pending_commit& pending) {
  persistent_actor& actor = *pending.actor;
  fold(pending);
  durable_ = offset(pending.first_offset.value + pending.events.size() - 1);
  actor.durable = version(pending.first_version.value + pending.events.size() - 1);
  actor.last_commit = durable_;
  actor.commands.add(pending.command, pending.first_offset);
  if (actor.clean()) {
    actor.phase = actor_phase::running;
  }
  update_.index(actor.stream, pending.first_version, pending.first_offset);
  host_.snapshot_if_due(actor, update_);
  outbox_.settle(pending.command);
  firing_.erase(actor.stream);
  ++answered_;
  appended_events_ += pending.events.size();
  command_answer answer{{options_.partition, durable_}, actor.durable, false, {}};
  answer.events = std::move(pending.events);
  for (const reply_function& repeat : pending.repeats) {
    command_answer again = answer;
    again.repeated = true;
    repeat(std::move(again));
  }
  pending.reply(std::move(answer));
}

void shard::fold(const pending_commit& pending) {
  for (std::size_t i = 0; i < pending.events.size(); ++i) {
    const recorded_event event{{options_.partition, offset(pending.first_offset.value + i)},
                               pending.actor->stream,
                               version(pending.first_version.value + i),
                               pending.recorded_at,
                               pending.command,
                               pending.by,
                               pending.events[i]};
    floor_.project(event);
    for (reaction_command& command : react(event, floor_)) {
      outbox_.add(command);
      reactions_.push_back(std::move(command));
    }
  }
}

void shard::fail_everything(const rejection& why) {
  drop_everything(why);
  ports_.reclaim();
}

void shard::drop_everything(const rejection& why) {
  // The outcome of what was in flight is unknown, so nothing in memory beyond the views can be
  // trusted: the log's true end decides. Clients' retries meet the recent commands after that.
  phase_ = shard_phase::replaying;
  problem_ = why.message;
  // What was acknowledged is durable: reads go on meanwhile, and load entities by the replica.
  send_update();
  // The journal fails what came after a failed append, too; those answers are still to come.
  abandoned_ += in_flight_.size();
  std::deque<batch> lost = std::exchange(in_flight_, {});
  lost.push_back(std::exchange(open_, {}));
  open_.number = lost.back().number + 1;
  unanswered_ = 0;
  const rejection unknown{errc::unavailable, "the outcome is unknown; send it again", why.message};
  for (const batch& each : lost) {
    for (const pending_commit& pending : each.commits) {
      pending.reply(unknown);
      for (const reply_function& repeat : pending.repeats) {
        repeat(unknown);
      }
    }
    for (const auto& use : each.after) {
      use(false);
    }
  }
  reactions_.clear();
  firing_.clear();
  readers_.cancel();
  followed_readers_.cancel();
  host_.drop_all();
}

void shard::checkpoint(time_ms now, bool forced) {
  const bool due = now - last_checkpoint_ >= options_.checkpoint_every_ms ||
                   durable_.value - checkpointed_.value >= options_.checkpoint_every_events;
  if (!forced && (!due || checkpointed_ == durable_)) {
    return;
  }
  last_checkpoint_ = now;
  if (rows_unsure_) {
    if (!forget_rows()) {
      return;
    }
    floor_.mark_all_rows();
    rows_unsure_ = false;
  }
  checkpointed_ = durable_;
  floor_.drain_rows([&](std::string_view table, std::string_view key,
                        std::span<const std::uint8_t> value, bool deleted) {
    if (deleted) {
      update_.delete_row(table, key);
    } else {
      update_.put_row(table, key, value);
    }
  });
  update_.put_row("outbox", "commands", outbox_.encode());
  const std::uint64_t at = durable_.value;
  update_.put_row("checkpoint", "floor", codec::encode(checkpoint_row{at}));
}

// Rows that no longer tell anything must not stay beside those that will be written. Updates that
// are still on their way hold no rows then, so the scan sees all there are.
bool shard::forget_rows() {
  for (const std::string_view table : floor::tables()) {
    const status scanned = ports_.replica.scan(
        options_.partition, table, {}, [&](std::string_view key, std::span<const std::uint8_t>) {
          update_.delete_row(table, key);
          return true;
        });
    if (!scanned.ok()) {
      problem_ = scanned.error().message;
      return false;
    }
  }
  return true;
}

void shard::send_update() {
  if (update_.empty()) {
    return;
  }
  ++backlog_;
  update_.follow_on(std::exchange(sent_, durable_));
  ports_.follow(std::exchange(update_, {}), durable_);
}

void shard::followed(offset at) {
  PARLEY_ASSERT(backlog_ > 0, "every update is applied once");
  --backlog_;
  followed_ = std::max(followed_, at);
  run_when_indexed();
  followed_readers_.reached(followed_);
  run_reactions();
  flush();
}

}  // namespace parley

#include "actors/shard/shard_actor.hpp"

namespace parley {
namespace {

constexpr duration_ms read_again_after{1000};

}  // namespace

shard_actor::shard_actor(caf::actor_config& config, shard_surroundings* around)
    : runtime::actor<shard_message>(config), around_(*around) {}

caf::behavior shard_actor::make_behavior() {
  shard_ = std::make_unique<shard>(around_.options, make_ports());
  shard_->on_advanced = [this](offset at) { around_.listeners.advanced(at); };
  shard_->on_answered = [this] { take_commands(); };
  return runtime::actor<shard_message>::make_behavior();
}

shard_ports shard_actor::make_ports() {
  // A strong reference: the journal's thread may answer after the last message was sent.
  const runtime::reference<shard_message> self{caf::actor_cast<caf::actor>(this)};
  const partition_id partition = around_.options.partition;
  return {around_.journal, around_.replica,
          [this, self, partition](epoch writer, store::commit_batch batch) {
            around_.journal.append(partition, writer, std::move(batch),
                                   [self](result<offset> last, store::commit_batch back) {
                                     self.tell(append_finished{std::move(last), std::move(back)});
                                   });
          },
          [this, self, partition](store::replica_update update, offset at) {
            around_.writer.add({partition, std::move(update), at,
                                [self](offset applied) { self.tell(replica_followed{applied}); }});
          },
          [this, partition] { around_.reclaim(partition); }};
}

void shard_actor::handle(shard_message& message) {
  std::visit([this](auto& each) { on(each); }, message);
  if (shard_) {
    publish_progress();
  }
}

void shard_actor::on(wake&) {
  take_commands();
  shard_->flush();
}

void shard_actor::take_commands() {
  around_.commands.take(taken_);
  shard_->submit_all(taken_, around_.clock());
  taken_.clear();
}

void shard_actor::on(begin& message) {
  shard_->start(message.owned, around_.clock());
  replay_on();
}

void shard_actor::on(cannot_begin& message) { shard_->refuse(message.why); }

void shard_actor::on(replay_more&) {
  replaying_ = false;
  replay_on();
}

// One message at a time, however many things ask for the replay to go on.
void shard_actor::replay_on() {
  if (!replaying_ && shard_->replay_step(around_.clock())) {
    replaying_ = true;
    runtime::reference<shard_message>{caf::actor_cast<caf::actor>(this)}.tell(replay_more{});
  }
}

void shard_actor::on(append_finished& message) {
  shard_->appended(std::move(message.last), std::move(message.batch), around_.clock());
  finish_if_idle();
}

void shard_actor::on(replica_followed& message) {
  shard_->followed(message.at);
  if (shard_->resume_replay()) {
    replay_on();
  }
  finish_if_idle();
}

void shard_actor::on(tick&) {
  const time_ms now = around_.clock();
  if (shard_->stands_by() && shard_->phase() == shard_phase::stopped && now >= read_again_) {
    read_again_ = now + read_again_after;
    shard_->stand_by(now);  // its log could not be read
  }
  shard_->tick(now);
  if (shard_->stands_by()) {
    replay_on();
  }
}

void shard_actor::on(read_views& message) {
  const time_ms until = shard_->time_at(around_.clock()) + message.limit;
  if (message.of_copy) {
    shard_->read_copy(message.at_least, until, std::move(message.use));
  } else {
    shard_->read_floor(message.at_least, until, std::move(message.use));
  }
}

void shard_actor::on(read_state& message) {
  const time_ms deadline = shard_->time_at(around_.clock()) + message.limit;
  shard_->read_entity(message.stream, message.at_least, deadline, std::move(message.use));
}

void shard_actor::on(stand_by&) {
  if (!stopped_) {
    shard_->stand_by(around_.clock());
    replay_on();
  }
}

void shard_actor::on(hand_over& message) {
  const auto earlier = std::exchange(released_, std::move(message.released));
  if (earlier) {
    earlier();
  }
  if (!message.at_once) {
    shard_->stop_accepting(true);
    finish_if_idle();
    return;
  }
  stand_by now;
  on(now);
  const auto released = std::exchange(released_, {});
  released();
}

void shard_actor::on(shut_down& message) {
  stopped_ = std::move(message.stopped);
  shard_->stop_accepting();
  finish_if_idle();
}

// Stopping takes two steps: first what is in flight becomes durable, then snapshots and checkpoint
// are handed over; the replica's writer finishes those before it ends.
void shard_actor::finish_if_idle() {
  if (stopped_ && shard_->idle()) {
    shard_->stop();
    publish_progress();
    const auto stopped = std::exchange(stopped_, {});
    stopped();
    quit();
  } else if (released_ && shard_->idle()) {
    if (!shard_->stands_by()) {
      shard_->stop();
    }
    stand_by now;
    on(now);
    const auto released = std::exchange(released_, {});
    released();
  }
}

void shard_actor::publish_progress() {
  const std::lock_guard lock(around_.progress_mutex);
  around_.progress = shard_->progress();
  around_.problem = shard_->problem();
}

}  // namespace parley

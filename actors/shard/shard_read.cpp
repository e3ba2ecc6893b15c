// Reads, the clock, and what a shard tells about itself.

#include "actors/shard/shard.hpp"

namespace parley {
namespace {

rejection too_late() { return {errc::unavailable, "the position was not reached in time", {}}; }

}  // namespace

void shard::read_floor(offset at_least, time_ms deadline,
                       std::function<void(result<floor_reading>)> use) {
  if (phase_ == shard_phase::standby) {
    use(rejection{errc::recovering, "the partition is on its way to another node", "moving"});
    return;
  }
  read_copy(at_least, deadline, std::move(use));
}

void shard::read_copy(offset at_least, time_ms deadline,
                      std::function<void(result<floor_reading>)> use) {
  if (phase_ == shard_phase::starting || phase_ == shard_phase::replaying) {
    use(rejection{errc::recovering, "the partition is being replayed", "replaying"});
    return;
  }
  const auto read = [this, use](bool reached) {
    if (reached) {
      use(floor_reading{floor_, {options_.partition, durable_}});
    } else {
      use(too_late());
    }
  };
  if (at_least <= durable_) {
    read(true);
  } else if (!readers_.wait(at_least, deadline, read)) {
    use(rejection{errc::overloaded, "too many reads wait", {}});
  }
}

void shard::read_entity(const stream_id& stream, offset at_least, time_ms deadline,
                        std::function<void(result<entity_reading>)> use) {
  const auto read = [this, stream, deadline, use](result<floor_reading> reached) {
    if (!reached.ok()) {
      use(reached.error());
      return;
    }
    if (phase_ == shard_phase::stopped && followed_ < durable_) {
      read_when_followed(stream, deadline, use);
      return;
    }
    const auto found = host_.find(stream, now_);
    if (!found.ok()) {
      use(found.error());
      return;
    }
    ++(*found)->waiting_readers;
    deliver(*found, deadline, use);
  };
  read_floor(at_least, deadline, read);
}

// After a failed append nothing is in memory. Before the replica knows all that is durable, what it
// leads to would be an older state.
void shard::read_when_followed(const stream_id& stream, time_ms deadline,
                               const std::function<void(result<entity_reading>)>& use) {
  const auto again = [this, stream, deadline, use](bool followed) {
    if (followed) {
      read_entity(stream, offset{}, deadline, use);
    } else {
      use(too_late());
    }
  };
  if (!followed_readers_.wait(durable_, deadline, again)) {
    use(rejection{errc::overloaded, "too many reads wait", {}});
  }
}

// When the entity's last commit is durable and the replica leads to it. A reaction may have run
// ahead meanwhile: then once more.
void shard::deliver(persistent_actor* actor, time_ms deadline,
                    std::function<void(result<entity_reading>)> use) {
  when_durable(*actor, [this, actor, deadline, use](bool durable) {
    if (!durable) {
      use(too_late());
      return;
    }
    when_followed(*actor, deadline, [this, actor, deadline, use](bool followed) {
      if (followed && !actor->clean()) {
        deliver(actor, deadline, use);
        return;
      }
      --actor->waiting_readers;
      if (!followed) {
        use(too_late());
      } else if (actor->durable == version{}) {
        use(rejection{
            errc::not_found, "no such " + std::string(to_string(actor->stream.kind)), {}});
      } else {
        use(entity_reading{actor->state, actor->durable, {options_.partition, durable_}});
      }
    });
  });
}

void shard::tick(time_ms now) {
  now_ = std::max(now_, now);
  readers_.expire(now_);
  followed_readers_.expire(now_);
  if (phase_ != shard_phase::running || !accepting_) {
    return;
  }
  if (!ports_.replica.current(options_.partition)) {
    // Another partition's failed append opened the database again: what the replica had in memory
    // is gone, and entities cannot be loaded.
    fail_everything({errc::unavailable, "the replica was opened again", {}});
    return;
  }
  std::vector<due_timer> due;
  floor_.due_timers(now_, options_.timers_per_tick_max, due);
  for (const due_timer& timer : due) {
    const stream_id stream{timer.tenant,
                           timer.milestone ? entity_kind::milestone : entity_kind::timer,
                           timer.timer.str()};
    if (!firing_.insert(stream).second) {
      continue;
    }
    // The due time in the command makes a second firing of the same arming impossible; the position
    // in its id tells firings of a timer apart that was armed again for the same time.
    const command_id id{(std::uint64_t{3} << 62U) | options_.partition.value, durable_.value};
    run({stream, id, principal{},
         timer.milestone ? any_command(milestone_command(check_milestone{timer.due}))
                         : any_command(timer_command(fire_timer{timer.due})),
         [this, stream](const result<command_answer>&) { firing_.erase(stream); }},
        true);
  }
  run_reactions();
  host_.sweep(now_, followed_, update_);
  checkpoint(now_, false);
  send_update();
  flush();
}

shard_progress shard::progress() const {
  shard_progress told;
  told.partition = options_.partition;
  told.phase = phase_;
  told.applied = durable_;
  told.end = std::max(durable_, ports_.journal.end(options_.partition));
  told.live_entities = host_.size();
  told.in_flight = unanswered_;
  told.commands = answered_;
  told.rejected = rejected_;
  told.events = appended_events_;
  return told;
}

}  // namespace parley

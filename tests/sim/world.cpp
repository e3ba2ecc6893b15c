#include "tests/sim/world.hpp"

#include <cstdio>

#include "tests/sim/names.hpp"

namespace parley::sim {
namespace {

shard_options draw_options(random_source& chance, partition_id partition) {
  shard_options to;
  to.partition = partition;
  to.snapshot_every_events = static_cast<std::uint32_t>(chance.between(2, 20));
  to.in_flight_max = static_cast<std::size_t>(chance.between(5, 60));
  to.live_entities_max = static_cast<std::size_t>(chance.between(2, 60));
  to.passivate_after_ms = duration_ms(chance.between(500, 100000));
  to.checkpoint_every_ms = duration_ms(chance.between(50, 20000));
  to.checkpoint_every_events = static_cast<std::uint64_t>(chance.between(1, 60));
  to.replica_backlog_max = static_cast<std::size_t>(chance.between(1, 10));
  to.timers_per_tick_max = static_cast<std::size_t>(chance.between(1, 20));
  to.replay_commits_per_step = static_cast<std::size_t>(chance.between(1, 60));
  to.update_commits_min = static_cast<std::size_t>(chance.between(1, 12));
  to.pending_reads_max = static_cast<std::size_t>(chance.between(1, 8));
  to.batch_commits_max = static_cast<std::size_t>(chance.between(1, 12));
  to.appends_in_flight_max = static_cast<std::size_t>(chance.between(1, 4));
  to.live_promises_max = static_cast<std::size_t>(chance.between(0, 20));
  to.unsnapshotted_events_max = static_cast<std::uint32_t>(chance.between(0, 10));
  return to;
}

}  // namespace

world::world(std::uint64_t seed, probe_counts& probes)
    : chance_(seed), probes_(probes), now_(time_ms(1'800'000'000'000)) {
  const auto& tenants = all_tenants();
  if (chance_.chance(30)) {
    add_place(partition_id(0), {tenants[0], tenants[1]});
    add_place(partition_id(1), {tenants[2]});
  } else {
    add_place(partition_id(0), tenants);
  }
}

void world::add_place(partition_id partition, std::vector<tenant_id> tenants) {
  place to;
  to.box = std::make_unique<machine>(draw_options(chance_, partition), chance_, probes_);
  to.clients = std::make_unique<traffic>(chance_, std::move(tenants), to.box->book().law());
  places_.push_back(std::move(to));
}

void world::say(const char* what) {
  if (trace_) {
    std::printf("%8llu %lld %s\n", static_cast<unsigned long long>(steps_),
                static_cast<long long>(now_.value), what);
  }
}

void world::check_broken(place& at) {
  if (broken_.empty()) {
    broken_ = at.box->broken();
    if (!broken_.empty()) {
      say(broken_.c_str());
    }
  }
}

verdict world::run(std::uint64_t steps, bool trace) {
  trace_ = trace;
  for (place& at : places_) {
    at.box->book().set_trace(trace);
    at.box->sent().set_trace(trace);
    for (wish& each : at.clients->beginnings()) {
      at.box->sent().add(std::move(each.target), std::move(each.by), std::move(each.command));
    }
    retry_unknown(at);
    drain(at);
    retry_unknown(at);
    drain(at);
  }
  for (std::uint64_t i = 0; i < steps && broken_.empty(); ++i) {
    ++steps_;
    step(places_[chance_.below(places_.size())]);
  }
  if (broken_.empty()) {
    settle();
  }
  verdict told{broken_, chance_.next(), steps_, 0};
  for (const place& at : places_) {
    told.hash = mix(mix(told.hash, at.box->book().hash()), at.box->sent().hash());
    told.events += at.box->book().last().value;
  }
  return told;
}

void world::step(place& at) {
  const std::size_t drawn = chance_.below(100);
  if (!at.box->up()) {
    if (at.down_for > 0) {
      --at.down_for;
    } else {
      say("start");
      at.box->start_process();
    }
  } else if (drawn < 36) {
    ask(at);
  } else if (drawn < 44) {
    repeat(at);
  } else if (drawn < 86) {
    work(at);
  } else if (drawn < 89) {
    read(at);
  } else if (drawn < 98) {
    pass_time(at);
  } else {
    trouble(at);
  }
  check_broken(at);
}

void world::ask(place& at) {
  if (chance_.chance(4)) {
    if (auto both = at.clients->foreign()) {
      const std::size_t first =
          at.box->sent().add(both->first.target, both->first.by, std::move(both->first.command));
      const std::size_t second =
          at.box->sent().add(both->second.target, both->second.by, std::move(both->second.command));
      at.box->sent().pair(first, second);
      at.box->submit(first, now_);
      at.box->submit(second, now_);
      say("foreign ids");
    }
  }
  for (std::size_t count = 1 + chance_.below(3); count > 0; --count) {
    wish next = at.clients->next(now_);
    const std::string target = to_string(next.target);
    const std::size_t number =
        at.box->sent().add(std::move(next.target), std::move(next.by), std::move(next.command));
    say(("command " + std::to_string(number) + " to " + target).c_str());
    at.box->submit(number, now_);
    if (chance_.chance(5)) {
      at.box->submit(number, now_);
    }
  }
  if (chance_.chance(80)) {
    at.box->flush();
  }
}

void world::repeat(place& at) {
  const std::size_t count = at.box->sent().size();
  const std::size_t recent = std::min<std::size_t>(count, 30);
  const std::size_t number = count - 1 - chance_.below(recent);
  say(("repeat " + std::to_string(number)).c_str());
  at.box->submit(number, now_);
  at.box->flush();
}

void world::work(place& at) {
  machine& box = *at.box;
  const std::size_t drawn = chance_.below(100);
  if (drawn < 45) {
    say("append completes");
    box.complete_append(now_);
  } else if (drawn < 70) {
    box.follow();
  } else if (drawn < 72) {
    box.flush_replica();
  } else if (drawn < 86) {
    say("claim");
    box.claim(now_);
  } else {
    box.replay(now_);
  }
}

void world::read(place& at) {
  const time_ms deadline = now_ + duration_ms(chance_.between(0, 3000));
  const auto& streams = at.box->book().streams();
  if (streams.empty() || chance_.chance(30)) {
    at.box->read_floor(deadline);
    return;
  }
  auto drawn = streams.begin();
  std::advance(drawn, static_cast<std::ptrdiff_t>(chance_.below(streams.size())));
  at.box->read_entity(drawn->first, deadline);
}

void world::pass_time(place& at) {
  const auto due = at.box->running() ? at.box->live().views().next_due() : std::nullopt;
  const std::size_t drawn = chance_.below(100);
  if (due && drawn < 20) {
    now_ = std::max(now_, *due);
  } else if (drawn < 98) {
    now_ = now_ + duration_ms(chance_.between(1, 1500));
  } else {
    now_ = now_ + duration_ms(chance_.between(1, 300000));
  }
  say("tick");
  for (place& each : places_) {
    each.box->tick(now_);
    check_broken(each);
  }
}

void world::trouble(place& at) {
  machine& box = *at.box;
  const std::size_t drawn = chance_.below(100);
  if (drawn < 40) {
    say("the next append's outcome is unknown");
    box.fail_append(chance_.chance(50));
  } else if (drawn < 50) {
    box.fail_claim();
  } else if (drawn < 60) {
    say("clean restart");
    box.restart_cleanly(now_);
  } else if (drawn < 72) {
    say("crash right after a checkpoint was written");
    box.complete_append(now_);
    box.tick(now_);
    box.follow_all();
    box.flush_replica();
    box.crash();
  } else {
    say("crash");
    box.crash();
    at.down_for = static_cast<unsigned>(chance_.below(8));
    if (chance_.chance(10)) {
      say("replica deleted");
      box.delete_replica();
    }
  }
}

}  // namespace parley::sim

#include "tests/events/mini_shard.hpp"

#include <doctest/doctest.h>

namespace parley::mini {

result<std::vector<any_event>> shard::decide_one(const stream_id& target,
                                                 const any_command& command, command_id id,
                                                 const principal& by) {
  const auto [place, made] = states_.try_emplace(target, empty_state(target.kind));
  const context where{now,
                      target,
                      id,
                      by,
                      live.tenant(target.tenant),
                      live.agents(target.tenant),
                      live.hours(target.tenant),
                      live.consents(target.tenant),
                      live.contacts(target.tenant),
                      live.definition_of(target.tenant, by)};
  auto events = decide(place->second, command, where);
  if (!events.ok() || events->empty()) {
    return events;
  }
  for (const any_event& event : *events) {
    apply(place->second, event, now);
  }
  version& at = versions_[target];
  log.push_back({target, *events, offset(next_offset_), at, now, id, by});
  next_offset_ += events->size();
  at = version(at.value + events->size());
  if (const auto* agent = state_as<agent_state>(place->second)) {
    const bool reserved = std::holds_alternative<capacity_reserved>(events->front());
    std::uint32_t firm = 0;
    for (const work_slot& slot : agent->slots) {
      firm += slot.interruptible ? 0U : slot.weight;
    }
    most_used_over += reserved && firm > agent->definition.capacity_units ? 1U : 0U;
  }
  return events;
}

bool shard::fold_one() {
  if (folded_ == log.size()) {
    return false;
  }
  for_each(log[folded_++], [&](const recorded_event& event) {
    live.project(event);
    for (reaction_command& command : react(event, live)) {
      reactions_.push_back(std::move(command));
    }
  });
  return true;
}

bool shard::react_one() {
  if (reactions_.empty()) {
    return false;
  }
  const reaction_command next = std::move(reactions_.front());
  reactions_.pop_front();
  // A refused reaction has been overtaken: another event tells what to do instead.
  static_cast<void>(decide_one(next.target, next.command, next.id).ok());
  return true;
}

void shard::settle() {
  std::size_t steps = 0;
  while (fold_one() || react_one()) {
    REQUIRE_MESSAGE(++steps < 300, "reactions do not come to rest");
  }
}

void shard::does(const stream_id& target, const any_command& command) {
  const auto events = decide_one(target, command, outside_command_id(1, ++outside_));
  REQUIRE_MESSAGE(events.ok(), (events.ok() ? "" : events.error().message));
  settle();
}

void shard::refuses(const stream_id& target, const any_command& command) {
  CHECK_FALSE(decide_one(target, command, outside_command_id(1, ++outside_)).ok());
  settle();
}

void shard::fire_due() {
  std::vector<due_timer> due;
  live.due_timers(now, 100, due);
  for (const due_timer& one : due) {
    const stream_id timer{one.tenant, one.milestone ? entity_kind::milestone : entity_kind::timer,
                          one.timer.str()};
    const any_command look = one.milestone
                                 ? any_command(milestone_command(check_milestone{one.due}))
                                 : any_command(timer_command(fire_timer{one.due}));
    static_cast<void>(decide_one(timer, look, outside_command_id(2, ++outside_)).ok());
  }
}

void shard::pass(duration_ms time) {
  const time_ms end = now + time;
  std::size_t rounds = 0;
  while (live.next_due() && *live.next_due() <= end) {
    REQUIRE_MESSAGE(++rounds < 10000, "timers fire without end");
    now = std::max(now, *live.next_due());
    fire_due();
    settle();
  }
  now = end;
}

}  // namespace parley::mini

// Commands: from a request to a commit in the open batch, or to an answer without one.

#include <array>

#include "actors/shard/commit_events.hpp"
#include "actors/shard/shard.hpp"

namespace parley {
namespace {

rejection not_running(shard_phase phase) {
  switch (phase) {
    case shard_phase::starting:
    case shard_phase::replaying:
      return {errc::recovering, "the partition is being replayed", "replaying"};
    case shard_phase::standby:
      return {errc::recovering, "the partition is on its way to another node", "moving"};
    case shard_phase::running:
    case shard_phase::stopped:
      break;
  }
  return {errc::unavailable, "the partition is stopped", "stopped"};
}

// How long a command waits behind a read of its entity, at most.
constexpr duration_ms read_limit{30000};

rejection unknown_outcome() {
  return {errc::unavailable, "the outcome is unknown; send it again", {}};
}

}  // namespace

void shard::submit(command_request&& request, time_ms now) {
  now_ = std::max(now_, now);
  if (phase_ != shard_phase::running || !accepting_) {
    const shard_phase told = moving_ ? shard_phase::standby : shard_phase::stopped;
    request.reply(not_running(accepting_ ? phase_ : told));
    return;
  }
  if (unanswered_ >= options_.in_flight_max || reactions_.size() >= options_.in_flight_max) {
    request.reply(rejection{errc::overloaded, "too many commands are in flight", {}});
    return;
  }
  if (open_.bytes.bytes() >= options_.append_bytes_max) {
    request.reply(rejection{errc::overloaded, "too much waits to be written", {}});
    return;
  }
  run(std::move(request), false);
}

void shard::submit_all(std::span<command_request> requests, time_ms now) {
  // First the entity, then what it points to: each step needs the one before to have arrived.
  constexpr std::size_t far = 12;
  constexpr std::size_t near = 6;
  std::array<const persistent_actor*, far> expected{};
  for (std::size_t i = 0; i < requests.size() + far; ++i) {
    if (i >= far) {
      submit(std::move(requests[i - far]), now);
    }
    const std::size_t fetched = i + far - near;  // place of the one expected `near` ago
    if (i >= near && expected[fetched % far] != nullptr) {
      prefetch_memories(*expected[fetched % far]);
    }
    expected[i % far] = i < requests.size() ? host_.expect(requests[i].target) : nullptr;
  }
}

void shard::run(command_request&& request, bool reaction) {
  const auto found = host_.find(request.target, now_);
  if (!found.ok()) {
    request.reply(found.error());
    return;
  }
  persistent_actor& actor = **found;
  if (actor.waiting_readers > 0 && !reaction) {
    run_after_readers(actor, std::move(request));
    return;
  }
  if (answer_repeat(actor, request.id, request.reply)) {
    return;
  }
  const context decided_in{now_,
                           request.target,
                           request.id,
                           request.by,
                           floor_.tenant(request.target.tenant),
                           floor_.agents(request.target.tenant),
                           floor_.hours(request.target.tenant),
                           floor_.consents(request.target.tenant),
                           floor_.contacts(request.target.tenant),
                           floor_.definition_of(request.target.tenant, request.by)};
  auto decision = decide(actor.state, request.command, decided_in);
  if (decision.ok() && !decision->empty()) {
    commit(actor, std::move(request), std::move(*decision));
  } else {
    answer_unchanged(actor, std::move(request), decision, reaction);
  }
}

// A read waits for a durable state that the replica knows: no client's command runs ahead of it
// until then. It queues up behind the read, and again if another came meanwhile. Reactions do run
// ahead: they are few, and must not be refused because others read.
void shard::run_after_readers(const persistent_actor& actor, command_request&& request) {
  const persistent_actor* const busy = &actor;
  const auto later = std::make_shared<command_request>(std::move(request));
  const auto use = [this, later](bool followed) {
    if (followed) {
      run(std::move(*later), false);
    } else {
      later->reply(rejection{errc::overloaded, "the replica is behind", {}});
    }
  };
  when_durable(actor, [this, busy, later, use](bool durable) {
    if (!durable) {
      later->reply(unknown_outcome());
    } else if (busy->waiting_readers == 0) {
      use(true);
    } else if (!followed_readers_.wait(busy->last_commit, now_ + read_limit, use)) {
      use(false);
    }
  });
}

// Nothing to append. The answer may rest on events that are not durable yet.
void shard::answer_unchanged(persistent_actor& actor, command_request&& request,
                             const result<std::vector<any_event>>& decision, bool reaction) {
  auto answer = decision.ok() ? result<command_answer>(command_answer{{}, actor.decided, false, {}})
                              : result<command_answer>(decision.error());
  persistent_actor* const asked = &actor;
  when_durable(actor, [this, asked, reaction, waits = !actor.clean(), answer = std::move(answer),
                       id = request.id, reply = std::move(request.reply)](bool durable) mutable {
    if (!durable) {
      reply(unknown_outcome());
      return;
    }
    // Sent again meanwhile, the same command may have had an effect: then that is its answer.
    if (waits && answer_repeat(*asked, id, reply)) {
      return;
    }
    if (answer.ok()) {
      answer->at = {options_.partition, asked->last_commit};
    } else if (!reaction) {
      ++rejected_;
    }
    ++answered_;
    reply(std::move(answer));
  });
}

bool shard::answer_repeat(persistent_actor& actor, const command_id& id, reply_function& reply) {
  if (!actor.clean() && join_pending(actor, id, reply)) {
    return true;
  }
  for (const offset at : actor.commands.find(id, durable_)) {
    result<command_answer> answer =
        rejection{errc::unavailable, "the first answer was not read", {}};
    bool same = false;
    const status read =
        ports_.journal.read_one(options_.partition, at, [&](const store::commit_view& commit) {
          same = commit.command() == id && commit.stream() == actor.stream;
          if (!same) {
            return;
          }
          command_answer first{commit.last_position(),
                               version(commit.first_version().value + commit.event_count() - 1),
                               true,
                               {}};
          const status told = for_each_event(
              commit, [&](const recorded_event& event) { first.events.push_back(event.event); });
          if (!told.ok()) {
            answer = told.error();
            return;
          }
          answer = std::move(first);
        });
    if (!read.ok() || same) {
      ++answered_;
      reply(read.ok() ? std::move(answer) : result<command_answer>(read.error()));
      return true;
    }
  }
  return false;
}

shard::batch& shard::batch_at(std::uint64_t number) {
  return number == open_.number ? open_ : in_flight_[number - in_flight_.front().number];
}

// A command that is under way gets one outcome, however often it is sent.
bool shard::join_pending(const persistent_actor& actor, const command_id& id,
                         reply_function& reply) {
  pending_place at = actor.last_pending;
  for (std::uint64_t left = actor.decided.value - actor.durable.value; left > 0;) {
    pending_commit& pending = batch_at(at.batch).commits[at.index];
    if (pending.command == id) {
      pending.repeats.push_back(std::move(reply));
      return true;
    }
    left -= pending.events.size();
    at = pending.earlier;
  }
  return false;
}

void shard::commit(persistent_actor& actor, command_request&& request,
                   std::vector<any_event> events) {
  while (builders_.size() < events.size()) {
    builders_.emplace_back(512);
  }
  encoded_.clear();
  for (std::size_t i = 0; i < events.size(); ++i) {
    codec::encode_event(builders_[i], events[i]);
    encoded_.push_back({codec::type_of(events[i]).value,
                        {builders_[i].GetBufferPointer(), builders_[i].GetSize()}});
    apply(actor.state, events[i], now_);
  }
  pending_commit& pending = open_.commits.emplace_back(pending_commit{&actor,
                                                                      actor.last_pending,
                                                                      request.id,
                                                                      std::move(request.by),
                                                                      now_,
                                                                      actor.decided.next(),
                                                                      decided_.next(),
                                                                      std::move(events),
                                                                      std::move(request.reply),
                                                                      {}});
  open_.bytes.add({actor.stream, pending.first_version, pending.first_offset, pending.command,
                   pending.by, now_, request.source ? &*request.source : nullptr},
                  encoded_);
  actor.decided = version(actor.decided.value + encoded_.size());
  actor.phase = actor_phase::appending;
  actor.last_pending = {open_.number, static_cast<std::uint32_t>(open_.commits.size() - 1)};
  decided_ = offset(decided_.value + encoded_.size());
  ++unanswered_;
  flush_if_full();
}

void shard::when_durable(const persistent_actor& actor, std::function<void(bool)> use) {
  if (actor.clean()) {
    use(true);
  } else {
    batch_at(actor.last_pending.batch).after.push_back(std::move(use));
    ++unanswered_;
  }
}

void shard::when_followed(const persistent_actor& actor, time_ms deadline,
                          const std::function<void(bool)>& use) {
  if (followed_ >= actor.last_commit) {
    use(true);
    return;
  }
  if (sent_ < actor.last_commit) {
    send_update();
  }
  if (!followed_readers_.wait(actor.last_commit, deadline, use)) {
    use(false);
  }
}

void shard::run_reactions() {
  // A reaction's command can be decided at once, but its events lead to further reactions only
  // after they are durable: so this loop ends.
  while (!reactions_.empty() && (reactions_pause_ == duration_ms{} || now_ >= reactions_due_)) {
    const auto target = host_.find(reactions_.front().target, now_);
    if (target.ok() && (*target)->waiting_readers > 0) {
      // None overtakes another: replaying tells from the order which ones were decided. It goes on
      // when the read has ended.
      return;
    }
    reaction_command next = std::move(reactions_.front());
    reactions_.pop_front();
    const auto settle = [this, id = next.id](const result<command_answer>& answer) {
      const bool unknown = !answer.ok() && (answer.error().code == errc::unavailable ||
                                            answer.error().code == errc::corrupt);
      if (unknown) {
        try_reaction_again(id, answer.error());
      } else {
        outbox_.settle(id);
      }
    };
    const std::uint64_t failures = reaction_failures_;
    run({std::move(next.target), next.id, principal{}, std::move(next.command), settle}, true);
    if (reactions_pause_ != duration_ms{} && reaction_failures_ == failures) {
      reactions_pause_ = duration_ms{};
      problem_.clear();
    }
  }
}

// Its target cannot be read now. The ones behind it wait as well: a later one's commit tells a
// replay that the earlier ones were decided.
void shard::try_reaction_again(const command_id& id, const rejection& why) {
  const reaction_command* const command = outbox_.find(id);
  if (phase_ != shard_phase::running || command == nullptr) {
    return;  // the log is about to be replayed, and the outbox issued again
  }
  constexpr duration_ms first_pause{100};
  constexpr duration_ms longest_pause{10000};
  ++reaction_failures_;
  reactions_.push_front(*command);
  const duration_ms twice(reactions_pause_.value * 2);
  reactions_pause_ = std::clamp(twice, first_pause, longest_pause);
  reactions_due_ = now_ + reactions_pause_;
  problem_ = "reactions wait, one for " + to_string(command->target) + ": " + why.message;
}

void shard::flush() {
  if (phase_ != shard_phase::running && phase_ != shard_phase::stopped) {
    return;
  }
  if (in_flight_.empty()) {
    append_open();
  } else {
    flush_if_full();
  }
}

void shard::flush_if_full() {
  if (open_.commits.size() >= options_.batch_commits_max &&
      in_flight_.size() < options_.appends_in_flight_max) {
    append_open();
  }
}

void shard::append_open() {
  if (open_.commits.empty() || backlog_ > options_.replica_backlog_max) {
    return;
  }
  const std::uint64_t next = open_.number + 1;
  in_flight_.push_back(std::exchange(open_, std::exchange(spare_, {})));
  open_.number = next;
  ports_.append(epoch_, std::exchange(in_flight_.back().bytes, {}));
}

}  // namespace parley

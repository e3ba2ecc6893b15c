#include "actors/shard/entity_host.hpp"

#include <algorithm>

#include "actors/shard/commit_events.hpp"

namespace parley {

namespace {

bool is_promise(entity_kind kind) {
  return kind == entity_kind::timer || kind == entity_kind::milestone ||
         kind == entity_kind::support_case;
}

}  // namespace

status apply_commit(persistent_actor& actor, codec::event_decoder& decoder,
                    const store::commit_view& commit) {
  const status told = for_each_event(commit, decoder, [&](const recorded_event& event) {
    apply(actor.state, event.event, event.recorded_at);
  });
  if (!told.ok()) {
    return told;
  }
  actor.decided = version(commit.first_version().value + commit.event_count() - 1);
  actor.durable = actor.decided;
  actor.last_commit = commit.last_position().at;
  actor.commands.add(commit.command(), commit.first_position().at);
  return done{};
}

entity_host::entity_host(const shard_options& options, const store::journal& journal,
                         const store::replica& replica)
    : options_(options), journal_(journal), replica_(replica) {}

result<persistent_actor*> entity_host::find(const stream_id& stream, time_ms now) {
  const name named{std::hash<stream_id>{}(stream), stream};
  auto found = actors_.find(named);
  if (found == actors_.end()) {
    auto loaded = load(stream);
    if (!loaded.ok()) {
      return loaded.error();
    }
    order_.push_back(loaded->get());
    promises_ += is_promise(stream.kind) ? 1U : 0U;
    found = actors_.insert(resident{named.hash, std::move(*loaded)}).first;
  }
  persistent_actor* actor = found->actor.get();
  actor->last_used = now;
  if (actor->phase == actor_phase::passivating) {
    actor->phase = actor_phase::running;
  }
  return actor;
}

const persistent_actor* entity_host::expect(const stream_id& stream) const {
  const auto found = actors_.find(hash_only{std::hash<stream_id>{}(stream)});
  if (found == actors_.end()) {
    return nullptr;
  }
  prefetch(*found->actor);
  return found->actor.get();
}

void entity_host::drop_all() {
  actors_.clear();
  order_.clear();
  swept_ = 0;
  promises_ = 0;
}

result<std::unique_ptr<persistent_actor>> entity_host::load(const stream_id& stream) {
  auto actor = std::make_unique<persistent_actor>();
  actor->stream = stream;
  actor->state = empty_state(stream.kind);
  if (replica_.is_new(options_.partition, stream)) {
    return actor;
  }
  if (const auto stored = replica_.find_snapshot(options_.partition, stream)) {
    // A snapshot that this build cannot read is ignored: the stream tells everything.
    if (decode_actor(stored->state, *actor)) {
      actor->decided = actor->durable = actor->snapshotted = stored->at;
    }
  }
  const status replayed = replay_tail(*actor);
  if (!replayed.ok()) {
    return replayed.error();
  }
  return actor;
}

status entity_host::replay_tail(persistent_actor& actor) {
  const auto offsets =
      replica_.commits(options_.partition, actor.stream, version(actor.durable.value + 1));
  if (!offsets.ok()) {
    return offsets.error();
  }
  for (const offset at : *offsets) {
    status applied = done{};
    const status read =
        journal_.read_one(options_.partition, at, [&](const store::commit_view& commit) {
          PARLEY_ASSERT(commit.first_version().value == actor.durable.value + 1,
                        "the index leads to the stream's next commit");
          applied = apply_commit(actor, decoder_, commit);
        });
    if (!read.ok() || !applied.ok()) {
      return read.ok() ? applied : read;
    }
  }
  return done{};
}

void entity_host::snapshot_if_due(persistent_actor& actor, store::replica_update& update) const {
  // The phase spreads the snapshots of entities that grow in step.
  const std::uint64_t every = options_.snapshot_every_events;
  const std::uint64_t phase = std::hash<std::string>{}(actor.stream.entity) % every;
  const bool due =
      (actor.durable.value + phase) / every > (actor.snapshotted.value + phase) / every;
  if (due && actor.clean()) {
    update.put_snapshot(actor.stream, actor.durable, encode_actor(actor));
    actor.snapshotted = actor.durable;
  }
}

bool entity_host::crowded_by(entity_kind kind) const {
  return order_.size() > options_.live_entities_max ||
         (is_promise(kind) && promises_ > options_.live_promises_max);
}

bool entity_host::may_leave(persistent_actor& actor, time_ms now, offset followed,
                            store::replica_update& update) const {
  const bool idle = now - actor.last_used >= options_.passivate_after_ms;
  if (!actor.clean() || !(idle || crowded_by(actor.stream.kind))) {
    return false;
  }
  // A few commits are read as quickly as a snapshot, and a million armed milestones have one each.
  if (actor.durable.value - actor.snapshotted.value > options_.unsnapshotted_events_max) {
    update.put_snapshot(actor.stream, actor.durable, encode_actor(actor));
    actor.snapshotted = actor.durable;
  }
  if (actor.phase != actor_phase::passivating) {
    actor.phase = actor_phase::passivating;
    return false;
  }
  return followed >= actor.last_commit;
}

void entity_host::sweep(time_ms now, offset followed, store::replica_update& update) {
  // A pass over all takes some thousand sweeps unless it is crowded: what is idle leaves after
  // minutes, so looking more often would only burn CPU.
  const bool crowded = crowded_by(entity_kind::timer);
  const std::size_t looks = crowded ? 4096 : std::max<std::size_t>(8, order_.size() / 8192);
  for (std::size_t i = 0; i < looks && !order_.empty(); ++i) {
    if (swept_ >= order_.size()) {
      swept_ = 0;
    }
    persistent_actor& actor = *order_[swept_];
    if (!may_leave(actor, now, followed, update)) {
      ++swept_;
      continue;
    }
    order_[swept_] = order_.back();
    order_.pop_back();
    promises_ -= is_promise(actor.stream.kind) ? 1U : 0U;
    actors_.erase(actors_.find(name{std::hash<stream_id>{}(actor.stream), actor.stream}));
  }
}

void entity_host::snapshot_all(store::replica_update& update) {
  for (persistent_actor* const actor : order_) {
    if (actor->clean() && actor->snapshotted != actor->durable) {
      update.put_snapshot(actor->stream, actor->durable, encode_actor(*actor));
      actor->snapshotted = actor->durable;
    }
  }
}

}  // namespace parley

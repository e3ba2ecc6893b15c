#include "tests/sim/machine.hpp"

#include "tests/sim/plants.hpp"

namespace parley::sim {

machine::machine(const shard_options& options, random_source& chance, probe_counts& probes)
    : options_(options),
      chance_(chance),
      probes_(probes),
      journal_(static_cast<std::uint16_t>(options.partition.value + 1),
               store::memory_journal::completion::manual),
      book_(journal_, options.partition, probes),
      sent_(book_, probes) {
  start_process();
}

void machine::start_process() {
  shard_ = std::make_unique<shard>(options_, ports());
  claim_wanted_ = true;
  replaying_ = false;
}

shard_ports machine::ports() {
  return {journal_, replica_,
          [this](epoch writer, store::commit_batch batch) { append(writer, std::move(batch)); },
          [this](store::replica_update update, offset at) {
            spoil(update);
            following_.emplace_back(std::move(update), at);
          },
          [this] { claim_wanted_ = true; }};
}

void machine::append(epoch writer, store::commit_batch batch) {
  if (planted(plant::answer_before_durable)) {
    answered_early_.push_back(batch);
    journal_.append(options_.partition, writer, std::move(batch),
                    [](result<offset>, store::commit_batch) {});
    return;
  }
  journal_.append(options_.partition, writer, std::move(batch),
                  [this](result<offset> last, store::commit_batch back) {
                    if (!last.ok() && planted(plant::failed_append_answered)) {
                      last = back.last_offset();
                    }
                    shard_->appended(std::move(last), std::move(back), now_);
                  });
}

// The plants that sit between the shard and its replica.
void machine::spoil(store::replica_update& update) {
  if (planted(plant::apply_twice)) {
    for (auto& stored : update.snapshots_) {
      stored.content.at = version(stored.content.at.value - 1);
    }
  }
  if (planted(plant::outbox_not_stored)) {
    std::erase_if(update.rows_, [](const auto& row) { return row.table == "outbox"; });
    update.put_row("outbox", "commands", outbox().encode());
  }
  if (planted(plant::row_not_stored)) {
    std::erase_if(update.rows_,
                  [](const auto& row) { return row.table == floor::tables().front(); });
  }
}

// What the shard's ports may not do within a call, and checks after every step.
void machine::finish_step() {
  while (!answered_early_.empty() && up()) {
    store::commit_batch batch = std::move(answered_early_.front());
    answered_early_.pop_front();
    const offset last = batch.last_offset();
    shard_->appended(last, std::move(batch), now_);
  }
  book_.catch_up();
}

std::string machine::broken() const {
  if (!book_.broken().empty()) {
    return book_.broken();
  }
  return sent_.broken().empty() ? broken_ : sent_.broken();
}

void machine::fail(const std::string& what) {
  if (broken_.empty()) {
    broken_ = what;
  }
}

void machine::submit(std::size_t number, time_ms now) {
  if (up()) {
    now_ = now;
    shard_->submit(sent_.attempt(number), now);
    finish_step();
  }
}

void machine::flush() {
  if (up()) {
    shard_->flush();
    finish_step();
  }
}

void machine::complete_append(time_ms now) {
  now_ = now;
  if (up() && journal_.complete_next()) {
    finish_step();
  }
}

void machine::fail_append(bool stored) {
  if (journal_.held() > 0) {
    probes_.visit(stored ? probe::append_unknown_stored : probe::append_unknown_lost);
    if (journal_.held() > 1) {
      probes_.visit(probe::append_failed_with_others_behind);
    }
    journal_.fail_next(stored ? store::failed_append::stored : store::failed_append::not_stored);
  }
}

void machine::follow() {
  if (up() && !following_.empty()) {
    const auto [update, at] = std::move(following_.front());
    following_.pop_front();
    const status applied = replica_.apply(options_.partition, update, at);
    PARLEY_ASSERT(applied.ok() || applied.error().code == errc::wrong_state,
                  "the simulated replica fails only on a gap");
    if (!applied.ok()) {
      probes_.visit(probe::update_after_a_gap);
    }
    const std::size_t entities = shard_->progress().live_entities;
    shard_->followed(applied.ok() ? at : offset{});
    replaying_ = replaying_ || shard_->resume_replay();
    finish_step();
    if (shard_->progress().live_entities < entities) {
      probes_.visit(probe::passivated);
    }
  }
}

void machine::follow_all() {
  while (up() && !following_.empty()) {
    follow();
  }
}

void machine::flush_replica() {
  const status flushed = replica_.flush();
  PARLEY_ASSERT(flushed.ok(), "the simulated replica does not fail");
}

void machine::fail_claim() {
  if (claim_wanted_) {
    probes_.visit(probe::claim_failed);
    journal_.fail_next_claim();
  }
}

void machine::claim(time_ms now) {
  if (!up() || !claim_wanted_) {
    return;
  }
  now_ = now;
  const auto owned = journal_.claim(options_.partition);
  if (owned.ok()) {
    claim_wanted_ = false;
    replaying_ = true;
    const bool fresh = shard_->views().at().at == offset{};
    if (!fresh && chance_.chance(60)) {
      lose_replica_tail();
    }
    shard_->start(*owned, now);
    if (fresh && owned->last > offset{}) {
      const bool rows = shard_->views().at().at > offset{};
      probes_.visit(rows ? probe::restart_from_rows : probe::restart_from_nothing);
    }
  } else {
    shard_->refuse(owned.error());
  }
  finish_step();
}

void machine::replay(time_ms now) {
  if (up() && replaying_) {
    now_ = now;
    replaying_ = shard_->replay_step(now);
    finish_step();
  }
}

void machine::tick(time_ms now) {
  if (up()) {
    now_ = now;
    const std::size_t entities = shard_->progress().live_entities;
    shard_->tick(now);
    finish_step();
    if (shard_->progress().live_entities < entities) {
      probes_.visit(probe::passivated);
    }
  }
}

// The database is opened again after a failed write: what was not flushed is gone, what is on its
// way comes to a replica that knows less.
void machine::lose_replica_tail() {
  probes_.visit(probe::replica_opened_again);
  const std::size_t kept = chance_.below(replica_.unflushed() + 1);
  replica_.crash(kept, chance_.below(kept + 1));
}

bool machine::busy() const {
  return !up() || claim_wanted_ || replaying_ || journal_.held() > 0 || !following_.empty() ||
         !shard_->idle();
}

void machine::crash() {
  if (!up()) {
    return;
  }
  probes_.visit(probe::crash);
  if (journal_.held() > 0) {
    probes_.visit(probe::crash_with_append_under_way);
  }
  if (shard_->pending_reactions() > 0) {
    probes_.visit(probe::crash_with_pending_reactions);
  }
  shard_.reset();
  ++life_;
  journal_.crash(chance_.below(journal_.held() + 1));
  const std::size_t kept = chance_.below(replica_.unflushed() + 1);
  if (kept < replica_.unflushed()) {
    probes_.visit(probe::crash_loses_replica_tail);
  }
  replica_.crash(kept, chance_.below(kept + 1));
  following_.clear();
  answered_early_.clear();
  claim_wanted_ = false;
  replaying_ = false;
  open_reads_ = 0;
  sent_.crashed();
  book_.catch_up();
}

void machine::restart_cleanly(time_ms now) {
  if (!running()) {
    return;
  }
  shard_->stop_accepting();
  for (int i = 0; i < 1000 && running() && (!shard_->idle() || !following_.empty()); ++i) {
    follow();
    shard_->flush();
    complete_append(now);
  }
  if (!running() || !shard_->idle()) {
    crash();  // an append failed meanwhile: who shuts down does not claim again
    return;
  }
  shard_->stop();
  follow_all();
  flush_replica();
  if (sent_.open() > 0) {
    fail("a clean stop left a command without an answer");
  }
  probes_.visit(probe::clean_restart);
  shard_.reset();
  ++life_;
  open_reads_ = 0;
  start_process();
}

void machine::delete_replica() {
  if (!up()) {
    probes_.visit(probe::replica_deleted);
    replica_.erase();
  }
}

}  // namespace parley::sim

#pragma once
// Everything that belongs to one partition: entities, views, reactions, timers, readers. A plain
// class without threads or clock: its driver (shard_actor, or a simulator) gives it commands,
// append results and the time, and carries out what the ports ask for. That makes a whole shard
// deterministic and testable without CAF.
//
// One turn: commands are decided at once on working states that run ahead of the log; their commits
// gather in the open batch, which leaves when nothing is under way or when it is full; a few full
// ones may be under way together. Only when a batch is durable do views, reactions and clients
// learn of it, in log order. An answer that rests on an event that is not durable yet waits for it.

#include <deque>
#include <functional>
#include <span>
#include <unordered_set>

#include "actors/node/port.hpp"
#include "actors/shard/entity_host.hpp"
#include "actors/shard/options.hpp"
#include "actors/shard/outbox.hpp"
#include "actors/shard/readers.hpp"
#include "events/codec/event_codec.hpp"
#include "events/reactions/react.hpp"

namespace parley {

/// The position of the stored view rows: a row beside them.
struct checkpoint_row {
  std::uint64_t at = 0;
};
BOOST_DESCRIBE_STRUCT(checkpoint_row, (), (at))

/// What a shard asks of its driver. None of these may call back into the shard before returning.
struct shard_ports {
  const store::journal& journal;
  store::replica& replica;
  /// Make the batch durable; then call appended().
  std::function<void(epoch, store::commit_batch)> append;
  /// Apply to the replica in the background; then call followed().
  std::function<void(store::replica_update, offset)> follow;
  /// The append's outcome is unknown or the partition was lost: claim again, then call start().
  std::function<void()> reclaim;
};

class shard {
 public:
  shard(const shard_options& options, shard_ports ports);

  // ---- life cycle ----
  /// The partition is ours: replaying begins, or goes on from where stand_by() has come. Call
  /// replay_step() until it returns false.
  void start(const store::ownership& owned, time_ms now);
  /// The partition is another node's: its log is followed, so that taking it over is quick. What is
  /// in flight is dropped; see stop() for leaving nothing behind. Call replay_step() until it
  /// returns false, and again whenever the log may have grown.
  void stand_by(time_ms now);
  bool stands_by() const { return following_; }
  /// False: nothing left to read. The shard runs once the replica has followed, which may be later:
  /// until then an entity that is loaded would miss its last events. Or stopped, see problem().
  bool replay_step(time_ms now);
  /// True once after replay_step() stopped because the replica was too far behind, and it is not
  /// any more: call replay_step() again.
  bool resume_replay();
  /// The partition cannot be had: every request is answered with UNAVAILABLE. While it stands by,
  /// it goes on to.
  void refuse(const rejection& why);
  /// Commands and timers are refused from here on; what is in flight goes on. `moving`: clients are
  /// told that the partition will be served again soon, by another node.
  void stop_accepting(bool moving = false) {
    accepting_ = false;
    moving_ = moving;
  }
  bool idle() const { return in_flight_.empty() && open_.commits.empty(); }
  /// When idle: snapshots and a last checkpoint, through the follow port.
  void stop();

  // ---- work ----
  void submit(command_request&& request, time_ms now);
  /// Submits all, in order. Faster than one by one: while one is decided, those that follow are
  /// fetched from memory.
  void submit_all(std::span<command_request> requests, time_ms now);
  void read_floor(offset at_least, time_ms deadline,
                  std::function<void(result<floor_reading>)> use);
  /// The same, and standing by as well: as far as the log was followed.
  void read_copy(offset at_least, time_ms deadline, std::function<void(result<floor_reading>)> use);
  /// What `use` sees is durable, and the replica's index leads to all of it.
  void read_entity(const stream_id& stream, offset at_least, time_ms deadline,
                   std::function<void(result<entity_reading>)> use);
  /// Ends a turn: what was decided goes out as one append if none is under way.
  void flush();
  void appended(result<offset> last, store::commit_batch batch, time_ms now);
  void followed(offset at);
  /// Fires due timers, ends waits that took too long, passivates, checkpoints.
  void tick(time_ms now);

  // ---- what it is doing ----
  shard_progress progress() const;
  const floor& views() const { return floor_; }
  const std::string& problem() const { return problem_; }
  shard_phase phase() const { return phase_; }
  /// The partition's time at this moment of the wall clock, which may be behind it. Deadlines are
  /// counted from here.
  time_ms time_at(time_ms wall) const { return std::max(now_, wall); }
  std::size_t pending_reactions() const { return outbox_.size(); }
  /// Called after each acknowledged batch, and after each step of following another node's log,
  /// with the last durable offset.
  std::function<void(offset)> on_advanced;
  /// Called when all answers of an append are given, before what was decided meanwhile is appended:
  /// commands submitted here go with it.
  std::function<void()> on_answered;

 private:
  using reply_function = std::function<void(result<command_answer>)>;
  struct pending_commit {
    persistent_actor* actor = nullptr;
    pending_place earlier;  // the same entity's commit before, if it is still pending
    command_id command;
    principal by;
    time_ms recorded_at;
    version first_version;
    offset first_offset;
    std::vector<any_event> events;
    reply_function reply;
    std::vector<reply_function> repeats;  // the same command, sent again meanwhile
  };
  struct batch {
    std::uint64_t number = 0;
    store::commit_batch bytes;
    std::vector<pending_commit> commits;
    std::vector<std::function<void(bool durable)>> after;  // answers that rest on this batch
  };

  // deciding (shard_decide.cpp)
  void run(command_request&& request, bool reaction);
  void answer_unchanged(persistent_actor& actor, command_request&& request,
                        const result<std::vector<any_event>>& decision, bool reaction);
  bool answer_repeat(persistent_actor& actor, const command_id& id, reply_function& reply);
  bool join_pending(const persistent_actor& actor, const command_id& id, reply_function& reply);
  batch& batch_at(std::uint64_t number);
  void commit(persistent_actor& actor, command_request&& request, std::vector<any_event> events);
  void when_durable(const persistent_actor& actor, std::function<void(bool)> use);
  void when_followed(const persistent_actor& actor, time_ms deadline,
                     const std::function<void(bool)>& use);
  void run_after_readers(const persistent_actor& actor, command_request&& request);
  void read_when_followed(const stream_id& stream, time_ms deadline,
                          const std::function<void(result<entity_reading>)>& use);
  void deliver(persistent_actor* actor, time_ms deadline,
               std::function<void(result<entity_reading>)> use);
  void run_reactions();
  void try_reaction_again(const command_id& id, const rejection& why);
  void flush_if_full();
  void append_open();

  // acknowledging (shard_acknowledge.cpp)
  void keep_memory(batch&& through, store::commit_batch&& bytes);
  void acknowledge(pending_commit& commit);
  void fold(const pending_commit& commit);
  void fail_everything(const rejection& why);
  void drop_everything(const rejection& why);
  void checkpoint(time_ms now, bool forced);
  [[nodiscard]] bool forget_rows();
  void send_update();

  // recovering (shard_recover.cpp)
  status resume_clock(offset last);
  void begin_replay();
  void caught_up();
  void note_growth(const store::commit_view& commit);
  void snapshot_grown();
  void load_checkpoint();
  bool replay_commit(const store::commit_view& commit);
  void run_when_indexed();
  void begin_running();
  void give_up(const rejection& why);

  shard_options options_;
  shard_ports ports_;
  entity_host host_;
  floor floor_;
  outbox outbox_;
  readers readers_;           // wait for the log to reach a position
  readers followed_readers_;  // wait for the replica to
  shard_phase phase_ = shard_phase::starting;
  std::string problem_;
  epoch epoch_;
  offset decided_;   // of the last event in the open batch, or before it
  offset durable_;   // of the last acknowledged event
  offset followed_;  // what the replica has applied
  offset indexed_;   // what the replica's stored index holds, while replaying
  offset told_;      // standing by: what on_advanced was called with
  // Standing by: whose snapshot is due, when the replica has followed so far.
  std::deque<std::pair<stream_id, offset>> grown_;
  offset sent_;  // up to where the updates handed to the replica tell the log
  time_ms now_;
  batch open_;
  std::deque<batch> in_flight_;  // being made durable, in order
  std::size_t unanswered_ = 0;   // commits and answers in all of these
  std::size_t abandoned_ = 0;    // appends whose batch was given up before they ended
  batch spare_;                  // the memory of a batch that is through
  bool accepting_ = true;
  bool moving_ = false;
  bool following_ = false;   // the partition is another node's
  bool rows_kept_ = false;   // stopped in order: what is on its way to the replica arrives
  std::size_t backlog_ = 0;  // updates handed to the replica and not yet applied
  store::replica_update update_;
  // Rows on their way may have been lost: the next checkpoint replaces all of them.
  bool rows_unsure_ = false;
  std::deque<reaction_command> reactions_;
  duration_ms reactions_pause_{0};  // not 0: the first one could not be decided, and is tried again
  time_ms reactions_due_;
  std::uint64_t reaction_failures_ = 0;
  std::unique_ptr<store::cursor> replay_;
  codec::event_decoder decoder_;  // of what is replayed
  bool replay_paused_ = false;
  bool replayed_ = false;  // to the log's end, but the replica may still follow
  time_ms last_checkpoint_;
  offset checkpointed_;
  std::vector<flatbuffers::FlatBufferBuilder> builders_;
  std::vector<store::event_bytes> encoded_;
  std::unordered_set<stream_id> firing_;  // timers whose command is on its way
  std::uint64_t answered_ = 0;
  std::uint64_t rejected_ = 0;
  std::uint64_t appended_events_ = 0;
};

}  // namespace parley

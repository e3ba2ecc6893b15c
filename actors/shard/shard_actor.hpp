#pragma once
// The CAF actor around a shard: it gives the shard its thread, the time and its messages, and
// carries out what the shard asks for. No rule lives here.

#include <memory>
#include <mutex>

#include "actors/interfaces.hpp"
#include "actors/node/replica_writer.hpp"
#include "actors/runtime/actor.hpp"
#include "actors/shard/followers.hpp"
#include "actors/shard/inbox.hpp"
#include "actors/shard/shard.hpp"

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(parley::shard_message)

namespace parley {

/// Outlives the actor. `reclaim` asks for a claim off the actor's thread; `begin` or `cannot_begin`
/// is the answer.
struct shard_surroundings {
  shard_options options;
  store::journal& journal;
  store::replica& replica;
  replica_writer& writer;
  std::function<time_ms()> clock;
  std::function<void(partition_id)> reclaim;
  inbox commands;
  followers listeners;
  std::mutex progress_mutex;
  shard_progress progress;
  std::string problem;
};

class shard_actor : public runtime::actor<shard_message> {
 public:
  shard_actor(caf::actor_config& config, shard_surroundings* around);
  const char* name() const override { return "shard"; }

  void on_exit() override { shard_.reset(); }

 protected:
  caf::behavior make_behavior() override;
  void handle(shard_message& message) override;

 private:
  void on(wake&);
  void on(begin& message);
  void on(cannot_begin& message);
  void on(replay_more&);
  void on(append_finished& message);
  void on(replica_followed& message);
  void on(tick&);
  void on(read_views& message);
  void on(read_state& message);
  void on(stand_by&);
  void on(hand_over& message);
  void on(shut_down& message);

  shard_ports make_ports();
  void publish_progress();
  void take_commands();
  void finish_if_idle();
  void replay_on();

  shard_surroundings& around_;
  std::unique_ptr<shard> shard_;  // gone on exit: its ports refer to this actor
  std::vector<command_request> taken_;
  std::function<void()> stopped_;
  std::function<void()> released_;
  time_ms read_again_;
  bool replaying_ = false;  // a further replay_more is on its way
};

}  // namespace parley

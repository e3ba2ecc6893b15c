#pragma once
// A shard in a few lines: commands are decided at once, their events become durable (and are folded
// and reacted to) later, in log order. Everything that happened is kept, so that it can be folded
// again.

#include <deque>
#include <map>

#include "events/entities.hpp"
#include "events/reactions/react.hpp"
#include "events/views/floor.hpp"

namespace parley::mini {

struct commit {
  stream_id stream;
  std::vector<any_event> events;
  offset first;
  version before;
  time_ms at;
  command_id command;
  principal by;
};

class shard {
 public:
  floor live;
  time_ms now{1'000'000};
  std::vector<commit> log;

  /// Decides now. Nothing is folded yet.
  result<std::vector<any_event>> decide_one(const stream_id& target, const any_command& command,
                                            command_id id, const principal& by = {});
  /// Folds the oldest commit that is not folded yet and keeps its reactions. False: there is none.
  bool fold_one();
  /// Decides the oldest reaction. False: there is none.
  bool react_one();
  /// Until nothing is under way.
  void settle();
  /// Decides a command from outside and settles. It must be accepted.
  void does(const stream_id& target, const any_command& command);
  void refuses(const stream_id& target, const any_command& command);
  /// Lets the time pass, firing each timer when it is due; settles after each.
  void pass(duration_ms time);
  /// Sends what is due now to the timers. Nothing is settled.
  void fire_due();

  const any_state& state_of(const stream_id& stream) {
    return states_.try_emplace(stream, empty_state(stream.kind)).first->second;
  }
  bool busy() const { return folded_ < log.size() || !reactions_.empty(); }
  std::size_t most_used_over = 0;  ///< how often a reservation went beyond an agent's capacity

 private:
  std::map<stream_id, any_state> states_;
  std::map<stream_id, version> versions_;
  std::deque<reaction_command> reactions_;
  std::size_t folded_ = 0;
  std::uint64_t next_offset_ = 1;
  std::uint64_t outside_ = 0;
};

/// Calls `use` for each event of the log, as the shard folds it.
template <class Use>
void for_each(const commit& one, Use&& use) {
  std::uint64_t index = 0;
  for (const any_event& event : one.events) {
    use(recorded_event{{partition_id(0), offset(one.first.value + index)},
                       one.stream,
                       version(one.before.value + index + 1),
                       one.at,
                       one.command,
                       one.by,
                       event});
    ++index;
  }
}

// ---- names of the one tenant that tests use ----

inline const tenant_id tenant{"acme"};
inline stream_id tenant_stream() { return {tenant, entity_kind::tenant, tenant.str()}; }
inline stream_id agent_stream(const std::string& agent) {
  return {tenant, entity_kind::agent, agent};
}
inline stream_id conversation_stream(const std::string& conversation) {
  return {tenant, entity_kind::conversation, conversation};
}

}  // namespace parley::mini

#pragma once
// The conversation entity: the only judge of its sessions, route, offers, owner and messages.
// What a client may do in which state is the table in README.md of this folder.

#include "events/base/entity.hpp"
#include "events/conversation/commands.hpp"
#include "events/conversation/state.hpp"
#include "events/views/answers.hpp"

namespace parley {

struct conversation_entity {
  using state = conversation_state;
  using command = conversation_command;
  using event = conversation_event;
  static constexpr entity_kind kind = entity_kind::conversation;

  /// No events: it is so already, which is a success (a repeat gets the first answer). A
  /// rejection's `state` names the present state of the session, or of the work item it is about.
  static result<std::vector<conversation_event>> decide(const conversation_state& state,
                                                        const conversation_command& command,
                                                        const context& ctx);
  static void apply(conversation_state& state, const conversation_event& event,
                    time_ms recorded_at);
};

/// The commands that a client may send now with a chance of success, by the names of commands.fbs.
std::vector<std::string> allowed_commands(const conversation_state& state);

/// Everything of the answer that the state knows: not the position, version and transcript.
conversation_answer describe(const conversation_id& conversation, const conversation_state& state);

}  // namespace parley

#pragma once
// How decisions of a conversation say no. Internal to this folder.

#include <optional>

#include "events/conversation/decisions.hpp"

namespace parley::conversation_rules {

/// The longest id, author or other short text that a command may carry.
inline constexpr std::size_t short_text_bytes_max = 256;

/// Tells the session's state.
rejection refuse(const conversation_state& now, errc code, std::string message);
/// Tells the work item's state.
rejection refuse_work(work_state state, errc code, std::string message);

/// CLOSED without a live session, else nothing.
std::optional<rejection> need_live(const conversation_state& now);
/// BAD_REQUEST if `text` is longer than short_text_bytes_max, else nothing.
std::optional<rejection> need_short(const conversation_state& now, const std::string& text);
/// NOT_PERMITTED if `by` is an agent other than `agent`, else nothing. Others act for any agent.
std::optional<rejection> need_self(const conversation_state& now, const context& ctx,
                                   const std::string& agent);
/// WRONG_STATE unless `route` is the pending one: what a late timer is told.
std::optional<rejection> need_route(const conversation_state& now, const route_id& route);

/// Why `work`, which is not in the state that `command` needs, cannot be had: the state it is in,
/// or NOT_FOUND if it is not known here (any more).
rejection refuse_by_work(const conversation_state& now, const work_id& work, const agent_id& agent);

/// BAD_REQUEST for a skill without a name or level, and for too many of them.
std::optional<rejection> need_skills(const conversation_state& now,
                                     const std::vector<skill_level>& skills);
/// UNSUPPORTED unless the channel's settings offer the action. `standard`: what a channel without
/// settings of its own does as well.
std::optional<rejection> need_offered(const conversation_state& now, const std::string& action,
                                      bool standard, const context& ctx);

}  // namespace parley::conversation_rules

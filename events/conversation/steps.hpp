#pragma once
// Runs of events that several decisions share, so that each ending is told the same way whoever
// caused it. Each function appends to `to` and reads the state as it was before the command.
// Internal to this folder.

#include <optional>

#include "events/conversation/decisions.hpp"

namespace parley::conversation_rules {

/// The most skills that a request may add to its queue's.
inline constexpr std::size_t route_skills_max = 32;

/// What a route is asked for, before the queue's settings are put in.
struct route_wish {
  route_reason reason = route_reason::new_session;
  queue_id queue;
  std::vector<skill_level> skills;  ///< beside the queue's; the higher level of a common one counts
  std::int32_t priority = 0;        ///< added to the queue's
  bool interruptible = false;
  agent_id preferred_agent;
  agent_id excluded_agent;
};
/// The next route of this conversation, with its deadlines counted from now.
route_request resolve_route(const conversation_state& now, const route_wish& wish,
                            const queue_settings& queue, const context& ctx);
/// A route of `reason` as a client asked for it: one route_requested, or BAD_REQUEST or NOT_FOUND.
decision make_route(const conversation_state& now, route_reason reason, const request_route& what,
                    const context& ctx);
/// The pending route as it is after moving to its overflow queue; nothing if there is none.
std::optional<route_overflowed> overflow_of(const conversation_state& now, const context& ctx);

/// The pending route as it is when the tenant's engine takes it over, in `queue`.
route_request take_over(const conversation_state& now, const route_wish& wish,
                        const queue_settings& queue, const context& ctx);
/// Until when the partner that routes may propose somebody, from now on.
time_ms answer_due(const context& ctx, const channel_kind& channel);

/// The open offer, if there is one, is taken back.
void withdraw_open_offer(events& to, const conversation_state& now, const std::string& reason);
/// The pending route or external transfer, if there is one, is cancelled; a transfer has failed
/// then.
void drop_route(events& to, const conversation_state& now, const std::string& by,
                const std::string& reason);
/// What an offer that nobody took leads to beside going back to waiting: a preference for the
/// agent that refused is over, and an overflow that fell due meanwhile happens.
void after_lost_offer(events& to, const conversation_state& now, bool refused, const context& ctx);
/// The item's work is done and its agent leaves; wrap-up starts if the tenant has one.
void finish_work(events& to, const conversation_state& now, const work_item& item,
                 const context& ctx);
/// Everything that is under way stops, and the live session ends.
void finish_session(events& to, const conversation_state& now, const std::string& by,
                    const std::string& reason, const context& ctx);
/// The session that opens: whose contact it is, unless that is known already or nothing is found
/// that was not known before.
void match_contact(events& to, const conversation_state& now, const session_id& session,
                   const contact_id& contact, const context& ctx);
/// An idle session becomes active, because of what follows.
void wake(events& to, const conversation_state& now);

/// Who to write into an event: `by` if given, else the name or role of the principal.
std::string actor_name(const std::string& by, const context& ctx);

}  // namespace parley::conversation_rules

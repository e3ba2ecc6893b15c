// Asking for a person, and taking the wish back.

#include "events/conversation/refusal.hpp"
#include "events/conversation/steps.hpp"

namespace parley::conversation_rules {

namespace {

std::optional<rejection> need_routable(const conversation_state& now, const request_route& what) {
  if (auto no = need_skills(now, what.skills)) {
    return no;
  }
  return need_short(now, what.preferred_agent.str());
}

}  // namespace

decision make_route(const conversation_state& now, route_reason reason, const request_route& what,
                    const context& ctx) {
  if (auto no = need_routable(now, what)) {
    return *std::move(no);
  }
  const queue_settings* queue = find_queue(*ctx.tenant, what.queue);
  if (queue == nullptr) {
    return refuse(now, errc::not_found, "no such queue");
  }
  const route_wish wish{reason,        what.queue,         what.skills,
                        what.priority, what.interruptible, what.preferred_agent,
                        agent_id()};
  return events{route_requested{now.session, resolve_route(now, wish, *queue, ctx)}};
}

decision decide_one(const conversation_state& now, const request_route& what, const context& ctx) {
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  if (route_pending(now)) {
    return refuse(now, errc::wrong_state,
                  "route " + now.route->request.route.str() + " is pending");
  }
  if (now.session_now != session_state::fresh) {
    return refuse(now, errc::wrong_state, "only a new session is routed");
  }
  const channel_settings* channel = find_channel(*ctx.tenant, now.channel);
  if (channel != nullptr && channel->routing_owner == channel_side::tenant &&
      ctx.by.role == principal_role::partner && !what.preferred_agent.empty()) {
    return refuse(now, errc::routing_owner_mismatch, "the tenant picks the agents of this channel");
  }
  return make_route(now, route_reason::new_session, what, ctx);
}

decision decide_one(const conversation_state& now, const hand_back& what, const context& ctx) {
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  if (now.session_now != session_state::in_automation) {
    return refuse(now, errc::wrong_state, "no bot has the session");
  }
  if (what.bot != now.bot) {
    return refuse(now, errc::not_permitted, "another bot has the session");
  }
  decision routed = make_route(now, route_reason::hand_back, what.route, ctx);
  if (routed) {
    routed->insert(routed->begin(), participant_left{now.session, now.bot, participant_role::bot});
  }
  return routed;
}

decision decide_one(const conversation_state& now, const cancel_route& what, const context& ctx) {
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  events list;
  if (route_pending(now)) {
    drop_route(list, now, actor_name(what.by, ctx), "cancelled");
  } else if (now.last_route != route_end::cancelled) {
    return refuse(now, errc::wrong_state, "no route is pending");
  }
  return list;
}

}  // namespace parley::conversation_rules

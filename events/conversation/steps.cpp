#include "events/conversation/steps.hpp"

namespace parley::conversation_rules {

void withdraw_open_offer(events& to, const conversation_state& now, const std::string& reason) {
  const open_offer& offer = now.route->offer;
  if (offer_open(now)) {
    to.emplace_back(work_withdrawn{offer.work, now.route->request.route, offer.agent, reason});
  }
}

void drop_route(events& to, const conversation_state& now, const std::string& by,
                const std::string& reason) {
  if (external_pending(now)) {
    const work_item* owner = owner_work(now);
    PARLEY_ASSERT(owner != nullptr, "a transfer has an agent that asked for it");
    to.emplace_back(transfer_failed{now.session, owner->agent, reason});
  }
  if (!route_pending(now)) {
    return;
  }
  withdraw_open_offer(to, now, reason);
  to.emplace_back(route_cancelled{now.route->request.route, by});
  if (now.session_now == session_state::transferring) {
    to.emplace_back(transfer_failed{now.session, now.route->request.excluded_agent, reason});
  }
}

void after_lost_offer(events& to, const conversation_state& now, bool refused, const context& ctx) {
  const route_request& request = now.route->request;
  if (request.owner == channel_side::partner) {
    to.emplace_back(proposal_refused{request.route, now.route->offer.agent,
                                     refused ? "declined" : "withdrawn",
                                     answer_due(ctx, request.channel)});
    return;
  }
  if (request.overflow_at != time_ms() && ctx.now >= request.overflow_at) {
    if (auto moved = overflow_of(now, ctx)) {
      to.emplace_back(std::move(*moved));
      return;
    }
  }
  if (refused && request.prefer_until != time_ms() &&
      request.preferred_agent == now.route->offer.agent) {
    to.emplace_back(preference_ended{request.route});
  }
}

void finish_work(events& to, const conversation_state& now, const work_item& item,
                 const context& ctx) {
  const duration_ms wrap_up = ctx.tenant->settings.after_work_ms;
  const time_ms until = wrap_up > duration_ms() ? ctx.now + wrap_up : time_ms();
  to.emplace_back(work_completed{item.work, item.agent, until});
  to.emplace_back(participant_left{now.session, item.agent.str(), participant_role::agent});
}

void finish_session(events& to, const conversation_state& now, const std::string& by,
                    const std::string& reason, const context& ctx) {
  drop_route(to, now, by, "ended");
  if (now.session_now == session_state::in_flow) {
    to.emplace_back(flow_finished{now.session, now.flow, flow_outcome::ended});
  }
  if (const work_item* item = owner_work(now)) {
    finish_work(to, now, *item, ctx);
  }
  if (!now.bot.empty()) {
    to.emplace_back(participant_left{now.session, now.bot, participant_role::bot});
  }
  to.emplace_back(session_ended{now.session, by, reason});
}

void wake(events& to, const conversation_state& now) {
  if (now.session_now == session_state::inactive) {
    to.emplace_back(session_reactivated{now.session});
  }
}

std::string actor_name(const std::string& by, const context& ctx) {
  if (!by.empty()) {
    return by;
  }
  return ctx.by.name.empty() ? boost::describe::enum_to_string(ctx.by.role, "unknown")
                             : ctx.by.name;
}

}  // namespace parley::conversation_rules

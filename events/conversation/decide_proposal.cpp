// Routing by the channel's partner: the route itself is the question, which the partner hears as an
// event; this is its answer, and what happens without one.

#include <algorithm>

#include "events/conversation/refusal.hpp"
#include "events/conversation/steps.hpp"

namespace parley::conversation_rules {

namespace {

std::optional<rejection> need_answerable(const conversation_state& now, const route_id& route,
                                         const context& ctx) {
  if (auto no = need_live(now)) {
    return no;
  }
  if (auto no = need_route(now, route)) {
    return no;
  }
  const route_request& request = now.route->request;
  if (request.owner != channel_side::partner) {
    return refuse(now, errc::routing_owner_mismatch, "the tenant picks the agent of this route");
  }
  if (ctx.by.role != principal_role::partner && ctx.by.role != principal_role::system) {
    return refuse(now, errc::routing_owner_mismatch, "the partner picks the agent of this route");
  }
  if (request.proposed || offer_open(now)) {
    return refuse(now, errc::wrong_state,
                  "agent " + request.preferred_agent.str() + " is proposed already");
  }
  return std::nullopt;
}

bool was_asked(const conversation_state& now, const agent_id& agent) {
  const auto& declined = now.route->declined;
  return now.route->request.excluded_agent == agent ||
         std::find(declined.begin(), declined.end(), agent) != declined.end();
}

decision propose_agent(const conversation_state& now, const propose_route& what,
                       const context& ctx) {
  if (auto no = need_short(now, what.agent.str())) {
    return *std::move(no);
  }
  if (was_asked(now, what.agent)) {
    return refuse(now, errc::not_available, "the agent is not to be asked for this route");
  }
  route_request request = now.route->request;
  request.preferred_agent = what.agent;
  request.proposed = true;
  return events{route_proposed{std::move(request), actor_name({}, ctx)}};
}

route_wish wish_of(const conversation_state& now, const queue_id& queue) {
  const route_request& before = now.route->request;
  route_wish wish;
  wish.reason = before.reason;
  wish.queue = queue;
  wish.interruptible = before.interruptible;
  wish.excluded_agent = before.excluded_agent;
  return wish;
}

decision propose_queue(const conversation_state& now, const propose_route& what,
                       const context& ctx) {
  const queue_settings* queue = find_queue(*ctx.tenant, what.queue);
  if (queue == nullptr) {
    return refuse(now, errc::not_found, "no such queue");
  }
  route_wish wish = wish_of(now, what.queue);
  wish.skills = what.skills;
  route_request request = take_over(now, wish, *queue, ctx);
  // What waited as more urgent is not put behind.
  request.priority = std::max(request.priority, now.route->request.priority);
  return events{route_proposed{std::move(request), actor_name({}, ctx)}};
}

}  // namespace

decision decide_one(const conversation_state& now, const propose_route& what, const context& ctx) {
  if (ctx.by.role == principal_role::agent) {
    return refuse(now, errc::not_permitted, "an agent does not route");
  }
  if (auto no = need_answerable(now, what.route, ctx)) {
    return *std::move(no);
  }
  if (what.agent.empty() == what.queue.empty()) {
    return refuse(now, errc::bad_request, "a proposal is an agent, or a queue to choose in");
  }
  if (auto no = need_skills(now, what.skills)) {
    return *std::move(no);
  }
  return what.queue.empty() ? propose_agent(now, what, ctx) : propose_queue(now, what, ctx);
}

decision decide_one(const conversation_state& now, const refuse_proposal& what,
                    const context& /*ctx*/) {
  if (auto no = need_route(now, what.route)) {
    return *std::move(no);
  }
  const route_request& request = now.route->request;
  if (!request.proposed || request.preferred_agent != what.agent || offer_open(now)) {
    return refuse(now, errc::wrong_state, "the agent is not waited for");
  }
  return events{proposal_refused{what.route, what.agent, what.reason, request.answer_by}};
}

// The first agent of a transfer keeps the session: it asked for somebody of the partner's choice,
// so nobody else is looked for.
decision decide_one(const conversation_state& now, const end_answer& what, const context& ctx) {
  if (auto no = need_route(now, what.route)) {
    return *std::move(no);
  }
  const route_request& request = now.route->request;
  if (!awaits_partner(request) || offer_open(now)) {
    return refuse(now, errc::wrong_state, "no answer is waited for");
  }
  if (ctx.now < request.answer_by) {
    return refuse(now, errc::wrong_state, "the answer is not overdue");
  }
  const std::string reason = to_string(errc::unavailable);
  if (now.session_now == session_state::transferring) {
    return events{route_failed{what.route, reason},
                  transfer_failed{now.session, request.excluded_agent, reason}};
  }
  const channel_settings* settings = find_channel(*ctx.tenant, request.channel);
  const queue_settings* queue = find_queue(*ctx.tenant, request.queue);
  if (queue == nullptr || (settings != nullptr && settings->fallback == route_fallback::fail)) {
    return events{route_failed{what.route, reason}};
  }
  route_request taken = take_over(now, wish_of(now, request.queue), *queue, ctx);
  taken.skills = request.skills;
  taken.priority = request.priority;
  return events{route_taken_back{std::move(taken)}};
}

}  // namespace parley::conversation_rules

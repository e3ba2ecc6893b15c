// Offers: made to one agent at a time, ended exactly once. Whichever of accept, decline, expiry,
// withdrawal, cancel or end is decided first has won; all others find the offer gone.

#include <algorithm>

#include "events/conversation/refusal.hpp"
#include "events/conversation/steps.hpp"
#include "events/tenant/rights.hpp"

namespace parley::conversation_rules {

namespace {

bool is_open(const conversation_state& now, const work_id& work) {
  return !work.empty() && now.route->offer.work == work;
}

work_state offer_state(const conversation_state& now) {
  return now.route->offer.shown ? work_state::shown : work_state::sent;
}

std::optional<rejection> need_own_offer(const conversation_state& now, const agent_id& agent) {
  if (now.route->offer.agent != agent) {
    return refuse_work(offer_state(now), errc::not_permitted, "the offer is another agent's");
  }
  return std::nullopt;
}

bool finished_as(const conversation_state& now, const work_id& work, const agent_id& agent,
                 work_state how) {
  const finished_work* item = find_finished(now, work);
  return item != nullptr && item->agent == agent && item->state == how;
}

bool may_be_asked(const conversation_state& now, const agent_id& agent) {
  const auto& declined = now.route->declined;
  return now.route->request.excluded_agent != agent &&
         std::find(declined.begin(), declined.end(), agent) == declined.end();
}

void append_taken_over(events& list, const conversation_state& now, const work_item& before,
                       const agent_id& agent, const context& ctx) {
  list.emplace_back(transfer_completed{now.session, before.agent, agent});
  finish_work(list, now, before, ctx);
}

}  // namespace

decision decide_one(const conversation_state& now, const offer_work& what, const context& ctx) {
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  if (is_open(now, what.work) && now.route->offer.agent == what.agent) {
    return events{};
  }
  if (auto no = need_route(now, what.route)) {
    return *std::move(no);
  }
  if (offer_open(now)) {
    return refuse(now, errc::wrong_state, "an offer is open");
  }
  if (what.work.empty() || what.agent.empty()) {
    return refuse(now, errc::bad_request, "an offer names its work and agent");
  }
  if (find_work(now, what.work) != nullptr || find_finished(now, what.work) != nullptr) {
    return refuse(now, errc::wrong_state, "the work was offered before");
  }
  const route_request& asked = now.route->request;
  if (asked.owner == channel_side::partner &&
      (!asked.proposed || asked.preferred_agent != what.agent)) {
    return refuse(now, errc::not_available, "the partner proposes another agent, or none");
  }
  if (!may_be_asked(now, what.agent)) {
    return refuse(now, errc::not_available, "the agent is not to be asked for this route");
  }
  const time_ms deadline = ctx.now + now.route->request.offer_timeout_ms;
  return events{work_offered{what.work, what.route, what.agent, deadline}};
}

decision decide_one(const conversation_state& now, const show_work& what, const context& ctx) {
  if (auto no = need_self(now, ctx, what.agent.str())) {
    return *std::move(no);
  }
  if (is_open(now, what.work)) {
    if (auto no = need_own_offer(now, what.agent)) {
      return *std::move(no);
    }
    return now.route->offer.shown ? events{} : events{work_shown{what.work}};
  }
  rejection no = refuse_by_work(now, what.work, what.agent);
  if (no.code == errc::wrong_state) {
    return events{};  // shown too late: the answer tells what became of it
  }
  return no;
}

decision decide_one(const conversation_state& now, const accept_work& what, const context& ctx) {
  if (auto no = need_self(now, ctx, what.agent.str())) {
    return *std::move(no);
  }
  if (is_open(now, what.work)) {
    if (auto no = need_own_offer(now, what.agent)) {
      return *std::move(no);
    }
    if (auto no = need_right(ctx.by, *ctx.tenant, ctx.agent, right::accept_work, now.channel)) {
      return *std::move(no);
    }
    events list{work_accepted{what.work, now.route->request.route, what.agent},
                participant_joined{now.session, what.agent.str(), participant_role::agent}};
    if (const work_item* before = owner_work(now)) {
      append_taken_over(list, now, *before, what.agent, ctx);
    }
    return list;
  }
  const work_item* item = find_work(now, what.work);
  if (item != nullptr && item->agent == what.agent) {
    return events{};
  }
  return refuse_by_work(now, what.work, what.agent);
}

decision decide_one(const conversation_state& now, const decline_work& what, const context& ctx) {
  if (auto no = need_self(now, ctx, what.agent.str())) {
    return *std::move(no);
  }
  if (is_open(now, what.work)) {
    if (auto no = need_own_offer(now, what.agent)) {
      return *std::move(no);
    }
    if (auto no = need_short(now, what.reason)) {
      return *std::move(no);
    }
    events list{work_declined{what.work, now.route->request.route, what.agent, what.reason}};
    after_lost_offer(list, now, true, ctx);
    return list;
  }
  if (finished_as(now, what.work, what.agent, work_state::declined)) {
    return events{};
  }
  return refuse_by_work(now, what.work, what.agent);
}

decision decide_one(const conversation_state& now, const expire_offer& what, const context& ctx) {
  if (!is_open(now, what.work)) {
    return refuse(now, errc::wrong_state, "the offer has ended");
  }
  if (ctx.now < now.route->offer.deadline) {
    return refuse_work(offer_state(now), errc::wrong_state, "the offer has not expired");
  }
  events list{work_expired{what.work, now.route->request.route, now.route->offer.agent}};
  after_lost_offer(list, now, true, ctx);
  return list;
}

decision decide_one(const conversation_state& now, const withdraw_offer& what, const context& ctx) {
  if (!is_open(now, what.work)) {
    return refuse(now, errc::wrong_state, "the offer has ended");
  }
  events list;
  withdraw_open_offer(list, now, what.reason);
  after_lost_offer(list, now, false, ctx);
  return list;
}

}  // namespace parley::conversation_rules

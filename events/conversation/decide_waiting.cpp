// What happens to a route while it waits. These commands come from timers, so one that is about a
// route which is no longer pending is late, and refused.

#include "events/conversation/refusal.hpp"
#include "events/conversation/steps.hpp"

namespace parley::conversation_rules {

decision decide_one(const conversation_state& now, const fail_route& what, const context& /*ctx*/) {
  if (auto no = need_route(now, what.route)) {
    return *std::move(no);
  }
  const std::string reason = to_string(errc::no_capacity);
  events list;
  withdraw_open_offer(list, now, "deadline");
  list.emplace_back(route_failed{what.route, reason});
  if (now.session_now == session_state::transferring) {
    list.emplace_back(transfer_failed{now.session, now.route->request.excluded_agent, reason});
  }
  return list;
}

decision decide_one(const conversation_state& now, const relax_route& what,
                    const context& /*ctx*/) {
  if (auto no = need_route(now, what.route)) {
    return *std::move(no);
  }
  const auto& skills = now.route->request.skills;
  if (skills.empty()) {
    return refuse(now, errc::wrong_state, "no skill is needed any more");
  }
  return events{skills_relaxed{what.route, {skills.begin(), skills.end() - 1}}};
}

decision decide_one(const conversation_state& now, const overflow_route& what, const context& ctx) {
  if (auto no = need_route(now, what.route)) {
    return *std::move(no);
  }
  const time_ms due = now.route->request.overflow_at;
  if (due == time_ms() || ctx.now < due) {
    return refuse(now, errc::wrong_state, "the overflow is not due");
  }
  // The agent that has the offer is about to answer. If it refuses, the route moves then.
  if (offer_open(now)) {
    return refuse(now, errc::wrong_state, "an offer is open");
  }
  auto moved = overflow_of(now, ctx);
  if (!moved) {
    return refuse(now, errc::wrong_state, "there is no overflow queue");
  }
  return events{*std::move(moved)};
}

decision decide_one(const conversation_state& now, const end_preference& what, const context& ctx) {
  if (auto no = need_route(now, what.route)) {
    return *std::move(no);
  }
  const time_ms until = now.route->request.prefer_until;
  if (until == time_ms() || ctx.now < until) {
    return refuse(now, errc::wrong_state, "no preference ends now");
  }
  return events{preference_ended{what.route}};
}

decision decide_one(const conversation_state& now, const retry_route& what,
                    const context& /*ctx*/) {
  if (auto no = need_route(now, what.route)) {
    return *std::move(no);
  }
  if (offer_open(now)) {
    return refuse(now, errc::wrong_state, "an offer is open");
  }
  if (now.route->declined.empty()) {
    return events{};
  }
  return events{route_retried{what.route, now.route->round + 1}};
}

}  // namespace parley::conversation_rules

// Transfers. The first agent stays the owner until the second one has accepted, in one commit.

#include "events/conversation/refusal.hpp"
#include "events/conversation/steps.hpp"
#include "events/tenant/rights.hpp"

namespace parley::conversation_rules {

namespace {

std::optional<rejection> need_target(const conversation_state& now, const request_transfer& what) {
  const int targets = (!what.queue.empty() || !what.to_agent.empty() ? 1 : 0) +
                      (what.to_bot.empty() ? 0 : 1) + (what.to_external.empty() ? 0 : 1);
  if (targets != 1) {
    return refuse(now, errc::bad_request,
                  "a transfer goes to a queue, an agent, a bot or people outside");
  }
  if (what.to_agent == what.by) {
    return refuse(now, errc::bad_request, "an agent does not transfer to itself");
  }
  for (const std::string* text : {&what.to_bot, &what.reason}) {
    if (auto no = need_short(now, *text)) {
      return no;
    }
  }
  return std::nullopt;
}

decision to_bot(const conversation_state& now, const work_item& item, const request_transfer& what,
                const context& ctx) {
  events list;
  drop_route(list, now, what.by.str(), "to_bot");
  wake(list, now);
  list.emplace_back(participant_joined{now.session, what.to_bot, participant_role::bot});
  finish_work(list, now, item, ctx);
  return list;
}

decision to_people(const conversation_state& now, const work_item& item,
                   const request_transfer& what, const context& ctx) {
  request_route asked;
  asked.queue = what.queue.empty() ? item.queue : what.queue;
  asked.skills = what.skills;
  asked.preferred_agent = what.to_agent;
  asked.interruptible = item.interruptible;
  decision routed = make_route(now, route_reason::transfer, asked, ctx);
  if (!routed) {
    return routed;
  }
  auto& requested = std::get<route_requested>(routed->front());
  requested.request.excluded_agent = what.by;
  events list;
  wake(list, now);
  list.emplace_back(transfer_requested{now.session, item.work, item.agent, what.reason});
  list.emplace_back(std::move(requested));
  return list;
}

}  // namespace

decision decide_one(const conversation_state& now, const request_transfer& what,
                    const context& ctx) {
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  const work_item* item = owner_work(now);
  if (item == nullptr) {
    return refuse(now, errc::wrong_state, "no agent owns the session");
  }
  if (item->agent != what.by) {
    return refuse(now, errc::not_permitted, "only the owner transfers");
  }
  if (auto no = need_self(now, ctx, what.by.str())) {
    return *std::move(no);
  }
  if (auto no = need_right(ctx.by, *ctx.tenant, ctx.agent, right::transfer, now.channel)) {
    return *std::move(no);
  }
  if (auto no = need_target(now, what)) {
    return *std::move(no);
  }
  if (!what.to_bot.empty()) {
    return to_bot(now, *item, what, ctx);
  }
  if (now.session_now == session_state::transferring) {
    return refuse(now, errc::wrong_state, "a transfer is under way");
  }
  return what.to_external.empty() ? to_people(now, *item, what, ctx)
                                  : transfer_outside(now, *item, what, ctx);
}

decision decide_one(const conversation_state& now, const cancel_transfer& what,
                    const context& ctx) {
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  const work_item* item = owner_work(now);
  if (item == nullptr) {
    return refuse(now, errc::wrong_state, "no transfer is under way");
  }
  if (auto no = need_self(now, ctx, item->agent.str())) {
    return *std::move(no);
  }
  events list;
  if (now.session_now == session_state::transferring) {
    drop_route(list, now, actor_name(what.by, ctx), "cancelled");
  } else if (now.last_route != route_end::cancelled) {
    return refuse(now, errc::wrong_state, "no transfer is under way");
  }
  return list;
}

}  // namespace parley::conversation_rules

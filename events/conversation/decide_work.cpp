// The accepted item: delivered, done, wrapped up, or left behind.

#include "events/conversation/refusal.hpp"
#include "events/conversation/steps.hpp"

namespace parley::conversation_rules {

namespace {

// The agent's accepted item, or why it cannot be had.
struct claim {
  const work_item* item = nullptr;
  std::optional<rejection> no;
};

claim own_work(const conversation_state& now, const work_id& work, const agent_id& agent,
               const context& ctx) {
  if (auto no = need_self(now, ctx, agent.str())) {
    return {nullptr, std::move(no)};
  }
  const work_item* item = find_work(now, work);
  if (item == nullptr || item->agent != agent) {
    return {nullptr, refuse_by_work(now, work, agent)};
  }
  return {item, std::nullopt};
}

}  // namespace

decision decide_one(const conversation_state& now, const deliver_work& what, const context& ctx) {
  if (!what.work.empty() && now.route->offer.work == what.work) {
    return refuse_work(now.route->offer.shown ? work_state::shown : work_state::sent,
                       errc::not_permitted, "the offer was not accepted");
  }
  auto [item, no] = own_work(now, what.work, what.agent, ctx);
  if (no) {
    return *std::move(no);
  }
  if (item->state == work_state::joined) {
    return events{};
  }
  if (item->state != work_state::active) {
    return refuse_work(item->state, errc::wrong_state, "the work is done");
  }
  return events{work_delivered{what.work}};
}

decision decide_one(const conversation_state& now, const complete_work& what, const context& ctx) {
  auto [item, no] = own_work(now, what.work, what.agent, ctx);
  if (no) {
    return *std::move(no);
  }
  events list;
  if (item->state == work_state::after_work) {
    list.emplace_back(after_work_ended{what.work, what.agent, "agent"});
  } else {
    finish_session(list, now, what.agent.str(), "completed", ctx);
  }
  return list;
}

decision decide_one(const conversation_state& now, const extend_after_work& what,
                    const context& ctx) {
  auto [item, no] = own_work(now, what.work, what.agent, ctx);
  if (no) {
    return *std::move(no);
  }
  if (item->state != work_state::after_work) {
    return refuse_work(item->state, errc::wrong_state, "the work is not in wrap-up");
  }
  if (what.by_ms <= duration_ms()) {
    return refuse_work(item->state, errc::bad_request, "an extension is longer than 0 ms");
  }
  const time_ms limit = item->after_work_since + ctx.tenant->settings.after_work_max_ms;
  if (what.by_ms > limit - item->after_work_until) {
    return refuse_work(item->state, errc::wrong_state, "wrap-up may not last that long");
  }
  return events{after_work_extended{what.work, what.agent, item->after_work_until + what.by_ms}};
}

decision decide_one(const conversation_state& now, const end_after_work& what, const context& ctx) {
  const work_item* item = find_work(now, what.work);
  if (item == nullptr || item->state != work_state::after_work) {
    return refuse(now, errc::wrong_state, "the work is not in wrap-up");
  }
  if (ctx.now < item->after_work_until) {
    return refuse_work(item->state, errc::wrong_state, "wrap-up is not over");
  }
  return events{after_work_ended{what.work, item->agent, "timer"}};
}

// The session goes back to the queue it came from, as urgent as it was; a transfer that was under
// way is void, since its asker is gone.
decision decide_one(const conversation_state& now, const abandon_work& what, const context& ctx) {
  const work_item* item = owner_work(now);
  if (item == nullptr || item->work != what.work) {
    return refuse(now, errc::wrong_state, "the work is not active");
  }
  events list;
  drop_route(list, now, actor_name({}, ctx), "agent_lost");
  list.emplace_back(work_abandoned{item->work, item->agent});
  list.emplace_back(participant_left{now.session, item->agent.str(), participant_role::agent});
  route_wish wish;
  wish.reason = route_reason::redo;
  wish.queue = item->queue;
  wish.interruptible = item->interruptible;
  const queue_settings* queue = find_queue(*ctx.tenant, item->queue);
  route_request request =
      resolve_route(now, wish, queue != nullptr ? *queue : queue_settings(), ctx);
  request.skills = item->skills;
  request.priority = item->priority;
  list.emplace_back(route_requested{now.session, std::move(request)});
  return list;
}

}  // namespace parley::conversation_rules

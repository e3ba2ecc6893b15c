// A queue's settings and a wish become a route request: from then on it stands by itself.

#include <algorithm>
#include <limits>

#include "events/conversation/steps.hpp"

namespace parley::conversation_rules {

namespace {

// An offer must end by itself: a queue without a time-out gets the default of queue_settings.
duration_ms offer_timeout_of(const queue_settings& queue) {
  return queue.offer_timeout_ms > duration_ms() ? queue.offer_timeout_ms
                                                : queue_settings().offer_timeout_ms;
}

time_ms due_after(time_ms now, duration_ms delay) {
  return delay > duration_ms() ? now + delay : time_ms();
}

// Queues may name each other: work does not go round in circles, so it never enters one again.
constexpr std::size_t overflows_max = 16;

bool may_enter(const std::vector<queue_id>& before, const queue_id& queue) {
  return before.size() < overflows_max &&
         std::find(before.begin(), before.end(), queue) == before.end();
}

time_ms overflow_due(const queue_settings& queue, const std::vector<queue_id>& before,
                     time_ms now) {
  return queue.overflow_queue.empty() || !may_enter(before, queue.overflow_queue)
             ? time_ms()
             : due_after(now, queue.overflow_after_ms);
}

void add_skills(std::vector<skill_level>& to, const std::vector<skill_level>& extra) {
  for (const skill_level& wanted : extra) {
    const auto same = [&wanted](const skill_level& s) { return s.skill == wanted.skill; };
    const auto found = std::find_if(to.begin(), to.end(), same);
    if (found == to.end()) {
      to.push_back(wanted);
    } else {
      found->level = std::max(found->level, wanted.level);
    }
  }
}

bool routed_by_partner(const conversation_state& now, const context& ctx) {
  const channel_settings* settings = find_channel(*ctx.tenant, now.channel);
  return settings != nullptr && settings->routing_owner == channel_side::partner;
}

std::int32_t sum(std::int32_t a, std::int32_t b) {
  using limits = std::numeric_limits<std::int32_t>;
  const std::int64_t wide = std::int64_t{a} + b;
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(wide, limits::min(), limits::max()));
}

}  // namespace

route_request resolve_route(const conversation_state& now, const route_wish& wish,
                            const queue_settings& queue, const context& ctx) {
  route_request request;
  request.route = route_id(ctx.stream.entity + ".r" + std::to_string(now.routes + 1));
  request.reason = wish.reason;
  request.queue = wish.queue;
  request.skills = queue.skills;
  add_skills(request.skills, wish.skills);
  request.priority = sum(queue.priority, wish.priority);
  request.channel = now.channel;
  request.weight = weight_of(*ctx.tenant, &queue, now.channel);
  request.interruptible = wish.interruptible;
  request.preferred_agent = wish.preferred_agent;
  if (!wish.preferred_agent.empty()) {
    request.prefer_until = due_after(ctx.now, queue.prefer_timeout_ms);
  }
  request.excluded_agent = wish.excluded_agent;
  request.deadline = due_after(ctx.now, queue.route_timeout_ms);
  request.overflow_at = overflow_due(queue, {wish.queue}, ctx.now);
  request.relax_after_ms = queue.relax_after_ms;
  request.offer_timeout_ms = offer_timeout_of(queue);
  if (routed_by_partner(now, ctx)) {
    // The queue's ways to find somebody are not used: only what the partner says counts. A named
    // agent is a wish to it, unless it named the agent itself.
    request.owner = channel_side::partner;
    request.proposed = !wish.preferred_agent.empty() && ctx.by.role == principal_role::partner;
    request.answer_by = answer_due(ctx, now.channel);
    request.prefer_until = time_ms();
    request.overflow_at = time_ms();
    request.relax_after_ms = duration_ms();
  }
  return request;
}

route_request take_over(const conversation_state& now, const route_wish& wish,
                        const queue_settings& queue, const context& ctx) {
  const route_request& before = now.route->request;
  route_request after = resolve_route(now, wish, queue, ctx);
  after.route = before.route;
  after.reason = before.reason;
  after.deadline = before.deadline;
  after.excluded_agent = before.excluded_agent;
  after.owner = channel_side::tenant;
  after.proposed = false;
  after.answer_by = time_ms();
  after.overflow_at = overflow_due(queue, {wish.queue}, ctx.now);
  after.relax_after_ms = queue.relax_after_ms;
  return after;
}

time_ms answer_due(const context& ctx, const channel_kind& channel) {
  const channel_settings* settings = find_channel(*ctx.tenant, channel);
  return ctx.now +
         (settings != nullptr ? settings->answer_timeout_ms : channel_settings().answer_timeout_ms);
}

std::optional<route_overflowed> overflow_of(const conversation_state& now, const context& ctx) {
  const route_request& before = now.route->request;
  const queue_settings* from = find_queue(*ctx.tenant, before.queue);
  if (from == nullptr || from->overflow_queue.empty()) {
    return std::nullopt;
  }
  const queue_settings* target = find_queue(*ctx.tenant, from->overflow_queue);
  route_request after = before;
  after.overflowed.push_back(before.queue);
  if (target == nullptr || !may_enter(after.overflowed, from->overflow_queue)) {
    return std::nullopt;
  }
  after.queue = from->overflow_queue;
  after.skills = target->skills;
  // Work that waited too long in one queue is not put behind the newcomers of the next.
  after.priority = std::max(before.priority, target->priority);
  after.weight = weight_of(*ctx.tenant, target, before.channel);
  after.prefer_until = time_ms();
  std::vector<queue_id> visited = after.overflowed;
  visited.push_back(after.queue);
  after.overflow_at = overflow_due(*target, visited, ctx.now);
  after.relax_after_ms = target->relax_after_ms;
  after.offer_timeout_ms = offer_timeout_of(*target);
  return route_overflowed{std::move(after), before.queue};
}

}  // namespace parley::conversation_rules

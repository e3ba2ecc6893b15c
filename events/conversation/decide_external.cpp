// A transfer to people outside. The agent stays the owner until the partner has answered; then the
// session ends here, since nothing of what follows is seen.

#include "events/conversation/refusal.hpp"
#include "events/conversation/steps.hpp"

namespace parley::conversation_rules {

namespace {

constexpr std::size_t participants_max = 32;

std::optional<rejection> need_participants(const conversation_state& now,
                                           const std::vector<std::string>& participants) {
  if (participants.size() > participants_max) {
    return refuse(now, errc::bad_request, "a transfer names too many people");
  }
  for (const std::string& who : participants) {
    if (who.empty()) {
      return refuse(now, errc::bad_request, "who takes part outside has a name");
    }
    if (auto no = need_short(now, who)) {
      return no;
    }
  }
  return std::nullopt;
}

time_ms participants_due(const context& ctx) {
  const duration_ms limit = ctx.tenant->settings.transfer_timeout_ms;
  return ctx.now + (limit > duration_ms() ? limit : tenant_settings().transfer_timeout_ms);
}

}  // namespace

decision transfer_outside(const conversation_state& now, const work_item& item,
                          const request_transfer& what, const context& ctx) {
  if (auto no = need_offered(now, "transfer", true, ctx)) {
    return *std::move(no);
  }
  if (auto no = need_participants(now, what.to_external)) {
    return *std::move(no);
  }
  events list;
  wake(list, now);
  list.emplace_back(external_transfer_requested{
      now.session, item.work, item.agent, what.to_external, participants_due(ctx), what.reason});
  return list;
}

decision decide_one(const conversation_state& now, const finish_external_transfer& what,
                    const context& ctx) {
  if (ctx.by.role == principal_role::agent) {
    return refuse(now, errc::not_permitted, "the channel's side answers, not an agent");
  }
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  if (!external_pending(now)) {
    return refuse(now, errc::wrong_state, "no transfer to the outside is under way");
  }
  if (auto no = need_participants(now, what.participants)) {
    return *std::move(no);
  }
  if (auto no = need_short(now, what.reason)) {
    return *std::move(no);
  }
  const work_item* owner = owner_work(now);
  PARLEY_ASSERT(owner != nullptr, "a transfer has an agent that asked for it");
  if (!what.accepted) {
    return events{
        transfer_failed{now.session, owner->agent, what.reason.empty() ? "refused" : what.reason}};
  }
  events list{external_participants_recorded{
      now.session, what.participants.empty() ? now.external->participants : what.participants}};
  conversation_state answered = now;
  answered.external.reset();
  finish_session(list, answered, actor_name({}, ctx), "external", ctx);
  return list;
}

decision decide_one(const conversation_state& now, const fail_external_transfer& what,
                    const context& ctx) {
  if (!live(now) || now.session != what.session || !external_pending(now)) {
    return refuse(now, errc::wrong_state, "no transfer to the outside is under way");
  }
  if (ctx.now < now.external->deadline) {
    return refuse(now, errc::wrong_state, "the answer is not overdue");
  }
  const work_item* owner = owner_work(now);
  PARLEY_ASSERT(owner != nullptr, "a transfer has an agent that asked for it");
  return events{transfer_failed{now.session, owner->agent, "deadline"}};
}

}  // namespace parley::conversation_rules

// What a channel offers beside messages: asked for by who has the session, done by the channel's
// side, which hears of it as of every event of its conversations.

#include <algorithm>
#include <charconv>

#include "events/conversation/refusal.hpp"
#include "events/conversation/steps.hpp"

namespace parley::conversation_rules {

namespace {

constexpr std::size_t attributes_max = 64;

std::optional<rejection> need_small(const conversation_state& now,
                                    const std::vector<attribute>& values, const context& ctx) {
  if (values.size() > attributes_max) {
    return refuse(now, errc::bad_request, "an action has at most 64 values");
  }
  for (const attribute& each : values) {
    if (auto no = need_short(now, each.key)) {
      return no;
    }
    if (each.value.size() > ctx.tenant->settings.message_bytes_max) {
      return refuse(now, errc::bad_request, "a value is longer than the tenant allows");
    }
  }
  return std::nullopt;
}

bool has_session(const conversation_state& now, const std::string& who) {
  if (now.session_now == session_state::in_automation) {
    return now.bot == who;
  }
  const work_item* item = owner_work(now);
  return item != nullptr && item->agent.str() == who;
}

std::string action_prefix(const context& ctx) { return ctx.stream.entity + ".a"; }

// The number in `<conversation>.a<n>`; 0: it is none of this conversation's.
std::uint32_t number_of(const std::string& action, const context& ctx) {
  const std::string prefix = action_prefix(ctx);
  std::uint32_t number = 0;
  if (action.compare(0, prefix.size(), prefix) != 0) {
    return 0;
  }
  const char* const end = action.data() + action.size();
  const auto [at, error] = std::from_chars(action.data() + prefix.size(), end, number);
  return error == std::errc() && at == end ? number : 0;
}

}  // namespace

decision decide_one(const conversation_state& now, const request_action& what, const context& ctx) {
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  if (auto no = need_self(now, ctx, what.by)) {
    return *std::move(no);
  }
  if (!has_session(now, what.by)) {
    return refuse(now, errc::not_permitted, "only the owner of the conversation may ask for it");
  }
  if (auto no = need_offered(now, what.name, false, ctx)) {
    return *std::move(no);
  }
  if (auto no = need_small(now, what.arguments, ctx)) {
    return *std::move(no);
  }
  if (now.open_actions.size() >= open_actions_max) {
    return refuse(now, errc::wrong_state, "too many actions wait for an answer");
  }
  events list;
  wake(list, now);
  list.emplace_back(channel_action_requested{now.session,
                                             action_prefix(ctx) + std::to_string(now.actions + 1),
                                             what.name, what.by, what.arguments});
  return list;
}

decision decide_one(const conversation_state& now, const finish_action& what, const context& ctx) {
  if (ctx.by.role == principal_role::agent) {
    return refuse(now, errc::not_permitted, "the channel's side answers, not an agent");
  }
  const std::uint32_t number = number_of(what.action, ctx);
  if (number == 0 || number > now.actions) {
    return refuse(now, errc::not_found, "no such action was asked for");
  }
  const auto open =
      std::find_if(now.open_actions.begin(), now.open_actions.end(),
                   [&](const open_action& each) { return each.action == what.action; });
  if (open == now.open_actions.end()) {
    return refuse(now, errc::wrong_state, "the action has ended");
  }
  if (auto no = need_small(now, what.values, ctx)) {
    return *std::move(no);
  }
  if (auto no = need_short(now, what.reason)) {
    return *std::move(no);
  }
  return events{
      channel_action_finished{what.action, open->name, what.done, what.values, what.reason}};
}

}  // namespace parley::conversation_rules

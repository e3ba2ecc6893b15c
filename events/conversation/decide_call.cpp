// A call: its media stay with the channel's side, which tells how it stands; what the agent wants
// of it (hold, hang up) is an action of the channel.

#include "events/conversation/refusal.hpp"
#include "events/conversation/steps.hpp"

namespace parley::conversation_rules {

namespace {

bool may_follow(call_state now, call_state next) {
  switch (next) {
    case call_state::none:
      return false;
    case call_state::ringing:
      return now == call_state::none;
    case call_state::connected:
      return now != call_state::hung_up;
    case call_state::held:
      return now == call_state::connected;
    case call_state::hung_up:
      return true;
  }
  return false;
}

std::optional<rejection> need_call(const conversation_state& now, const report_call& what,
                                   const context& ctx) {
  if (ctx.by.role == principal_role::agent) {
    return refuse(now, errc::not_permitted, "the channel's side tells of calls, not an agent");
  }
  const channel_settings* settings = find_channel(*ctx.tenant, now.channel);
  if (settings == nullptr || settings->medium != channel_medium::voice) {
    return refuse(now, errc::unsupported, "the channel has no calls");
  }
  const char* name = boost::describe::enum_to_string(what.call, nullptr);
  if (name == nullptr || what.call == call_state::none) {
    return refuse(now, errc::bad_request, "a call is ringing, connected, held or hung_up");
  }
  for (const std::string* text : {&what.reason, &what.by}) {
    if (auto no = need_short(now, *text)) {
      return no;
    }
  }
  return std::nullopt;
}

}  // namespace

decision decide_one(const conversation_state& now, const report_call& what, const context& ctx) {
  if (auto no = need_call(now, what, ctx)) {
    return *std::move(no);
  }
  const bool over = what.call == call_state::hung_up;
  if (over && !live(now)) {
    return events{};  // whoever ended the session first has ended the call as well
  }
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  if (now.call == what.call) {
    return events{};
  }
  if (!may_follow(now.call, what.call)) {
    return refuse(
        now, errc::wrong_state,
        std::string("the call is ") + boost::describe::enum_to_string(now.call, "unknown"));
  }
  events list;
  if (!over) {
    wake(list, now);
  }
  const std::string by = actor_name(what.by, ctx);
  list.emplace_back(call_changed{now.session, what.call, by, what.reason});
  if (over) {
    finish_session(list, now, by, "hung_up", ctx);
  }
  return list;
}

}  // namespace parley::conversation_rules

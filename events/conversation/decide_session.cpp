// A session's life: opened, run through a flow, idle, ended; and the conversation's end.

#include "events/conversation/consent_now.hpp"
#include "events/conversation/refusal.hpp"
#include "events/conversation/send.hpp"
#include "events/conversation/steps.hpp"
#include "events/tenant/rights.hpp"

namespace parley::conversation_rules {

namespace {

initiator initiator_of(const principal& by) {
  switch (by.role) {
    case principal_role::agent:
      return initiator::agent;
    case principal_role::system:
      return initiator::system;
    case principal_role::supervisor:
    case principal_role::partner:
    case principal_role::admin:
    case principal_role::customer:
      return initiator::contact;
  }
  return initiator::contact;
}

// Of somebody whose it is not to say, an opening is taken and its word about consent is not.
consent told_consent(const open_conversation& what, const context& ctx) {
  const consent_row* known = register_of(what.contact, what.channel, ctx);
  return may_change_consent(what.channel, known, ctx) ? what.consent_given : consent::unspecified;
}

bool is_refused(const conversation_state& now, const open_conversation& what, const context& ctx) {
  if (now.session_now != session_state::none) {
    return consent_now(now, now.contact, now.channel, ctx).value == consent::refused;
  }
  conversation_state opened = now;
  opened.consent_given = told_consent(what, ctx);
  opened.consent_at = ctx.now;
  return consent_now(opened, what.contact, what.channel, ctx).value == consent::refused;
}

// Whoever asks: a suspended channel opens nothing, and a partner only what the tenant has
// registered, where the tenant wants it so.
std::optional<rejection> need_channel(const conversation_state& now, const channel_kind& channel,
                                      const context& ctx) {
  const channel_settings* settings = find_channel(*ctx.tenant, channel);
  const bool partner = ctx.by.role == principal_role::partner;
  const bool unknown = settings == nullptr && partner && ctx.tenant->settings.known_channels_only;
  if (unknown || (settings != nullptr && settings->suspended)) {
    return refuse(now, errc::channel_not_configured, "the channel is not open here");
  }
  return std::nullopt;
}

std::optional<rejection> need_openable(const conversation_state& now, const open_conversation& what,
                                       const context& ctx) {
  const bool first = now.session_now == session_state::none;
  if (first && (what.contact.empty() || what.channel.empty())) {
    return refuse(now, errc::bad_request, "a conversation needs a contact and a channel");
  }
  const channel_kind& channel = first ? what.channel : now.channel;
  if (auto no = need_channel(now, channel, ctx)) {
    return no;
  }
  if (auto no = need_right(ctx.by, *ctx.tenant, ctx.agent, right::start_outbound, channel)) {
    return no;
  }
  if (what.messages.size() > 1) {
    return refuse(now, errc::bad_request, "only the first message can come with the opening");
  }
  for (const std::string* text : {&what.contact.str(), &what.channel.str(), &what.address}) {
    if (auto no = need_short(now, *text)) {
      return no;
    }
  }
  if (!what.messages.empty()) {
    if (auto no = need_sendable(now, what.messages.front(), ctx)) {
      return no;
    }
  }
  if (initiator_of(ctx.by) == initiator::agent && is_refused(now, what, ctx)) {
    return refuse(now, errc::consent_refused, "the contact may not be written to");
  }
  return std::nullopt;
}

// A message that the client named is kept even if the session was open already; one without a name
// cannot be told from a repeat.
decision answer_live(const conversation_state& now, const open_conversation& what,
                     const context& ctx) {
  if (what.messages.empty() || what.messages.front().message.empty()) {
    return events{};
  }
  return decide_one(now, post_message{false, what.messages.front()}, ctx);
}

session_id next_session(const conversation_state& now, const context& ctx) {
  return session_id(ctx.stream.entity + ".s" + std::to_string(now.sessions + 1));
}

}  // namespace

decision reopen(const conversation_state& now, const sending& what, const context& ctx) {
  if (auto no = need_channel(now, now.channel, ctx)) {
    return *std::move(no);
  }
  const session_id session = next_session(now, ctx);
  events list{session_opened{session, initiator::contact}};
  match_contact(list, now, session, now.contact, ctx);
  append_inbound(list, {session, what.message, 1, what.contact, what.draft});
  return list;
}

decision decide_one(const conversation_state& now, const open_conversation& what,
                    const context& ctx) {
  if (now.closed) {
    return refuse(now, errc::closed, "the conversation is closed");
  }
  const bool first = now.session_now == session_state::none;
  if (!first && ctx.by.role == principal_role::partner && !what.channel.empty() &&
      what.channel != now.channel) {
    // A partner's rights are those of its channels: it cannot join what another one opened.
    return refuse(now, errc::wrong_state, "the conversation is on another channel");
  }
  if (live(now)) {
    return answer_live(now, what, ctx);
  }
  if (auto no = need_openable(now, what, ctx)) {
    return *std::move(no);
  }
  const bool wrote = !what.messages.empty();
  if (wrote && message_known(now, what.messages.front().message)) {
    return events{};  // a late repeat of an opening, whose session has ended since
  }
  events list;
  if (first) {
    list.emplace_back(conversation_opened{what.contact, what.channel, what.address,
                                          told_consent(what, ctx), what.attributes});
  }
  const session_id session = next_session(now, ctx);
  list.emplace_back(session_opened{session, initiator_of(ctx.by)});
  match_contact(list, now, session, first ? what.contact : now.contact, ctx);
  if (wrote) {
    const message_draft& draft = what.messages.front();
    const message_id id =
        draft.message.empty() ? message_id(to_string(ctx.command)) : draft.message;
    append_inbound(list, {session, id, 1, first ? what.contact : now.contact, draft});
  }
  return list;
}

decision decide_one(const conversation_state& now, const start_flow& what, const context& /*ctx*/) {
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  if (now.session_now == session_state::in_flow) {
    return refuse(now, errc::wrong_state, "the flow " + now.flow + " is running");
  }
  if (now.session_now != session_state::fresh) {
    return refuse(now, errc::wrong_state, "a flow starts only in a new session");
  }
  if (what.flow.empty()) {
    return refuse(now, errc::bad_request, "a flow has a name");
  }
  if (auto no = need_short(now, what.flow)) {
    return *std::move(no);
  }
  return events{flow_started{now.session, what.flow}};
}

decision decide_one(const conversation_state& now, const finish_flow& what, const context& ctx) {
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  if (now.session_now != session_state::in_flow) {
    return refuse(now, errc::wrong_state, "no flow is running");
  }
  if (!what.to_bot.empty() && what.outcome != flow_outcome::done) {
    return refuse(now, errc::bad_request, "only a flow that is done hands over to a bot");
  }
  if (auto no = need_short(now, what.to_bot)) {
    return *std::move(no);
  }
  events list;
  if (what.outcome == flow_outcome::ended) {
    finish_session(list, now, "flow", "flow_ended", ctx);
    return list;
  }
  list.emplace_back(flow_finished{now.session, now.flow, what.outcome});
  if (!what.to_bot.empty()) {
    list.emplace_back(participant_joined{now.session, what.to_bot, participant_role::bot});
  }
  return list;
}

decision decide_one(const conversation_state& now, const end_session& what, const context& ctx) {
  events list;
  if (live(now)) {
    finish_session(list, now, actor_name(what.by, ctx), what.reason, ctx);
  }
  return list;
}

decision decide_one(const conversation_state& now, const close_conversation& what,
                    const context& ctx) {
  events list;
  if (now.closed) {
    return list;
  }
  const std::string by = actor_name(what.by, ctx);
  if (live(now)) {
    finish_session(list, now, by, "closed", ctx);
  }
  list.emplace_back(conversation_closed{by});
  return list;
}

decision decide_one(const conversation_state& now, const check_idle& what, const context& ctx) {
  if (!live(now) || now.session != what.session) {
    return refuse(now, errc::wrong_state, "the session has ended");
  }
  const duration_ms idle = ctx.tenant->settings.idle_ms;
  if (idle <= duration_ms() || now.session_now == session_state::inactive) {
    return events{};
  }
  // Only an owned session goes idle, and no call that is under way; in other states the question is
  // asked again later, so that no session drops out of the checks by being transferred or routed at
  // the wrong moment.
  const bool calling = now.call == call_state::connected || now.call == call_state::held;
  if (now.session_now != session_state::active || calling) {
    return events{idle_rechecked{now.session, ctx.now + idle}};
  }
  const time_ms due = now.traffic_at + idle;
  if (ctx.now < due) {
    return events{idle_rechecked{now.session, due}};
  }
  return events{session_inactivated{now.session}};
}

}  // namespace parley::conversation_rules

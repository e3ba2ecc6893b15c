// Writing to the contact: sessions that an agent opens, consent, and what became of messages.

#include <algorithm>

#include "events/conversation/consent_now.hpp"
#include "events/conversation/message_window.hpp"
#include "events/conversation/refusal.hpp"
#include "events/conversation/steps.hpp"

namespace parley::conversation_rules {

namespace {

// Why the agent may not open a session; none: it may.
std::optional<errc> why_unreachable(const conversation_state& now, const open_outbound& what,
                                    const queue_settings* queue, const context& ctx) {
  if (now.closed) {
    return errc::closed;
  }
  if (live(now)) {
    return errc::wrong_state;
  }
  const bool known = now.session_now != session_state::none;
  const contact_id& contact = known ? now.contact : what.contact;
  const channel_kind& channel = known ? now.channel : what.channel;
  if (consent_now(now, contact, channel, ctx).value == consent::refused) {
    return errc::consent_refused;
  }
  const channel_settings* settings = find_channel(*ctx.tenant, channel);
  if (settings != nullptr && settings->suspended) {
    return errc::channel_not_configured;
  }
  return queue == nullptr ? std::optional(errc::not_found) : std::nullopt;
}

route_request outbound_route(const conversation_state& now, const open_outbound& what,
                             const queue_settings& queue, const context& ctx) {
  route_wish wish;
  wish.reason = route_reason::outbound;
  wish.queue = what.queue;
  wish.preferred_agent = what.agent;
  route_request request = resolve_route(now, wish, queue, ctx);
  // It is accepted in the same breath: it never waits.
  request.channel = what.channel;
  request.weight = weight_of(*ctx.tenant, &queue, what.channel);
  request.deadline = time_ms();
  request.overflow_at = time_ms();
  request.prefer_until = time_ms();
  request.relax_after_ms = duration_ms();
  request.owner = channel_side::tenant;
  request.proposed = false;
  request.answer_by = time_ms();
  return request;
}

bool is_news(const sent_message& known, delivery outcome) {
  if (!known.reported) {
    return true;
  }
  return known.last == delivery::delivered && outcome == delivery::read;
}

}  // namespace

decision decide_one(const conversation_state& now, const open_outbound& what, const context& ctx) {
  if (find_work(now, what.work) != nullptr || find_finished(now, what.work) != nullptr) {
    return events{};
  }
  const queue_settings* queue = find_queue(*ctx.tenant, what.queue);
  if (const auto code = why_unreachable(now, what, queue, ctx)) {
    return events{outbound_refused{what.work, what.agent, to_string(*code)}};
  }
  const bool first = now.session_now == session_state::none;
  events list;
  if (first) {
    list.emplace_back(
        conversation_opened{what.contact, what.channel, what.address, consent::unspecified, {}});
  }
  const session_id session(ctx.stream.entity + ".s" + std::to_string(now.sessions + 1));
  const route_request request = outbound_route(now, what, *queue, ctx);
  list.emplace_back(session_opened{session, initiator::agent});
  match_contact(list, now, session, first ? what.contact : now.contact, ctx);
  list.emplace_back(route_requested{session, request});
  list.emplace_back(
      work_offered{what.work, request.route, what.agent, ctx.now + request.offer_timeout_ms});
  list.emplace_back(work_accepted{what.work, request.route, what.agent});
  list.emplace_back(participant_joined{session, what.agent.str(), participant_role::agent});
  return list;
}

decision decide_one(const conversation_state& now, const change_consent& what, const context& ctx) {
  if (ctx.by.role == principal_role::agent) {
    return refuse(now, errc::not_permitted, "an agent does not give consent for a contact");
  }
  if (what.consent_given == consent::unspecified) {
    return refuse(now, errc::bad_request, "consent is granted or refused");
  }
  if (now.closed) {
    return refuse(now, errc::closed, "the conversation is closed");
  }
  if (auto no = need_short(now, what.by)) {
    return *std::move(no);
  }
  const consent_row* known = register_of(now.contact, now.channel, ctx);
  if (!may_change_consent(now.channel, known, ctx)) {
    return refuse(now, errc::consent_owner_mismatch, "the consent is not yours to change");
  }
  if (what.consent_given == given_by_contact(now, known)) {
    return events{};
  }
  return events{
      consent_changed{what.consent_given, actor_name(what.by, ctx), now.contact, now.channel}};
}

// Reports come late and out of order: delivered, then read; failed is the end of it.
decision decide_one(const conversation_state& now, const report_delivery& what,
                    const context& ctx) {
  if (ctx.by.role == principal_role::agent) {
    return refuse(now, errc::not_permitted, "the channel's side tells of deliveries");
  }
  if (auto no = need_short(now, what.reason)) {
    return *std::move(no);
  }
  const sent_message* known = find_sent(now, what.message);
  if (known == nullptr) {
    return refuse(now, errc::not_found, "no such message went out lately");
  }
  if (known->reported && known->last != what.outcome &&
      (known->last == delivery::failed || what.outcome == delivery::failed)) {
    return refuse(
        now, errc::wrong_state,
        std::string("the message is ") + boost::describe::enum_to_string(known->last, "unknown"));
  }
  if (!is_news(*known, what.outcome)) {
    return events{};
  }
  return events{message_delivery_reported{what.message, what.outcome, what.reason}};
}

}  // namespace parley::conversation_rules

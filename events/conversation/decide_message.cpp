// Messages both ways. An inbound message of an open session is the most frequent command of all.

#include "events/conversation/consent_now.hpp"
#include "events/conversation/refusal.hpp"
#include "events/conversation/send.hpp"
#include "events/conversation/steps.hpp"
#include "events/tenant/rights.hpp"

namespace parley::conversation_rules {

namespace {

bool owns(const conversation_state& now, const std::string& author) {
  if (author.empty()) {
    return false;
  }
  if (now.session_now == session_state::in_automation) {
    return now.bot == author;
  }
  const work_item* item = owner_work(now);
  return item != nullptr && item->agent.str() == author;
}

// What the system itself says, such as that nothing covers a request. It is no answer to anything.
bool is_notice(const context& ctx, const message_draft& draft) {
  return draft.automatic && ctx.by.role == principal_role::system && ctx.by.name.empty();
}

// A message that only asks for consent may go to somebody who has not said anything yet.
bool asks_for_consent(const conversation_state& now, const message_draft& draft,
                      const context& ctx) {
  const channel_settings* settings = find_channel(*ctx.tenant, now.channel);
  return settings != nullptr && !settings->consent_request_type.empty() &&
         settings->consent_request_type == draft.content_type;
}

// Who wrote first has agreed to be answered, whatever the defaults; an explicit refusal holds
// against everybody.
bool reply_refused(const conversation_state& now, const message_draft& draft, const context& ctx) {
  const effective_consent known = consent_now(now, now.contact, now.channel, ctx);
  if (known.value != consent::refused || known.origin == consent_origin::contact) {
    return known.value == consent::refused;
  }
  return now.opened_by != initiator::contact && !asks_for_consent(now, draft, ctx);
}

// Asked for every message: a right or a consent may be taken back while the session lives.
std::optional<errc> why_blocked(const conversation_state& now, const message_draft& draft,
                                const context& ctx) {
  if (need_right(ctx.by, *ctx.tenant, ctx.agent, right::send, now.channel)) {
    return errc::not_permitted;
  }
  return reply_refused(now, draft, ctx) ? std::optional(errc::consent_refused) : std::nullopt;
}

template <class Event>
Event make_message(const sending& what) {
  Event event;
  event.session = what.session;
  event.message = what.message;
  event.seq = what.seq;
  event.author = what.draft.author.empty() ? what.contact.str() : what.draft.author;
  event.content_type = what.draft.content_type.empty() ? "text/plain" : what.draft.content_type;
  event.text = what.draft.text;
  return event;
}

// Whether the contact's message opens the next session, as its channel says.
bool reopens(const conversation_state& now, const post_message& what, const context& ctx) {
  const channel_settings* settings = find_channel(*ctx.tenant, now.channel);
  return !now.closed && !what.outbound && settings != nullptr && settings->reopens;
}

}  // namespace

std::optional<rejection> need_sendable(const conversation_state& now, const message_draft& draft,
                                       const context& ctx) {
  if (draft.text.size() > ctx.tenant->settings.message_bytes_max) {
    return refuse(now, errc::bad_request, "the text is longer than the tenant allows");
  }
  for (const std::string* text : {&draft.message.str(), &draft.author, &draft.content_type}) {
    if (auto no = need_short(now, *text)) {
      return no;
    }
  }
  return std::nullopt;
}

void append_inbound(events& to, const sending& what) {
  to.emplace_back(make_message<inbound_message_received>(what));
}

decision decide_one(const conversation_state& now, const post_message& what, const context& ctx) {
  if (auto no = need_sendable(now, what.message, ctx)) {
    return *std::move(no);
  }
  const bool named = !what.message.message.empty();
  const message_id derived = named ? message_id() : message_id(to_string(ctx.command));
  const message_id& id = named ? what.message.message : derived;
  if (message_known(now, id)) {
    return events{};
  }
  if (!live(now) && reopens(now, what, ctx)) {
    return reopen(now, {now.session, id, 1, now.contact, what.message}, ctx);
  }
  if (auto no = need_live(now)) {
    return *std::move(no);
  }
  const sending message{now.session, id, now.messages + 1, now.contact, what.message};
  events list;
  if (!what.outbound) {
    wake(list, now);
    append_inbound(list, message);
    return list;
  }
  if (auto no = need_self(now, ctx, what.message.author)) {
    return *std::move(no);
  }
  if (!owns(now, what.message.author) && !is_notice(ctx, what.message)) {
    return refuse(now, errc::not_permitted, "only the owner of the conversation may send");
  }
  if (const auto why = why_blocked(now, what.message, ctx)) {
    auto blocked = make_message<outbound_message_blocked>(message);
    blocked.reason = to_string(*why);
    list.emplace_back(std::move(blocked));
    return list;
  }
  wake(list, now);
  auto accepted = make_message<outbound_message_accepted>(message);
  accepted.automatic = what.message.automatic;
  list.emplace_back(std::move(accepted));
  return list;
}

}  // namespace parley::conversation_rules

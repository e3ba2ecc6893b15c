// Whose contact it is: looked up when a session opens, and said by somebody when that did not tell.

#include "events/conversation/refusal.hpp"
#include "events/conversation/steps.hpp"
#include "events/customer/contact_source.hpp"

namespace parley::conversation_rules {

void match_contact(events& to, const conversation_state& now, const session_id& session,
                   const contact_id& contact, const context& ctx) {
  const bool known = now.standing == contact_standing::known;
  if (known || ctx.contacts == nullptr || !ctx.contacts->any()) {
    return;
  }
  const account_id account = ctx.contacts->account_of(contact);
  const contact_standing found = !account.empty()                   ? contact_standing::known
                                 : ctx.contacts->is_shared(contact) ? contact_standing::ambiguous
                                                                    : contact_standing::provisional;
  if (found != now.standing) {
    to.emplace_back(contact_matched{session, contact, account, found, {}});
  }
}

decision decide_one(const conversation_state& now, const merge_contact& what, const context& ctx) {
  if (what.account.empty()) {
    return refuse(now, errc::bad_request, "a contact is merged with an account");
  }
  for (const std::string* text : {&what.account.str(), &what.by}) {
    if (auto no = need_short(now, *text)) {
      return *std::move(no);
    }
  }
  if (ctx.contacts == nullptr || !ctx.contacts->has_account(what.account)) {
    return refuse(now, errc::not_found, "there is no such customer");
  }
  if (now.standing == contact_standing::known && now.account == what.account) {
    return events{};
  }
  return events{contact_matched{now.session, now.contact, what.account, contact_standing::known,
                                actor_name(what.by, ctx)}};
}

}  // namespace parley::conversation_rules

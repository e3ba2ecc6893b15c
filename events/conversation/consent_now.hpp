#pragma once
// Whether the contact may be written to: what this conversation was told, or what the register of
// consents holds, whichever is newer; then the defaults. Internal to this folder.

#include "events/consents/consent_source.hpp"
#include "events/conversation/decisions.hpp"

namespace parley::conversation_rules {

inline const consent_row* register_of(const contact_id& contact, const channel_kind& channel,
                                      const context& ctx) {
  return ctx.consents == nullptr ? nullptr : ctx.consents->find(contact, channel);
}

/// Unspecified: the contact said nothing. Of two words of one moment the refusal counts.
inline consent given_by_contact(const conversation_state& now, const consent_row* known) {
  if (known == nullptr || known->consent_given == consent::unspecified) {
    return now.consent_given;
  }
  const bool own = now.consent_given != consent::unspecified;
  if (own && now.consent_at == known->changed_at) {
    return now.consent_given == consent::refused ? consent::refused : known->consent_given;
  }
  return own && now.consent_at > known->changed_at ? now.consent_given : known->consent_given;
}

inline effective_consent consent_now(const conversation_state& now, const contact_id& contact,
                                     const channel_kind& channel, const context& ctx) {
  return resolve_consent(given_by_contact(now, register_of(contact, channel, ctx)), *ctx.tenant,
                         channel);
}

/// On a channel that is not configured, the channel's side tells it as well as the tenant.
inline bool may_change_consent(const channel_kind& channel, const consent_row* known,
                               const context& ctx) {
  const bool free =
      find_channel(*ctx.tenant, channel) == nullptr && (known == nullptr || !known->assigned);
  return free || owns_consent(ctx.by, consent_owner(known, *ctx.tenant, channel));
}

}  // namespace parley::conversation_rules

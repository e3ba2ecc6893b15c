#pragma once
// One message on its way into the record. Internal to this folder.

#include <optional>

#include "events/conversation/decisions.hpp"

namespace parley::conversation_rules {

/// What a message event is made of. References: used at once, never kept.
struct sending {
  const session_id& session;
  const message_id& message;
  std::uint32_t seq = 0;
  const contact_id& contact;  ///< the author, if the draft names none
  const message_draft& draft;
};

/// BAD_REQUEST if something of the draft is too long, else nothing.
std::optional<rejection> need_sendable(const conversation_state& now, const message_draft& draft,
                                       const context& ctx);
void append_inbound(events& to, const sending& what);
/// The next session, opened by the contact with that message. CHANNEL_NOT_CONFIGURED as for any
/// opening.
decision reopen(const conversation_state& now, const sending& what, const context& ctx);

}  // namespace parley::conversation_rules

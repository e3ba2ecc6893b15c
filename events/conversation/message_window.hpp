#pragma once
// Which message ids a conversation has seen lately: a ring of hashes inside its state.
// Limits: the last recent_messages_max ids, and of what became of messages
// that went out the last sent_messages_max; two ids of the same 64-bit hash are taken for one.

#include "events/conversation/state.hpp"

namespace parley {

/// Never changes: it is stored in snapshots. FNV-1a.
std::uint64_t message_hash(const message_id& message);
void remember_message(conversation_state& state, const message_id& message);
/// Among the last sent_messages_max that went out; null: not there.
const sent_message* find_sent(const conversation_state& state, const message_id& message);
void remember_sent(conversation_state& state, const message_id& message);
void remember_delivery(conversation_state& state, const message_id& message, delivery outcome);

}  // namespace parley

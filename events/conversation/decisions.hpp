#pragma once
// The conversation's decisions by subject, one source file each. Internal to this folder. All of
// them may count on a tenant being known and, except for open_conversation, on a conversation that
// was opened; conversation.cpp sees to that.

#include "events/conversation/conversation.hpp"
#include "events/tenant/state.hpp"

namespace parley::conversation_rules {

using events = std::vector<conversation_event>;
using decision = result<events>;

// decide_session.cpp
decision decide_one(const conversation_state& now, const open_conversation& what, const context&);
decision decide_one(const conversation_state& now, const start_flow& what, const context&);
decision decide_one(const conversation_state& now, const finish_flow& what, const context&);
decision decide_one(const conversation_state& now, const end_session& what, const context&);
decision decide_one(const conversation_state& now, const close_conversation& what, const context&);
decision decide_one(const conversation_state& now, const check_idle& what, const context&);

// decide_outbound.cpp
decision decide_one(const conversation_state& now, const open_outbound& what, const context&);
decision decide_one(const conversation_state& now, const change_consent& what, const context&);
decision decide_one(const conversation_state& now, const report_delivery& what, const context&);

// decide_message.cpp
decision decide_one(const conversation_state& now, const post_message& what, const context&);

// decide_route.cpp
decision decide_one(const conversation_state& now, const request_route& what, const context&);
decision decide_one(const conversation_state& now, const cancel_route& what, const context&);
decision decide_one(const conversation_state& now, const hand_back& what, const context&);

// decide_waiting.cpp
decision decide_one(const conversation_state& now, const fail_route& what, const context&);
decision decide_one(const conversation_state& now, const relax_route& what, const context&);
decision decide_one(const conversation_state& now, const overflow_route& what, const context&);
decision decide_one(const conversation_state& now, const end_preference& what, const context&);
decision decide_one(const conversation_state& now, const retry_route& what, const context&);

// decide_proposal.cpp
decision decide_one(const conversation_state& now, const propose_route& what, const context&);
decision decide_one(const conversation_state& now, const refuse_proposal& what, const context&);
decision decide_one(const conversation_state& now, const end_answer& what, const context&);

// decide_action.cpp
decision decide_one(const conversation_state& now, const request_action& what, const context&);
decision decide_one(const conversation_state& now, const finish_action& what, const context&);

// decide_call.cpp, decide_contact.cpp
decision decide_one(const conversation_state& now, const report_call& what, const context&);
decision decide_one(const conversation_state& now, const merge_contact& what, const context&);

// decide_offer.cpp
decision decide_one(const conversation_state& now, const offer_work& what, const context&);
decision decide_one(const conversation_state& now, const show_work& what, const context&);
decision decide_one(const conversation_state& now, const accept_work& what, const context&);
decision decide_one(const conversation_state& now, const decline_work& what, const context&);
decision decide_one(const conversation_state& now, const expire_offer& what, const context&);
decision decide_one(const conversation_state& now, const withdraw_offer& what, const context&);

// decide_work.cpp
decision decide_one(const conversation_state& now, const deliver_work& what, const context&);
decision decide_one(const conversation_state& now, const complete_work& what, const context&);
decision decide_one(const conversation_state& now, const extend_after_work& what, const context&);
decision decide_one(const conversation_state& now, const end_after_work& what, const context&);
decision decide_one(const conversation_state& now, const abandon_work& what, const context&);

// decide_transfer.cpp
decision decide_one(const conversation_state& now, const request_transfer& what, const context&);
decision decide_one(const conversation_state& now, const cancel_transfer& what, const context&);

// decide_external.cpp
decision transfer_outside(const conversation_state& now, const work_item& item,
                          const request_transfer& what, const context&);
decision decide_one(const conversation_state& now, const finish_external_transfer& what,
                    const context&);
decision decide_one(const conversation_state& now, const fail_external_transfer& what,
                    const context&);

}  // namespace parley::conversation_rules

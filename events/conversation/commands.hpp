#pragma once
// What a conversation can be asked to do. It is the only judge of its offers and its owner.

#include "events/base/one_of.hpp"
#include "events/conversation/events.hpp"

namespace parley {

// ---- from clients: also the bodies of HTTP requests and partner records ----

struct message_draft {
  message_id
      message;  ///< empty: derived from the command id. A known one is answered, not stored again
  std::string author;
  std::string content_type;  ///< empty: text/plain
  std::string text;
  bool automatic = false;  ///< an acknowledgement or the like: nobody has answered yet
};
BOOST_DESCRIBE_STRUCT(message_draft, (), (message, author, content_type, text, automatic))

/// Opens the conversation, or a new session of one whose session has ended. A live session is
/// answered as it is; a message that has an id is posted to it, one without could be a repeat.
struct open_conversation {
  contact_id contact;
  channel_kind channel;
  std::string address;
  consent consent_given = consent::unspecified;
  std::vector<attribute> attributes;
  std::vector<message_draft> messages;  ///< at most one: the contact's first
};
BOOST_DESCRIBE_STRUCT(open_conversation, (),
                      (contact, channel, address, consent_given, attributes, messages))

/// `outbound` false: from the contact. True: from `author`, who must be the owner (agent or bot).
struct post_message {
  bool outbound = false;
  message_draft message;
};
BOOST_DESCRIBE_STRUCT(post_message, (), (outbound, message))

struct request_route {
  queue_id queue;
  std::vector<skill_level> skills;  ///< beside the queue's
  std::int32_t priority = 0;        ///< added to the queue's
  agent_id preferred_agent;
  bool interruptible = false;
};
BOOST_DESCRIBE_STRUCT(request_route, (), (queue, skills, priority, preferred_agent, interruptible))

struct cancel_route {
  std::string by;
};
BOOST_DESCRIBE_STRUCT(cancel_route, (), (by))

/// To a queue, to an agent (with the queue its work is counted in), to a bot, or to people outside:
/// then the partner answers with finish_external_transfer.
struct request_transfer {
  agent_id by;
  queue_id queue;
  agent_id to_agent;
  std::string to_bot;
  std::vector<skill_level> skills;
  std::string reason;
  std::vector<std::string> to_external;  ///< ids that the channel's side knows
};
BOOST_DESCRIBE_STRUCT(request_transfer, (),
                      (by, queue, to_agent, to_bot, skills, reason, to_external))

/// The partner's answer. Accepted: who takes part outside (none named: those asked for), and the
/// session ends. Otherwise the agent keeps it.
struct finish_external_transfer {
  bool accepted = false;
  std::vector<std::string> participants;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(finish_external_transfer, (), (accepted, participants, reason))

/// Opt-out and opt-in, also after the session has ended.
struct change_consent {
  consent consent_given = consent::unspecified;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(change_consent, (), (consent_given, by))

/// About a message that went out. Older news than what is known changes nothing.
struct report_delivery {
  message_id message;
  delivery outcome = delivery::delivered;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(report_delivery, (), (message, outcome, reason))

struct cancel_transfer {
  std::string by;
};
BOOST_DESCRIBE_STRUCT(cancel_transfer, (), (by))

struct show_work {
  work_id work;
  agent_id agent;
};
BOOST_DESCRIBE_STRUCT(show_work, (), (work, agent))

struct accept_work {
  work_id work;
  agent_id agent;
};
BOOST_DESCRIBE_STRUCT(accept_work, (), (work, agent))

struct deliver_work {
  work_id work;
  agent_id agent;
};
BOOST_DESCRIBE_STRUCT(deliver_work, (), (work, agent))

struct decline_work {
  work_id work;
  agent_id agent;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(decline_work, (), (work, agent, reason))

/// Active work: the session ends and wrap-up starts. In wrap-up: it ends now.
struct complete_work {
  work_id work;
  agent_id agent;
};
BOOST_DESCRIBE_STRUCT(complete_work, (), (work, agent))

struct extend_after_work {
  work_id work;
  agent_id agent;
  duration_ms by_ms{0};
};
BOOST_DESCRIBE_STRUCT(extend_after_work, (), (work, agent, by_ms))

struct start_flow {
  std::string flow;
};
BOOST_DESCRIBE_STRUCT(start_flow, (), (flow))

/// `to_bot` not empty: the flow hands the session to that bot.
struct finish_flow {
  flow_outcome outcome = flow_outcome::done;
  std::string to_bot;
};
BOOST_DESCRIBE_STRUCT(finish_flow, (), (outcome, to_bot))

/// A bot gives the session to people.
struct hand_back {
  std::string bot;
  request_route route;
};
BOOST_DESCRIBE_STRUCT(hand_back, (), (bot, route))

struct end_session {
  std::string by;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(end_session, (), (by, reason))

struct close_conversation {
  std::string by;
};
BOOST_DESCRIBE_STRUCT(close_conversation, (), (by))

/// From the partner that routes: an agent, or a queue (with skills) for the tenant's engine to
/// choose in. ROUTING_OWNER_MISMATCH if the route is not the partner's; WRONG_STATE if it is not
/// this one that waits, or somebody is proposed already.
struct propose_route {
  route_id route;
  agent_id agent;
  queue_id queue;
  std::vector<skill_level> skills;
};
BOOST_DESCRIBE_STRUCT(propose_route, (), (route, agent, queue, skills))

/// From the session's owner. UNSUPPORTED if the channel does not offer it.
struct request_action {
  std::string name;
  std::string by;
  std::vector<attribute> arguments;
};
BOOST_DESCRIBE_STRUCT(request_action, (), (name, by, arguments))

/// The channel's side answers, once.
struct finish_action {
  std::string action;
  bool done = false;
  std::vector<attribute> values;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(finish_action, (), (action, done, values, reason))

/// The channel's side tells how a call stands. UNSUPPORTED unless the channel is one of voice.
/// Hung up: the session ends, and an offer that nobody accepted is withdrawn.
struct report_call {
  call_state call = call_state::none;
  std::string reason;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(report_call, (), (call, reason, by))

/// Whose contact it is, after all. NOT_FOUND: the tenant knows no such account.
struct merge_contact {
  account_id account;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(merge_contact, (), (account, by))

// ---- from reactions only ----

/// The agent's slot is reserved: make the offer. Refused unless `route` waits and has no open
/// offer.
struct offer_work {
  work_id work;
  route_id route;
  agent_id agent;
};
BOOST_DESCRIBE_STRUCT(offer_work, (), (work, route, agent))
struct expire_offer {
  work_id work;
};
BOOST_DESCRIBE_STRUCT(expire_offer, (), (work))
/// The offered agent is no longer there: take the offer back.
struct withdraw_offer {
  work_id work;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(withdraw_offer, (), (work, reason))
struct end_after_work {
  work_id work;
};
BOOST_DESCRIBE_STRUCT(end_after_work, (), (work))
struct abandon_work {
  work_id work;
};
BOOST_DESCRIBE_STRUCT(abandon_work, (), (work))
struct fail_route {
  route_id route;
};
BOOST_DESCRIBE_STRUCT(fail_route, (), (route))
struct relax_route {
  route_id route;
};
BOOST_DESCRIBE_STRUCT(relax_route, (), (route))
struct overflow_route {
  route_id route;
};
BOOST_DESCRIBE_STRUCT(overflow_route, (), (route))
struct end_preference {
  route_id route;
};
BOOST_DESCRIBE_STRUCT(end_preference, (), (route))
struct retry_route {
  route_id route;
};
BOOST_DESCRIBE_STRUCT(retry_route, (), (route))
struct check_idle {
  session_id session;
};
BOOST_DESCRIBE_STRUCT(check_idle, (), (session))

struct fail_external_transfer {
  session_id session;
};
BOOST_DESCRIBE_STRUCT(fail_external_transfer, (), (session))
/// The agent has a slot for it: a session that starts with the agent as its owner.
struct open_outbound {
  work_id work;
  agent_id agent;
  contact_id contact;
  channel_kind channel;
  std::string address;
  queue_id queue;
};
BOOST_DESCRIBE_STRUCT(open_outbound, (), (work, agent, contact, channel, address, queue))

/// The agent that the partner proposed cannot have the work now.
struct refuse_proposal {
  route_id route;
  agent_id agent;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(refuse_proposal, (), (route, agent, reason))
/// The partner's time is over.
struct end_answer {
  route_id route;
};
BOOST_DESCRIBE_STRUCT(end_answer, (), (route))

struct conversation_command_cases {
  using variant =
      std::variant<open_conversation, post_message, request_route, cancel_route, request_transfer,
                   cancel_transfer, show_work, accept_work, deliver_work, decline_work,
                   complete_work, extend_after_work, start_flow, finish_flow, hand_back,
                   end_session, close_conversation, offer_work, expire_offer, withdraw_offer,
                   end_after_work, abandon_work, fail_route, relax_route, overflow_route,
                   end_preference, retry_route, check_idle, finish_external_transfer,
                   change_consent, report_delivery, fail_external_transfer, open_outbound,
                   propose_route, request_action, finish_action, refuse_proposal, end_answer,
                   report_call, merge_contact>;
};
using conversation_command = one_of<conversation_command_cases>;

}  // namespace parley

#pragma once
// What can happen to a conversation: its sessions, messages, route, work offers and work items.

#include <boost/describe.hpp>

#include "events/base/one_of.hpp"
#include "events/conversation/partner_events.hpp"
#include "events/conversation/route.hpp"

namespace parley {

enum class initiator : std::uint8_t { contact = 0, agent = 1, system = 2 };
BOOST_DESCRIBE_ENUM(initiator, contact, agent, system)
enum class participant_role : std::uint8_t { contact = 0, agent = 1, bot = 2 };
BOOST_DESCRIBE_ENUM(participant_role, contact, agent, bot)
enum class flow_outcome : std::uint8_t { done = 0, failed = 1, ended = 2 };
BOOST_DESCRIBE_ENUM(flow_outcome, done, failed, ended)
enum class delivery : std::uint8_t { delivered = 0, read = 1, failed = 2 };
BOOST_DESCRIBE_ENUM(delivery, delivered, read, failed)

struct conversation_opened {
  contact_id contact;
  channel_kind channel;
  std::string address;  ///< the channel address the contact wrote to
  consent consent_given = consent::unspecified;
  std::vector<attribute> attributes;
  bool operator==(const conversation_opened&) const = default;
};
BOOST_DESCRIBE_STRUCT(conversation_opened, (),
                      (contact, channel, address, consent_given, attributes))

struct session_opened {
  session_id session;
  initiator opened_by = initiator::contact;
  bool operator==(const session_opened&) const = default;
};
BOOST_DESCRIBE_STRUCT(session_opened, (), (session, opened_by))

// Messages carry their place in the session: 1, 2, 3 … over both directions.
struct inbound_message_received {
  session_id session;
  message_id message;
  std::uint32_t seq = 0;
  std::string author;
  std::string content_type;
  std::string text;
  bool operator==(const inbound_message_received&) const = default;
};
BOOST_DESCRIBE_STRUCT(inbound_message_received, (),
                      (session, message, seq, author, content_type, text))

struct outbound_message_accepted {
  session_id session;
  message_id message;
  std::uint32_t seq = 0;
  std::string author;
  std::string content_type;
  std::string text;
  bool automatic = false;  ///< not written by a person for this customer
  bool operator==(const outbound_message_accepted&) const = default;
};
BOOST_DESCRIBE_STRUCT(outbound_message_accepted, (),
                      (session, message, seq, author, content_type, text, automatic))

/// Kept in the record as unsent; never published.
struct outbound_message_blocked {
  session_id session;
  message_id message;
  std::uint32_t seq = 0;
  std::string author;
  std::string content_type;
  std::string text;
  std::string reason;  ///< a code of the error catalogue
  bool operator==(const outbound_message_blocked&) const = default;
};
BOOST_DESCRIBE_STRUCT(outbound_message_blocked, (),
                      (session, message, seq, author, content_type, text, reason))

struct flow_started {
  session_id session;
  std::string flow;
  bool operator==(const flow_started&) const = default;
};
BOOST_DESCRIBE_STRUCT(flow_started, (), (session, flow))

struct flow_finished {
  session_id session;
  std::string flow;
  flow_outcome outcome = flow_outcome::done;
  bool operator==(const flow_finished&) const = default;
};
BOOST_DESCRIBE_STRUCT(flow_finished, (), (session, flow, outcome))

struct participant_joined {
  session_id session;
  std::string participant;
  participant_role role = participant_role::agent;
  bool operator==(const participant_joined&) const = default;
};
BOOST_DESCRIBE_STRUCT(participant_joined, (), (session, participant, role))

struct participant_left {
  session_id session;
  std::string participant;
  participant_role role = participant_role::agent;
  bool operator==(const participant_left&) const = default;
};
BOOST_DESCRIBE_STRUCT(participant_left, (), (session, participant, role))

struct route_requested {
  session_id session;
  route_request request;
  bool operator==(const route_requested&) const = default;
};
BOOST_DESCRIBE_STRUCT(route_requested, (), (session, request))

struct route_cancelled {
  route_id route;
  std::string by;
  bool operator==(const route_cancelled&) const = default;
};
BOOST_DESCRIBE_STRUCT(route_cancelled, (), (route, by))

struct route_failed {
  route_id route;
  std::string reason;  ///< a code of the error catalogue
  bool operator==(const route_failed&) const = default;
};
BOOST_DESCRIBE_STRUCT(route_failed, (), (route, reason))

/// The waiting work moved on: its age is kept, its demands are those of the new queue.
struct route_overflowed {
  route_request request;  ///< same route id, all values as they are now
  queue_id from_queue;
  bool operator==(const route_overflowed&) const = default;
};
BOOST_DESCRIBE_STRUCT(route_overflowed, (), (request, from_queue))

struct skills_relaxed {
  route_id route;
  std::vector<skill_level> skills;  ///< those still needed
  bool operator==(const skills_relaxed&) const = default;
};
BOOST_DESCRIBE_STRUCT(skills_relaxed, (), (route, skills))

struct preference_ended {
  route_id route;
  bool operator==(const preference_ended&) const = default;
};
BOOST_DESCRIBE_STRUCT(preference_ended, (), (route))

/// A new round: agents that declined or let the offer expire may be asked again.
struct route_retried {
  route_id route;
  std::uint32_t round = 0;
  bool operator==(const route_retried&) const = default;
};
BOOST_DESCRIBE_STRUCT(route_retried, (), (route, round))

struct work_offered {
  work_id work;
  route_id route;
  agent_id agent;
  time_ms deadline;
  bool operator==(const work_offered&) const = default;
};
BOOST_DESCRIBE_STRUCT(work_offered, (), (work, route, agent, deadline))

struct work_shown {
  work_id work;
  bool operator==(const work_shown&) const = default;
};
BOOST_DESCRIBE_STRUCT(work_shown, (), (work))

struct work_accepted {
  work_id work;
  route_id route;
  agent_id agent;
  bool operator==(const work_accepted&) const = default;
};
BOOST_DESCRIBE_STRUCT(work_accepted, (), (work, route, agent))

/// The agent's client confirmed that it has what it needs to join.
struct work_delivered {
  work_id work;
  bool operator==(const work_delivered&) const = default;
};
BOOST_DESCRIBE_STRUCT(work_delivered, (), (work))

struct work_declined {
  work_id work;
  route_id route;
  agent_id agent;
  std::string reason;
  bool operator==(const work_declined&) const = default;
};
BOOST_DESCRIBE_STRUCT(work_declined, (), (work, route, agent, reason))

struct work_expired {
  work_id work;
  route_id route;
  agent_id agent;
  bool operator==(const work_expired&) const = default;
};
BOOST_DESCRIBE_STRUCT(work_expired, (), (work, route, agent))

struct work_withdrawn {
  work_id work;
  route_id route;
  agent_id agent;
  std::string reason;  ///< "cancelled", "ended", "agent_lost" …
  bool operator==(const work_withdrawn&) const = default;
};
BOOST_DESCRIBE_STRUCT(work_withdrawn, (), (work, route, agent, reason))

struct work_completed {
  work_id work;
  agent_id agent;
  time_ms after_work_until;  ///< 0: no wrap-up, the item is closed
  bool operator==(const work_completed&) const = default;
};
BOOST_DESCRIBE_STRUCT(work_completed, (), (work, agent, after_work_until))

struct after_work_extended {
  work_id work;
  agent_id agent;
  time_ms after_work_until;
  bool operator==(const after_work_extended&) const = default;
};
BOOST_DESCRIBE_STRUCT(after_work_extended, (), (work, agent, after_work_until))

struct after_work_ended {
  work_id work;
  agent_id agent;
  std::string by;  ///< "agent" or "timer"
  bool operator==(const after_work_ended&) const = default;
};
BOOST_DESCRIBE_STRUCT(after_work_ended, (), (work, agent, by))

/// The owner is gone beyond its grace time; the session is routed again.
struct work_abandoned {
  work_id work;
  agent_id agent;
  bool operator==(const work_abandoned&) const = default;
};
BOOST_DESCRIBE_STRUCT(work_abandoned, (), (work, agent))

struct transfer_requested {
  session_id session;
  work_id from_work;
  agent_id from_agent;
  std::string reason;
  bool operator==(const transfer_requested&) const = default;
};
BOOST_DESCRIBE_STRUCT(transfer_requested, (), (session, from_work, from_agent, reason))

struct transfer_completed {
  session_id session;
  agent_id from_agent;
  agent_id to_agent;
  bool operator==(const transfer_completed&) const = default;
};
BOOST_DESCRIBE_STRUCT(transfer_completed, (), (session, from_agent, to_agent))

struct transfer_failed {
  session_id session;
  agent_id from_agent;
  std::string reason;
  bool operator==(const transfer_failed&) const = default;
};
BOOST_DESCRIBE_STRUCT(transfer_failed, (), (session, from_agent, reason))

struct session_inactivated {
  session_id session;
  bool operator==(const session_inactivated&) const = default;
};
BOOST_DESCRIBE_STRUCT(session_inactivated, (), (session))

struct session_reactivated {
  session_id session;
  bool operator==(const session_reactivated&) const = default;
};
BOOST_DESCRIBE_STRUCT(session_reactivated, (), (session))

/// The idle deadline passed but there was traffic since: look again at `due`.
struct idle_rechecked {
  session_id session;
  time_ms due;
  bool operator==(const idle_rechecked&) const = default;
};
BOOST_DESCRIBE_STRUCT(idle_rechecked, (), (session, due))

struct session_ended {
  session_id session;
  std::string by;
  std::string reason;
  bool operator==(const session_ended&) const = default;
};
BOOST_DESCRIBE_STRUCT(session_ended, (), (session, by, reason))

struct conversation_closed {
  std::string by;
  bool operator==(const conversation_closed&) const = default;
};
BOOST_DESCRIBE_STRUCT(conversation_closed, (), (by))

struct consent_changed {
  consent consent_given = consent::unspecified;
  std::string by;
  contact_id contact;    ///< as the conversation was opened
  channel_kind channel;  ///< likewise; both are empty in old events
  bool operator==(const consent_changed&) const = default;
};
BOOST_DESCRIBE_STRUCT(consent_changed, (), (consent_given, by, contact, channel))

/// What the channel's side tells of a message that went out.
struct message_delivery_reported {
  message_id message;
  delivery outcome = delivery::delivered;
  std::string reason;  ///< of a failure, in the channel's words
  bool operator==(const message_delivery_reported&) const = default;
};
BOOST_DESCRIBE_STRUCT(message_delivery_reported, (), (message, outcome, reason))

/// To people outside; the agent keeps the session until the partner has answered.
struct external_transfer_requested {
  session_id session;
  work_id from_work;
  agent_id from_agent;
  std::vector<std::string> participants;
  time_ms deadline;
  std::string reason;
  bool operator==(const external_transfer_requested&) const = default;
};
BOOST_DESCRIBE_STRUCT(external_transfer_requested, (),
                      (session, from_work, from_agent, participants, deadline, reason))

/// Who carries on outside. The session ends with it.
struct external_participants_recorded {
  session_id session;
  std::vector<std::string> participants;
  bool operator==(const external_participants_recorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(external_participants_recorded, (), (session, participants))

/// An agent that had taken a slot to write first may not: the slot is given back.
struct outbound_refused {
  work_id work;
  agent_id agent;
  std::string reason;  ///< a code of the error catalogue
  bool operator==(const outbound_refused&) const = default;
};
BOOST_DESCRIBE_STRUCT(outbound_refused, (), (work, agent, reason))

struct conversation_event_cases {
  using variant =
      std::variant<conversation_opened, session_opened, inbound_message_received,
                   outbound_message_accepted, outbound_message_blocked, flow_started, flow_finished,
                   participant_joined, participant_left, route_requested, route_cancelled,
                   route_failed, route_overflowed, skills_relaxed, preference_ended, route_retried,
                   work_offered, work_shown, work_accepted, work_delivered, work_declined,
                   work_expired, work_withdrawn, work_completed, after_work_extended,
                   after_work_ended, work_abandoned, transfer_requested, transfer_completed,
                   transfer_failed, session_inactivated, session_reactivated, idle_rechecked,
                   session_ended, conversation_closed, consent_changed, message_delivery_reported,
                   external_transfer_requested, external_participants_recorded, outbound_refused,
                   route_proposed, proposal_refused, route_taken_back, channel_action_requested,
                   channel_action_finished, call_changed, contact_matched>;
};
using conversation_event = one_of<conversation_event_cases>;

}  // namespace parley

#pragma once
// What the live floor tells: the answers to queries, as plain values that become JSON by schema
// (schemas/answers.fbs). Every answer names the position it holds for.

#include <vector>

#include <boost/describe.hpp>

#include "events/agent/events.hpp"
#include "events/agent/slot.hpp"
#include "events/base/time.hpp"
#include "events/consents/consent_source.hpp"
#include "events/conversation/events.hpp"

namespace parley {

/// A count of waits in fixed buckets: bucket i counts waits ≤ 2^i × 100 ms; the last has no bound.
struct wait_histogram {
  std::vector<std::uint64_t> buckets;  ///< 20 of them
  std::uint64_t count = 0;
  std::uint64_t sum_ms = 0;
  bool operator==(const wait_histogram&) const = default;
};
BOOST_DESCRIBE_STRUCT(wait_histogram, (), (buckets, count, sum_ms))

struct queue_summary {
  queue_id queue;
  std::string name;
  std::int32_t priority = 0;
  std::uint32_t waiting = 0;  ///< routes that wait, offers on the way included
  std::uint32_t offered = 0;  ///< of those, how many have an open offer
  time_ms oldest_since;       ///< when the longest-waiting route was requested; 0: none waits
  std::uint64_t routed = 0;   ///< routes requested here or overflowed to here
  std::uint64_t accepted = 0;
  std::uint64_t declined = 0;
  std::uint64_t expired = 0;
  std::uint64_t withdrawn = 0;
  std::uint64_t cancelled = 0;
  std::uint64_t failed = 0;
  std::uint64_t overflowed = 0;
  wait_histogram waits;  ///< from request to acceptance
  bool operator==(const queue_summary&) const = default;
};
BOOST_DESCRIBE_STRUCT(queue_summary, (),
                      (queue, name, priority, waiting, offered, oldest_since, routed, accepted,
                       declined, expired, withdrawn, cancelled, failed, overflowed, waits))

struct queues_answer {
  std::string position;
  std::vector<queue_summary> queues;  ///< by queue id
};
BOOST_DESCRIBE_STRUCT(queues_answer, (), (position, queues))

struct agent_summary {
  agent_id agent;
  std::string name;
  std::string status;
  presence_state presence = presence_state::logged_out;
  presence_cause cause = presence_cause::agent;
  time_ms since;        ///< of the presence
  time_ms lease_until;  ///< 0: does not expire
  std::uint32_t capacity_units = 0;
  std::uint32_t used_units = 0;  ///< reserved + committed + after-work, interruptible included
  std::uint32_t free_units = 0;  ///< for work that is not interruptible
  std::vector<queue_id> queues;
  std::vector<skill_level> skills;
  std::vector<work_slot> work;  ///< by work id
  std::uint64_t version = 0;    ///< of the agent's stream: a reader drops older news
  time_ms free_at;              ///< an estimate; 0: it has room, or nothing is known
  bool operator==(const agent_summary&) const = default;
};
BOOST_DESCRIBE_STRUCT(agent_summary, (),
                      (agent, name, status, presence, cause, since, lease_until, capacity_units,
                       used_units, free_units, queues, skills, work, version, free_at))

struct agent_answer {
  std::string position;
  agent_summary agent;
};
BOOST_DESCRIBE_STRUCT(agent_answer, (), (position, agent))

struct capacity_answer {
  std::string position;
  std::uint32_t capacity_units = 0;  ///< of available agents
  std::uint32_t used_units = 0;
  std::uint32_t free_units = 0;
  std::vector<agent_summary> agents;  ///< by agent id
};
BOOST_DESCRIBE_STRUCT(capacity_answer, (),
                      (position, capacity_units, used_units, free_units, agents))

/// Exactly one place at a time: what a conversation is waiting for, or who has it.
enum class conversation_place : std::uint8_t {
  open = 0,
  waiting = 1,
  offered = 2,
  active = 3,
  transferring = 4,
  bot = 5,
  ended = 6
};
BOOST_DESCRIBE_ENUM(conversation_place, open, waiting, offered, active, transferring, bot, ended)

struct conversation_summary {
  conversation_id conversation;
  session_id session;
  conversation_place place = conversation_place::open;
  channel_kind channel;
  contact_id contact;
  queue_id queue;
  agent_id agent;  ///< owner, or the agent with the open offer
  std::int32_t priority = 0;
  time_ms opened_at;
  time_ms waiting_since;
  bool operator==(const conversation_summary&) const = default;
};
BOOST_DESCRIBE_STRUCT(conversation_summary, (),
                      (conversation, session, place, channel, contact, queue, agent, priority,
                       opened_at, waiting_since))

struct conversations_answer {
  std::string position;
  std::vector<conversation_summary> conversations;
};
BOOST_DESCRIBE_STRUCT(conversations_answer, (), (position, conversations))

struct overview_answer {
  std::string position;
  std::uint32_t waiting = 0;
  std::uint32_t offered = 0;
  std::uint32_t active = 0;
  std::uint32_t after_work = 0;
  time_ms oldest_since;
  std::uint32_t agents_available = 0;
  std::uint32_t agents_busy = 0;
  std::uint32_t agents_away = 0;
  std::uint32_t agents_lost = 0;
  std::uint32_t agents_logged_out = 0;
  std::uint32_t capacity_units = 0;  ///< of available agents
  std::uint32_t used_units = 0;
  std::uint32_t occupancy_permille = 0;  ///< used ÷ capacity of agents that are not logged out
  std::uint64_t conversations_opened = 0;
  std::uint64_t sessions_ended = 0;
  std::uint64_t messages_in = 0;
  std::uint64_t messages_out = 0;
  std::uint64_t offers = 0;
  std::uint64_t accepted = 0;
  std::uint64_t declined = 0;
  std::uint64_t expired = 0;
  std::uint64_t withdrawn = 0;
  wait_histogram waits;
  std::vector<queue_summary> queues;
};
BOOST_DESCRIBE_STRUCT(overview_answer, (),
                      (position, waiting, offered, active, after_work, oldest_since,
                       agents_available, agents_busy, agents_away, agents_lost, agents_logged_out,
                       capacity_units, used_units, occupancy_permille, conversations_opened,
                       sessions_ended, messages_in, messages_out, offers, accepted, declined,
                       expired, withdrawn, waits, queues))

/// One line of a transcript: a message, or something that happened, in log order.
struct transcript_entry {
  std::string position;
  time_ms at;
  std::string type;  ///< the event's name
  std::string author;
  std::string text;
  std::uint32_t seq = 0;  ///< messages only
  std::uint64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(transcript_entry, (), (position, at, type, author, text, seq, version))

struct conversation_answer {
  std::string position;
  conversation_id conversation;
  std::uint64_t version = 0;
  std::string state;  ///< of the session: "new", "in_flow", "routing", "active" …
  session_id session;
  contact_id contact;
  channel_kind channel;
  agent_id owner;
  std::string bot;
  route_id route;
  queue_id queue;
  work_id work;  ///< the open offer or the active item
  std::uint32_t messages = 0;
  std::vector<std::string> allowed_commands;
  std::vector<transcript_entry> transcript;
  std::uint64_t next_version = 0;  ///< where the transcript's next page starts; 0: this is the last
  call_state call = call_state::none;
  account_id account;  ///< the customer whose contact it is; empty: not known
  contact_standing standing = contact_standing::unmatched;
};
BOOST_DESCRIBE_STRUCT(conversation_answer, (),
                      (position, conversation, version, state, session, contact, channel, owner,
                       bot, route, queue, work, messages, allowed_commands, transcript,
                       next_version, call, account, standing))

struct consent_answer {
  std::string position;
  contact_id contact;
  channel_kind channel;
  consent consent_given = consent::unspecified;  ///< what the contact said
  bool approved = false;                         ///< whether the contact may be written to
  consent_origin origin = consent_origin::none;  ///< whose word that is
  std::string owner;                             ///< the partner whose it is; empty: the tenant
  std::uint64_t sequence = 0;                    ///< the highest that was told
  time_ms changed_at;
};
BOOST_DESCRIBE_STRUCT(consent_answer, (),
                      (position, contact, channel, consent_given, approved, origin, owner, sequence,
                       changed_at))

}  // namespace parley

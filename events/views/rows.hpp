#pragma once
// The rows in which the floor is stored: plain described values, so that the generic codec writes
// them and equal prefixes of the log give equal bytes. Everything else of the floor is derived.

#include "events/agent/state.hpp"
#include "events/tenant/state.hpp"
#include "events/views/answers.hpp"

namespace parley {

/// Table "conversation": one that waits, is offered, or has an owner. Key: conversation id.
struct conversation_row {
  session_id session;
  contact_id contact;
  channel_kind channel;
  time_ms opened_at;
  bool routing = false;  ///< `request` is live: not resolved, cancelled or failed
  route_request request;
  time_ms waiting_since;
  std::uint32_t round = 0;
  std::vector<agent_id> declined;
  work_id attempt;  ///< sent to an agent, or reserved there; not offered yet
  agent_id attempt_agent;
  bool attempt_reserved = false;
  work_id offer;
  agent_id offer_agent;
  work_id withdrawn;  ///< an offer whose slot is not free yet: the route rests until it is
  work_id work;       ///< of the owner
  agent_id owner;
  std::string bot;
  bool inactive = false;
  std::uint64_t changed_at = 0;  ///< offset of the last change
  bool operator==(const conversation_row&) const = default;
};
BOOST_DESCRIBE_STRUCT(conversation_row, (),
                      (session, contact, channel, opened_at, routing, request, waiting_since, round,
                       declined, attempt, attempt_agent, attempt_reserved, offer, offer_agent,
                       withdrawn, work, owner, bot, inactive, changed_at))

/// Table "agent". Key: agent id.
struct agent_row {
  agent_state state;  ///< the same fold as the entity's own
  time_ms worked_at;  ///< when it last took or finished work; 0: never
  std::uint64_t version = 0;
  bool operator==(const agent_row&) const = default;
};
BOOST_DESCRIBE_STRUCT(agent_row, (), (state, worked_at, version))

/// Table "timer": an armed one. Key: timer id.
struct timer_row {
  time_ms due;
};
BOOST_DESCRIBE_STRUCT(timer_row, (), (due))

/// Table "queue": what happened in a queue so far. Key: queue id.
struct queue_row {
  std::uint64_t routed = 0;
  std::uint64_t accepted = 0;
  std::uint64_t declined = 0;
  std::uint64_t expired = 0;
  std::uint64_t withdrawn = 0;
  std::uint64_t cancelled = 0;
  std::uint64_t failed = 0;
  std::uint64_t overflowed = 0;
  wait_histogram waits;
};
BOOST_DESCRIBE_STRUCT(queue_row, (),
                      (routed, accepted, declined, expired, withdrawn, cancelled, failed,
                       overflowed, waits))

/// Table "counters": what happened in a tenant so far. One row, empty key.
struct counters_row {
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
  std::uint64_t recents = 0;  ///< conversations that ever entered the ring of recent ones
};
BOOST_DESCRIBE_STRUCT(counters_row, (),
                      (conversations_opened, sessions_ended, messages_in, messages_out, offers,
                       accepted, declined, expired, withdrawn, waits, recents))

/// Table "recent": a place of the ring of recent conversations. Key: the place, three digits.
struct recent_row {
  conversation_summary summary;
  std::uint64_t changed_at = 0;
};
BOOST_DESCRIBE_STRUCT(recent_row, (), (summary, changed_at))

// Table "tenant", empty key: tenant_state.

inline constexpr std::size_t recents_max = 500;  ///< of each tenant, beside the live ones

/// Bucket i counts waits up to 2^i × 100 ms; the last has no bound.
void add_wait(wait_histogram& to, duration_ms wait);

/// True if the route looks for an agent: nothing is sent, offered or being taken back, and no
/// partner is to say who.
bool is_looking(const conversation_row& row);

/// Where the row's conversation is: exactly one place.
conversation_place place_of(const conversation_row& row);

}  // namespace parley

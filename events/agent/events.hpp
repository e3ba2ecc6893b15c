#pragma once
// What can happen to an agent: its definition, presence and capacity slots.

#include <boost/describe.hpp>

#include "events/base/one_of.hpp"
#include "events/tenant/settings.hpp"

namespace parley {

struct agent_definition {
  std::string name;
  std::vector<queue_id> queues;  ///< whose work this agent may be offered
  std::vector<skill_level> skills;
  std::uint16_t capacity_units = 1;
  std::vector<channel_kind> channels;          ///< that the agent may work on; empty: all
  std::vector<std::string> partners;           ///< whose contact centres the agent works for, too
  std::vector<std::string> permission_sets{};  ///< beside those that its attributes give
  std::vector<attribute> attributes{};         ///< place, industry, role, experience …
  bool operator==(const agent_definition&) const = default;
};
BOOST_DESCRIBE_STRUCT(agent_definition, (),
                      (name, queues, skills, capacity_units, channels, partners, permission_sets,
                       attributes))

/// Why a presence changed. Every flip names its cause.
enum class presence_cause : std::uint8_t {
  agent = 0,
  supervisor = 1,
  partner = 2,
  lease_expired = 3,
  grace_expired = 4,
  offer_expired = 5  ///< the agent let one expire, and the tenant says what follows
};
BOOST_DESCRIBE_ENUM(presence_cause, agent, supervisor, partner, lease_expired, grace_expired,
                    offer_expired)

struct agent_defined {
  agent_definition definition;
  bool operator==(const agent_defined&) const = default;
};
BOOST_DESCRIBE_STRUCT(agent_defined, (), (definition))

struct presence_changed {
  std::string status;  ///< the tenant's name for it
  presence_state state = presence_state::logged_out;
  std::vector<channel_kind> channels;  ///< logged in on; empty: all of the definition
  presence_cause cause = presence_cause::agent;
  time_ms lease_until;  ///< 0: does not expire
  bool operator==(const presence_changed&) const = default;
};
BOOST_DESCRIBE_STRUCT(presence_changed, (), (status, state, channels, cause, lease_until))

struct lease_renewed {
  time_ms lease_until;
  bool operator==(const lease_renewed&) const = default;
};
BOOST_DESCRIBE_STRUCT(lease_renewed, (), (lease_until))

/// The agent left, or its lease ran out, while it had live work. It keeps the work until
/// `grace_until`; no new work is offered.
struct presence_lost {
  time_ms grace_until;
  presence_cause cause = presence_cause::lease_expired;
  bool operator==(const presence_lost&) const = default;
};
BOOST_DESCRIBE_STRUCT(presence_lost, (), (grace_until, cause))

/// A slot is taken for an offer. Reserved units count as used.
struct capacity_reserved {
  work_id work;
  conversation_id conversation;
  channel_kind channel;
  std::uint16_t weight = 1;
  bool interruptible = false;
  bool operator==(const capacity_reserved&) const = default;
};
BOOST_DESCRIBE_STRUCT(capacity_reserved, (), (work, conversation, channel, weight, interruptible))

struct capacity_committed {
  work_id work;
  bool operator==(const capacity_committed&) const = default;
};
BOOST_DESCRIBE_STRUCT(capacity_committed, (), (work))

/// The conversation part is over; the slot stays taken for wrap-up. Told again when it is extended.
struct after_work_started {
  work_id work;
  time_ms until{};  ///< 0: not known, in old events
  bool operator==(const after_work_started&) const = default;
};
BOOST_DESCRIBE_STRUCT(after_work_started, (), (work, until))

struct capacity_released {
  work_id work;
  bool operator==(const capacity_released&) const = default;
};
BOOST_DESCRIBE_STRUCT(capacity_released, (), (work))

/// The agent writes first: its slot is taken before the conversation is asked.
struct outbound_started {
  work_id work;
  conversation_id conversation;
  contact_id contact;
  channel_kind channel;
  std::string address;
  queue_id queue;
  std::uint16_t weight = 1;
  bool operator==(const outbound_started&) const = default;
};
BOOST_DESCRIBE_STRUCT(outbound_started, (),
                      (work, conversation, contact, channel, address, queue, weight))

/// Work that a partner gave the agent on its own side takes its units here as well; told again, its
/// units are the new ones. It ends with capacity_released.
struct partner_work_started {
  work_id work;  ///< `<partner>/<the partner's id>`
  std::string partner;
  channel_kind channel;
  std::uint16_t weight = 1;
  bool interruptible = false;
  bool operator==(const partner_work_started&) const = default;
};
BOOST_DESCRIBE_STRUCT(partner_work_started, (), (work, partner, channel, weight, interruptible))

/// The end of a report: up to which of its reports the partner's work is known.
struct partner_work_reported {
  std::string partner;
  std::uint64_t sequence = 0;
  bool full = false;
  bool operator==(const partner_work_reported&) const = default;
};
BOOST_DESCRIBE_STRUCT(partner_work_reported, (), (partner, sequence, full))

/// The agent's room as it is after the events before this one in the commit: for the partners that
/// it works for, and only while there are any. The stream's version orders them.
struct capacity_changed {
  std::uint32_t capacity_units = 0;
  std::uint32_t used_units = 0;  ///< reserved + committed + after-work, interruptible included
  std::uint32_t free_units = 0;  ///< for work that is not interruptible
  time_ms free_at;               ///< as free_at() of the state
  bool operator==(const capacity_changed&) const = default;
};
BOOST_DESCRIBE_STRUCT(capacity_changed, (), (capacity_units, used_units, free_units, free_at))

struct agent_event_cases {
  using variant =
      std::variant<agent_defined, presence_changed, lease_renewed, presence_lost, capacity_reserved,
                   capacity_committed, after_work_started, capacity_released, outbound_started,
                   partner_work_started, partner_work_reported, capacity_changed>;
};
using agent_event = one_of<agent_event_cases>;

}  // namespace parley

#pragma once
// An agent's state. Capacity is never counted beside the slots: used and free are sums over them.

#include <vector>

#include "events/agent/events.hpp"
#include "events/agent/slot.hpp"

namespace parley {

/// Up to which of its reports a partner's own work is known.
struct partner_feed {
  std::string partner;
  std::uint64_t sequence = 0;
  bool operator==(const partner_feed&) const = default;
};
BOOST_DESCRIBE_STRUCT(partner_feed, (), (partner, sequence))

/// How long the agent's work on a channel took, from acceptance to the freed slot: a moving mean.
struct handling_time {
  channel_kind channel;
  std::uint32_t count = 0;
  duration_ms mean_ms{0};
  bool operator==(const handling_time&) const = default;
};
BOOST_DESCRIBE_STRUCT(handling_time, (), (channel, count, mean_ms))

inline constexpr std::size_t handling_channels_max =
    32;  ///< of each agent; others are not measured
inline constexpr std::uint32_t handling_weight_max = 16;  ///< a new one counts for 1/16, or more

struct agent_state {
  bool defined = false;
  agent_definition definition;
  std::string status;  ///< the tenant's name, as last chosen; it stays while the agent is lost
  presence_state presence = presence_state::logged_out;
  std::vector<channel_kind> channels;  ///< logged in on, sorted; empty: all of the definition
  presence_cause cause = presence_cause::agent;
  time_ms since;                 ///< of the presence
  time_ms lease_until;           ///< 0: does not expire
  time_ms grace_until;           ///< 0: not lost
  std::vector<work_slot> slots;  ///< sorted by work id
  std::vector<partner_feed> partner_feeds;
  std::vector<handling_time> handling;  ///< in the order in which channels were first worked on
  bool operator==(const agent_state&) const = default;
};
BOOST_DESCRIBE_STRUCT(agent_state, (),
                      (defined, definition, status, presence, channels, cause, since, lease_until,
                       grace_until, slots, partner_feeds, handling))

/// Null if the work has no slot. Valid until the state changes.
const work_slot* find_slot(const agent_state& agent, const work_id& work);

/// Units of all slots: reserved, committed and after-work, interruptible work included.
std::uint32_t used_units(const agent_state& agent);

/// Units that work which is not interruptible may still take. Work that can be interrupted makes
/// room for it, so it does not count; 0 if the capacity was lowered below what is used.
std::uint32_t free_units(const agent_state& agent);

/// Units that interruptible work may still take: only what nobody uses.
std::uint32_t free_units_interruptible(const agent_state& agent);

/// When the agent is expected to have room for work that is not interruptible; it may be past, when
/// work takes longer than it used to. 0: it has room now, or nothing is known. Wrap-up ends when
/// its recorded time does, other work when it has taken the agent's mean for its channel.
time_ms free_at(const agent_state& agent);
/// What partners are told of the agent's room.
capacity_changed capacity_of(const agent_state& agent);

/// True if the agent is defined for `channel` and logged in on it.
bool works_on(const agent_state& agent, const channel_kind& channel);

/// True if a slot is reserved or committed: somebody waits for this agent. Wrap-up alone is not
/// live, nor is a partner's own work, which can be given to nobody else here.
bool has_live_work(const agent_state& agent);

/// True if the agent works for that partner's contact centre, too.
bool serves_partner(const agent_state& agent, const std::string& partner);
/// 0: no report of that partner is known.
std::uint64_t known_report(const agent_state& agent, const std::string& partner);

}  // namespace parley

#pragma once
// What an agent can be asked to do. The agent alone decides whether it has room.

#include "events/agent/events.hpp"
#include "events/base/one_of.hpp"

namespace parley {

struct define_agent {
  agent_definition definition;
};
BOOST_DESCRIBE_STRUCT(define_agent, (), (definition))

/// Sets the presence, or renews its lease when nothing else changed. `lease_ms` 0: the tenant's.
struct set_presence {
  std::string status;
  std::vector<channel_kind> channels;
  duration_ms lease_ms{0};
  presence_cause cause = presence_cause::agent;
};
BOOST_DESCRIBE_STRUCT(set_presence, (), (status, channels, lease_ms, cause))

/// Takes a slot, atomically. NOT_AVAILABLE or NO_CAPACITY refuse it. The same work again: no event.
struct reserve_capacity {
  work_id work;
  conversation_id conversation;
  channel_kind channel;
  std::uint16_t weight = 1;
  bool interruptible = false;
};
BOOST_DESCRIBE_STRUCT(reserve_capacity, (), (work, conversation, channel, weight, interruptible))
/// Reserved → committed. WRONG_STATE without a reservation.
struct commit_capacity {
  work_id work;
};
BOOST_DESCRIBE_STRUCT(commit_capacity, (), (work))
/// Committed → after-work; or another end of it.
struct start_after_work {
  work_id work;
  time_ms until{};
};
BOOST_DESCRIBE_STRUCT(start_after_work, (), (work, until))
/// Any slot → free. Unknown work is no error: it was freed before.
struct release_capacity {
  work_id work;
};
BOOST_DESCRIBE_STRUCT(release_capacity, (), (work))
/// The lease's timer: refused while the lease was renewed beyond `now`.
struct expire_lease {};
BOOST_DESCRIBE_STRUCT(expire_lease, (), ())
/// The grace timer of a lost agent: it is logged out, and its work is taken away.
struct expire_grace {};
BOOST_DESCRIBE_STRUCT(expire_grace, (), ())

/// The agent opens a session with a contact and owns it from the start, if it has room.
struct start_outbound {
  conversation_id conversation;
  contact_id contact;
  channel_kind channel;
  std::string address;
  queue_id queue;  ///< that its work is counted in
};
BOOST_DESCRIBE_STRUCT(start_outbound, (), (conversation, contact, channel, address, queue))

struct partner_work {
  std::string work;  ///< the partner's own id
  channel_kind channel;
  std::uint16_t weight = 0;  ///< 0: the tenant's for the channel
  bool interruptible = false;
};
BOOST_DESCRIBE_STRUCT(partner_work, (), (work, channel, weight, interruptible))

/// What the partner gave this agent on its own side. `full`: `started` is all that it has now;
/// otherwise the changes since the report before, whose sequence is one less. STALE_VERSION with
/// the sequence that is known: this one is older, or one between is missing and a full one is
/// needed.
struct report_partner_work {
  std::string partner;  ///< empty: who asks
  std::uint64_t sequence = 0;
  bool full = false;
  std::vector<partner_work> started;
  std::vector<std::string> ended;
};
BOOST_DESCRIBE_STRUCT(report_partner_work, (), (partner, sequence, full, started, ended))

/// From reactions only: the agent let the offer expire. The tenant's settings say whether its
/// presence changes; one that is not available stays as it is.
struct note_unanswered {
  work_id work;
};
BOOST_DESCRIBE_STRUCT(note_unanswered, (), (work))

struct agent_command_cases {
  using variant = std::variant<define_agent, set_presence, reserve_capacity, commit_capacity,
                               start_after_work, release_capacity, expire_lease, expire_grace,
                               start_outbound, report_partner_work, note_unanswered>;
};
using agent_command = one_of<agent_command_cases>;

}  // namespace parley

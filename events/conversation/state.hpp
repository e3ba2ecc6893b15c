#pragma once
// What a conversation remembers in order to decide: the fold of its events, kept small because
// thousands are alive at once. Plain described values, so that the generic codec stores snapshots.
// The transcript is not here (views keep it), nor is any clock: times are those of the commits.

#include "events/base/rare.hpp"
#include "events/conversation/events.hpp"

namespace parley {

/// Where the latest session is. `none`: the conversation was never opened. Pinned numbers.
enum class session_state : std::uint8_t {
  none = 0,
  fresh = 1,  ///< "new": open, nobody asked to take it
  in_flow = 2,
  routing = 3,
  active = 4,
  transferring = 5,  ///< routed again while the first agent stays the owner
  inactive = 6,      ///< owned, but no traffic for the tenant's idle time
  in_automation = 7,
  ended = 8
};
BOOST_DESCRIBE_ENUM(session_state, none, fresh, in_flow, routing, active, transferring, inactive,
                    in_automation, ended)
const char* to_string(session_state state);

/// An offer, and the item it becomes, are one machine: sent → shown → active → joined →
/// after_work, and one of the states after that, which are final. Pinned numbers.
enum class work_state : std::uint8_t {
  sent = 0,
  shown = 1,
  active = 2,
  joined = 3,
  after_work = 4,
  declined = 5,
  expired = 6,
  withdrawn = 7,
  abandoned = 8,
  closed = 9
};
BOOST_DESCRIBE_ENUM(work_state, sent, shown, active, joined, after_work, declined, expired,
                    withdrawn, abandoned, closed)
const char* to_string(work_state state);

/// How the session's last route ended. It tells a repeated cancel from a wrong one.
enum class route_end : std::uint8_t { none = 0, accepted = 1, cancelled = 2, failed = 3 };
BOOST_DESCRIBE_ENUM(route_end, none, accepted, cancelled, failed)

/// The one open offer of a route; no work id: there is none.
struct open_offer {
  work_id work;
  agent_id agent;
  time_ms deadline;
  bool shown = false;
  bool operator==(const open_offer&) const = default;
};
BOOST_DESCRIBE_STRUCT(open_offer, (), (work, agent, deadline, shown))

/// The one pending route of the live session; no route id: there is none.
struct pending_route {
  route_request request;
  time_ms requested_at;
  std::uint32_t round = 0;
  std::vector<agent_id> declined;  ///< not to be asked again in this round
  open_offer offer;
  bool operator==(const pending_route&) const = default;
};
BOOST_DESCRIBE_STRUCT(pending_route, (), (request, requested_at, round, declined, offer))

/// An accepted item: the owner's, or one in wrap-up. Keeps what it takes to route the session
/// again as it was routed.
struct work_item {
  work_id work;
  agent_id agent;
  work_state state = work_state::active;
  queue_id queue;
  std::vector<skill_level> skills;
  std::int32_t priority = 0;
  bool interruptible = false;
  time_ms after_work_since;
  time_ms after_work_until;
  bool operator==(const work_item&) const = default;
};
BOOST_DESCRIBE_STRUCT(work_item, (),
                      (work, agent, state, queue, skills, priority, interruptible, after_work_since,
                       after_work_until))

struct finished_work {
  work_id work;
  agent_id agent;
  work_state state = work_state::closed;
  bool operator==(const finished_work&) const = default;
};
BOOST_DESCRIBE_STRUCT(finished_work, (), (work, agent, state))

/// Asked for, and not answered yet; no deadline: there is none.
struct external_transfer {
  std::vector<std::string> participants;
  time_ms deadline;
  bool operator==(const external_transfer&) const = default;
};
BOOST_DESCRIBE_STRUCT(external_transfer, (), (participants, deadline))

/// A message that went out, by the hash of its id, and the last that was told of it.
struct sent_message {
  std::uint64_t message = 0;
  bool reported = false;
  delivery last = delivery::delivered;
  bool operator==(const sent_message&) const = default;
};
BOOST_DESCRIBE_STRUCT(sent_message, (), (message, reported, last))

/// Asked of the channel's side, and not answered yet.
struct open_action {
  std::string action;
  std::string name;
  bool operator==(const open_action&) const = default;
};
BOOST_DESCRIBE_STRUCT(open_action, (), (action, name))

struct conversation_state {
  contact_id contact;
  channel_kind channel;
  std::string address;
  consent consent_given = consent::unspecified;
  bool closed = false;
  session_state session_now = session_state::none;
  initiator opened_by = initiator::contact;
  route_end last_route = route_end::none;
  std::uint32_t sessions = 0;    ///< opened so far: numbers the session ids
  std::uint32_t routes = 0;      ///< requested so far: numbers the route ids
  std::uint32_t messages = 0;    ///< of the latest session: the seq of its last message
  session_id session;            ///< the latest
  time_ms opened_at;             ///< of the latest session
  time_ms traffic_at;            ///< of its last message, or when it was last given to an owner
  std::string flow;              ///< running now
  std::string bot;               ///< the owner, in automation
  rare<pending_route> route;     ///< few of those alive wait for somebody
  std::vector<work_item> works;  ///< oldest first; the last active one is the owner's
  std::vector<finished_work> finished;  ///< the last few, oldest first: see finished_works_max
  /// Hashes of the last message ids, a ring: see recent_messages_max.
  std::vector<std::uint64_t> recent_messages;
  std::uint32_t recent_next = 0;  ///< the ring's oldest place, once it is full
  std::uint32_t actions = 0;      ///< requested so far: numbers them
  rare<external_transfer> external;
  std::vector<sent_message> sent;  ///< the last few, oldest first: see sent_messages_max
  time_ms consent_at;              ///< of `consent_given`
  std::vector<open_action> open_actions;
  call_state call = call_state::none;  ///< of the latest session
  account_id account;                  ///< the customer whose contact it is; empty: not known
  contact_standing standing = contact_standing::unmatched;
  bool operator==(const conversation_state&) const = default;
};
BOOST_DESCRIBE_STRUCT(conversation_state, (),
                      (contact, channel, address, consent_given, closed, session_now, opened_by,
                       last_route, sessions, routes, messages, session, opened_at, traffic_at, flow,
                       bot, route, works, finished, recent_messages, recent_next, external, sent,
                       consent_at, actions, open_actions, call, account, standing))

inline constexpr std::size_t recent_messages_max = 256;
inline constexpr std::size_t finished_works_max = 8;
inline constexpr std::size_t sent_messages_max = 32;
inline constexpr std::size_t open_actions_max = 16;

// ---- questions to a state ----

bool live(const conversation_state& state);  ///< a session is open
bool route_pending(const conversation_state& state);
bool offer_open(const conversation_state& state);
bool external_pending(const conversation_state& state);
/// The item of the agent that owns the session now; null: nobody or a bot does.
const work_item* owner_work(const conversation_state& state);
/// An accepted item that is not closed; null: none of that name.
const work_item* find_work(const conversation_state& state, const work_id& work);
const finished_work* find_finished(const conversation_state& state, const work_id& work);
bool message_known(const conversation_state& state, const message_id& message);

}  // namespace parley

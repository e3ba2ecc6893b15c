#pragma once
// What a tenant configures: its defaults, presence statuses, queues and channels. Plain values.

#include <vector>

#include <boost/describe.hpp>

#include "events/base/ids.hpp"
#include "events/base/time.hpp"

namespace parley {

enum class consent : std::uint8_t { unspecified = 0, granted = 1, refused = 2 };
BOOST_DESCRIBE_ENUM(consent, unspecified, granted, refused)

/// What a presence status means to routing. Only `available` agents are offered work.
enum class presence_state : std::uint8_t {
  logged_out = 0,
  available = 1,
  busy = 2,
  away = 3,
  lost = 4
};
BOOST_DESCRIBE_ENUM(presence_state, logged_out, available, busy, away, lost)

/// How a queue chooses among eligible agents with room. Ties: longest idle, then agent id.
enum class routing_policy : std::uint8_t {
  most_available = 0,  ///< most free capacity units
  least_active = 1,    ///< least capacity used
  longest_idle = 2,    ///< longest since the last work was taken or finished
};
BOOST_DESCRIBE_ENUM(routing_policy, most_available, least_active, longest_idle)

struct skill_level {
  skill_id skill;
  std::uint8_t level = 1;  ///< 1–10; an agent qualifies with this level or a higher one
  auto operator<=>(const skill_level&) const = default;
  bool operator==(const skill_level&) const = default;
};
BOOST_DESCRIBE_STRUCT(skill_level, (), (skill, level))

struct channel_weight {
  channel_kind channel;
  std::uint16_t weight = 1;  ///< capacity units that one work item of this channel takes
  bool operator==(const channel_weight&) const = default;
};
BOOST_DESCRIBE_STRUCT(channel_weight, (), (channel, weight))

struct presence_status {
  std::string name;
  presence_state state = presence_state::available;
  bool operator==(const presence_status&) const = default;
};
BOOST_DESCRIBE_STRUCT(presence_status, (), (name, state))

struct attribute {
  std::string key;
  std::string value;
  bool operator==(const attribute&) const = default;
};
BOOST_DESCRIBE_STRUCT(attribute, (), (key, value))

/// What agents may do who have it; an agent's rights are all that its sets grant together.
struct permission_set {
  std::string name;
  bool accept_work = false;
  bool transfer = false;
  bool start_outbound = false;
  bool send = false;
  bool read_transcript = false;
  bool replay_log = false;             ///< follow events from a position in the past
  std::vector<channel_kind> channels;  ///< that it grants all this on; empty: all
  std::vector<attribute> given_if;     ///< agents with all of these have it; empty: by name only
  bool operator==(const permission_set&) const = default;
};
BOOST_DESCRIBE_STRUCT(permission_set, (),
                      (name, accept_work, transfer, start_outbound, send, read_transcript,
                       replay_log, channels, given_if))

/// What becomes of a request that nobody is entitled to.
enum class unsupported_policy : std::uint8_t {
  accept = 0,  ///< it stays open, with nothing promised
  refuse = 1,  ///< its case is closed with the status "refused"
};
BOOST_DESCRIBE_ENUM(unsupported_policy, accept, refuse)

struct tenant_settings {
  std::string name;
  consent consent_default = consent::unspecified;
  duration_ms after_work_ms{0};      ///< wrap-up after a work item; 0: none
  duration_ms after_work_max_ms{0};  ///< the most that extensions may reach in all; 0: no extension
  duration_ms lease_ms{0};           ///< presence lease; 0: a presence does not expire
  duration_ms grace_ms{0};           ///< how long a lost agent keeps its work
  duration_ms idle_ms{0};  ///< an Active session with no traffic becomes Inactive; 0: never
  duration_ms decline_pause_ms{30000};  ///< before the only agents, who declined, are asked again
  std::uint32_t agents_max = 100000;
  std::uint32_t queues_max = 5000;
  std::uint32_t message_bytes_max = 65536;
  std::vector<presence_status> statuses;  ///< empty: available, busy, away, logged_out
  std::vector<channel_weight> channel_weights;
  duration_ms transfer_timeout_ms{60000};  ///< an external transfer not answered by then fails
  std::uint32_t renewal_lead_days = 60;    ///< before a contract ends; 0: nobody is reminded
  unsupported_policy unsupported = unsupported_policy::accept;
  std::string refusal_text{};  ///< to a customer whose request is not covered; empty: in English
  std::string renewal_text{};  ///< added if what has ended can be renewed
  std::string
      unanswered_status{};  ///< of an available agent that lets an offer expire; empty: as it was
  bool known_channels_only = false;  ///< partners open conversations on configured channels only
  bool operator==(const tenant_settings&) const = default;
};
BOOST_DESCRIBE_STRUCT(tenant_settings, (),
                      (name, consent_default, after_work_ms, after_work_max_ms, lease_ms, grace_ms,
                       idle_ms, decline_pause_ms, agents_max, queues_max, message_bytes_max,
                       statuses, channel_weights, transfer_timeout_ms, renewal_lead_days,
                       unsupported, refusal_text, renewal_text, unanswered_status,
                       known_channels_only))

struct queue_settings {
  std::string name;
  std::vector<skill_level> skills;  ///< needed, most important first: relaxation drops the last
  std::int32_t priority = 0;        ///< larger is more urgent
  routing_policy policy = routing_policy::most_available;
  duration_ms offer_timeout_ms{30000};  ///< an offer not answered by then has expired
  duration_ms route_timeout_ms{0};      ///< a route not resolved by then fails; 0: it waits
  duration_ms prefer_timeout_ms{0};     ///< how long a preferred agent is waited for; 0: not
  duration_ms relax_after_ms{0};        ///< drop one needed skill each time this passes; 0: never
  queue_id overflow_queue;              ///< where waiting work moves to; empty: nowhere
  duration_ms overflow_after_ms{0};
  std::vector<channel_weight> channel_weights;  ///< over the tenant's
  bool operator==(const queue_settings&) const = default;
};
BOOST_DESCRIBE_STRUCT(queue_settings, (),
                      (name, skills, priority, policy, offer_timeout_ms, route_timeout_ms,
                       prefer_timeout_ms, relax_after_ms, overflow_queue, overflow_after_ms,
                       channel_weights))

/// Whose decision something is on a channel.
enum class channel_side : std::uint8_t { tenant = 0, partner = 1 };
BOOST_DESCRIBE_ENUM(channel_side, tenant, partner)

/// Who routes when the partner that should has not answered in time; `fail`: nobody.
enum class route_fallback : std::uint8_t { tenant = 0, fail = 1 };
BOOST_DESCRIBE_ENUM(route_fallback, tenant, fail)

/// What goes over a channel. Of a voice call the media stay outside; its control comes here.
enum class channel_medium : std::uint8_t { messages = 0, voice = 1 };
BOOST_DESCRIBE_ENUM(channel_medium, messages, voice)

/// What a partner calls one of the tenant's presence statuses.
struct partner_status {
  std::string theirs;
  std::string ours;
  bool operator==(const partner_status&) const = default;
};
BOOST_DESCRIBE_STRUCT(partner_status, (), (theirs, ours))

/// A channel that is not configured belongs to the tenant in everything, and offers no actions.
struct channel_settings {
  std::string name;
  std::string partner;  ///< that serves it; empty: nobody outside
  channel_side routing_owner = channel_side::tenant;
  channel_side consent_owner = channel_side::tenant;
  consent consent_default = consent::unspecified;  ///< unspecified: the tenant's
  std::string consent_request_type;  ///< content type of messages that ask for consent; empty: none
  duration_ms answer_timeout_ms{60000};  ///< how long the partner has to propose somebody
  route_fallback fallback = route_fallback::tenant;
  std::vector<std::string> actions;      ///< that clients may ask for: "disconnect", "transfer" …
  std::vector<partner_status> statuses;  ///< the partner's names for the tenant's
  channel_medium medium = channel_medium::messages;
  bool reopens = false;    ///< a contact's message after the end opens the next session
  bool suspended = false;  ///< no session is opened; those that live go on
  bool operator==(const channel_settings&) const = default;
};
BOOST_DESCRIBE_STRUCT(channel_settings, (),
                      (name, partner, routing_owner, consent_owner, consent_default,
                       consent_request_type, answer_timeout_ms, fallback, actions, statuses, medium,
                       reopens, suspended))

}  // namespace parley

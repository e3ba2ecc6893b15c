#pragma once
// What passes between a conversation and its channel's partner beside messages: who routes, and
// what the channel does when it is asked. Part of events.hpp.

#include "events/conversation/route.hpp"
#include "events/milestone/ids.hpp"

namespace parley {

/// The partner that routes has answered: an agent (`proposed`), or a queue in which the tenant's
/// engine goes on.
struct route_proposed {
  route_request request;  ///< same route id, all values as they are now
  std::string by;
  bool operator==(const route_proposed&) const = default;
};
BOOST_DESCRIBE_STRUCT(route_proposed, (), (request, by))

/// The proposed agent does not get the work; the partner may propose another one.
struct proposal_refused {
  route_id route;
  agent_id agent;
  std::string reason;  ///< a code of the error catalogue, "declined" or "withdrawn"
  time_ms answer_by;
  bool operator==(const proposal_refused&) const = default;
};
BOOST_DESCRIBE_STRUCT(proposal_refused, (), (route, agent, reason, answer_by))

/// The partner did not answer: from now on the tenant's engine routes.
struct route_taken_back {
  route_request request;
  bool operator==(const route_taken_back&) const = default;
};
BOOST_DESCRIBE_STRUCT(route_taken_back, (), (request))

/// Something that the channel offers, for its partner to do.
struct channel_action_requested {
  session_id session;
  std::string action;  ///< `<conversation>.a<n>`
  std::string name;    ///< as in the channel's settings
  std::string by;
  std::vector<attribute> arguments;
  bool operator==(const channel_action_requested&) const = default;
};
BOOST_DESCRIBE_STRUCT(channel_action_requested, (), (session, action, name, by, arguments))

struct channel_action_finished {
  std::string action;
  std::string name;
  bool done = false;
  std::vector<attribute> values;  ///< what was asked for
  std::string reason;             ///< why not, in the channel's words
  bool operator==(const channel_action_finished&) const = default;
};
BOOST_DESCRIBE_STRUCT(channel_action_finished, (), (action, name, done, values, reason))

/// How a call stands, as the channel's side tells it. Pinned numbers.
enum class call_state : std::uint8_t {
  none = 0,
  ringing = 1,
  connected = 2,
  held = 3,
  hung_up = 4
};
BOOST_DESCRIBE_ENUM(call_state, none, ringing, connected, held, hung_up)

struct call_changed {
  session_id session;
  call_state call = call_state::none;
  std::string by;
  std::string reason;
  bool operator==(const call_changed&) const = default;
};
BOOST_DESCRIBE_STRUCT(call_changed, (), (session, call, by, reason))

/// Whether the contact is one that a customer of the tenant has named. Pinned numbers.
enum class contact_standing : std::uint8_t {
  unmatched = 0,    ///< nobody has looked: the tenant knows no customers
  known = 1,        ///< of `account`
  provisional = 2,  ///< of no customer yet
  ambiguous = 3     ///< several customers name it: somebody must say whose it is
};
BOOST_DESCRIBE_ENUM(contact_standing, unmatched, known, provisional, ambiguous)

/// As of the opening of a session, or as somebody said later. What was recorded before stays.
struct contact_matched {
  session_id session;
  contact_id contact;
  account_id account;
  contact_standing standing = contact_standing::unmatched;
  std::string by;  ///< empty: found by the contact's id
  bool operator==(const contact_matched&) const = default;
};
BOOST_DESCRIBE_STRUCT(contact_matched, (), (session, contact, account, standing, by))

}  // namespace parley

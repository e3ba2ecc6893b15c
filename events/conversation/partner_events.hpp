#pragma once
// What passes between a conversation and its channel's partner beside messages: who routes, and
// what the channel does when it is asked. Part of events.hpp.

#include "events/conversation/route.hpp"

namespace parley {

struct attribute {
  std::string key;
  std::string value;
  bool operator==(const attribute&) const = default;
};
BOOST_DESCRIBE_STRUCT(attribute, (), (key, value))

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

}  // namespace parley

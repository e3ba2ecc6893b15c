#pragma once
// Refusals that an auditor must see: who asked for what was not theirs. They stand in a stream of
// their own, because a refused command changes nothing of what it was sent to.

#include <string>

#include <boost/describe.hpp>

#include "events/base/one_of.hpp"

namespace parley {

/// The commit's principal is who asked.
struct refusal_recorded {
  std::string target;   ///< the stream: `tenant/kind/id`
  std::string command;  ///< its name
  std::string code;     ///< of the error catalogue
  std::string message;
  bool operator==(const refusal_recorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(refusal_recorded, (), (target, command, code, message))

struct audit_event_cases {
  using variant = std::variant<refusal_recorded>;
};
using audit_event = one_of<audit_event_cases>;

}  // namespace parley

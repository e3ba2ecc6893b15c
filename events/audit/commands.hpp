#pragma once
// What the gateways tell the auditor.

#include "events/audit/events.hpp"
#include "events/base/one_of.hpp"

namespace parley {

/// Sent in the name of who was refused, by the gateway that refused: no client can ask for it.
struct record_refusal {
  std::string target;
  std::string command;
  std::string code;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(record_refusal, (), (target, command, code, message))

struct audit_command_cases {
  using variant = std::variant<record_refusal>;
};
using audit_command = one_of<audit_command_cases>;

}  // namespace parley

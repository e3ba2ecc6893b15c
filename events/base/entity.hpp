#pragma once
// The shape of every entity: what `decide` may see, and the compile-time check of the four parts.

#include <concepts>
#include <vector>

#include <boost/describe.hpp>

#include "events/base/result.hpp"
#include "events/base/stream.hpp"
#include "events/base/time.hpp"

namespace parley {

struct tenant_state;      // events/tenant/state.hpp
class hours_source;       // events/hours/hours_source.hpp
class consent_source;     // events/consents/consent_source.hpp
class contact_source;     // events/customer/contact_source.hpp
struct agent_definition;  // events/agent/events.hpp

/// Who asks. Bound to the tenant by the gateway before a command is made.
enum class principal_role : std::uint8_t {
  system = 0,
  agent = 1,
  supervisor = 2,
  partner = 3,
  admin = 4,
  customer = 5,  ///< of the tenant's customer; `name` is the account, and it sees nothing else
};
BOOST_DESCRIBE_ENUM(principal_role, system, agent, supervisor, partner, admin, customer)
struct principal {
  principal_role role = principal_role::system;
  std::string name;
  std::string profile{};  ///< one of the tenant's own (events/hours/rights.hpp); not in the log
  bool operator==(const principal&) const = default;
};

/// Everything a decision may depend on beside the state and the command. No clock, no randomness.
struct context {
  time_ms now;
  stream_id stream;
  command_id command;
  principal by;
  /// The tenant's settings and queues, folded up to some position before the command's own commit:
  /// a view, so possibly older than the tenant's last event. Null: no such tenant is known.
  const tenant_state* tenant = nullptr;
  /// How many agents the tenant has, by the same view. Only defining a new agent asks.
  std::uint32_t agents = 0;
  /// The tenant's business hours, by the same view. Null: none are known, and every hour counts.
  const hours_source* hours = nullptr;
  /// What contacts agreed to, by the same view; it shows every update that was answered. Null:
  /// nothing is known.
  const consent_source* consents = nullptr;
  /// Whose contact somebody is, by the same view. Null: nothing is known.
  const contact_source* contacts = nullptr;
  /// The definition of the agent that asks, by the same view. Null: no agent asks, or an unknown
  /// one.
  const agent_definition* agent = nullptr;
};

/// A struct with static members: `state`, `command` and `event` are plain values, both functions
/// are pure. `apply` is total: it accepts any event the entity ever wrote.
template <class E>
concept entity = std::default_initializable<typename E::state> &&
    requires(typename E::state& s, const typename E::state& cs, const typename E::command& c,
             const typename E::event& e, const context& x) {
  { E::kind } -> std::convertible_to<entity_kind>;
  { E::decide(cs, c, x) } -> std::same_as<result<std::vector<typename E::event>>>;
  { E::apply(s, e, time_ms{}) } -> std::same_as<void>;
};

}  // namespace parley

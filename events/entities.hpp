#pragma once
// All entities behind one state and one pair of functions: what a shard hosts, snapshots and
// verifies without knowing any of them.

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "events/agent/state.hpp"
#include "events/audit/state.hpp"
#include "events/base/entity.hpp"
#include "events/base/rare.hpp"
#include "events/cases/state.hpp"
#include "events/consents/state.hpp"
#include "events/conversation/state.hpp"
#include "events/customer/state.hpp"
#include "events/events.hpp"
#include "events/milestone/state.hpp"
#include "events/tenant/state.hpp"
#include "events/timer/state.hpp"

namespace parley {

/// Tens of thousands of conversations are alive at once: what is larger lives on the heap, so that
/// it does not set the size of each of them.
inline constexpr std::size_t state_in_place_bytes_max = 400;
template <class State>
using kept_state =
    std::conditional_t<(sizeof(State) > state_in_place_bytes_max), rare<State>, State>;

/// In the order of entity_kind.
using any_state =
    std::variant<kept_state<tenant_state>, kept_state<agent_state>, kept_state<conversation_state>,
                 kept_state<timer_state>, kept_state<customer_state>, kept_state<case_state>,
                 kept_state<milestone_state>, kept_state<consent_state>, kept_state<audit_state>>;

/// Null: it is the state of another kind of entity. Valid until `state` changes.
template <class State>
const State* state_as(const any_state& state) {
  const auto* kept = std::get_if<kept_state<State>>(&state);
  if constexpr (is_rare_v<kept_state<State>>) {
    return kept == nullptr ? nullptr : &**kept;
  } else {
    return kept;
  }
}

/// Before the first event of a stream.
any_state empty_state(entity_kind kind);
entity_kind kind_of(const any_state& state);
entity_kind kind_of(const any_command& command);
/// Whose stream the event belongs to.
entity_kind kind_of(const any_event& event);

/// The entity's own `decide`. BAD_REQUEST if the command is meant for another kind of entity.
result<std::vector<any_event>> decide(const any_state& state, const any_command& command,
                                      const context& where);

/// Total for the events of the state's own kind; another kind's event is a broken invariant.
void apply(any_state& state, const any_event& event, time_ms recorded_at);

/// A snapshot's bytes: the state's table of schemas/snapshots.fbs.
std::vector<std::uint8_t> encode_state(const any_state& state);

/// CORRUPT if `bytes` are not the table of that kind; the caller then folds the events instead.
result<any_state> decode_state(entity_kind kind, std::span<const std::uint8_t> bytes);

}  // namespace parley

#pragma once
// A contact's consent on one channel: the owner's word, in the order in which the owner gave it.

#include "events/base/entity.hpp"
#include "events/consents/commands.hpp"
#include "events/consents/state.hpp"

namespace parley {

struct consent_entity {
  using state = consent_state;
  using command = consent_command;
  using event = consent_event;
  static constexpr entity_kind kind = entity_kind::contact_consent;

  /// The same value again is a success without an event, unless its sequence is newer.
  static result<std::vector<event>> decide(const state& now, const command& what,
                                           const context& where);
  static void apply(state& to, const event& what, time_ms at);
};

}  // namespace parley

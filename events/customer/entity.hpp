#pragma once
// The customer: one stream holds all that its rights follow from, so that an asset and the
// entitlements it brings are one commit, and who is entitled is decided in one order.
//
// Limits: 1,000 contacts, assets, contracts, lines of a contract and entitlements each.

#include "events/base/entity.hpp"
#include "events/customer/commands.hpp"
#include "events/customer/state.hpp"

namespace parley {

struct customer_entity {
  using state = customer_state;
  using command = customer_command;
  using event = customer_event;
  static constexpr entity_kind kind = entity_kind::customer;

  /// NOT_FOUND before the customer is defined, or for what it does not have. INVALID_DEFINITION for
  /// dates that are none, terms that end before they start (INVALID_TERM), lie outside their
  /// contract (OUTSIDE_CONTRACT) or are no extension (NOT_AN_EXTENSION): `state` tells which.
  static result<std::vector<event>> decide(const state& now, const command& what,
                                           const context& where);
  static void apply(state& to, const event& what, time_ms at);
};

}  // namespace parley

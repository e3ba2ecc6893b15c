#pragma once
// Who has a right to support, by which relation and at which level. Pure; always the same choice.

#include <map>

#include "events/customer/state.hpp"
#include "events/hours/hours_source.hpp"

namespace parley {

struct tenant_state;  // events/tenant/state.hpp

/// Every relation that is given must fit. Of several eligible entitlements the first is chosen by
/// most particular relation (line, asset, contact, product, contract, account), then higher rank of
/// level, then later end, then id. An entitlement for certain assets, products or a contract is
/// also found by account alone, behind those of the account as such.
coverage_answer verify(const customer_state& customer, const coverage_question& question,
                       time_ms at, const tenant_state* tenant, const hours_source* hours);

}  // namespace parley

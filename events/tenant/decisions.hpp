#pragma once
// The tenant's decisions about what can be promised: levels, templates, bundles, processes, price
// books. Part of the entity; nobody else includes it.

#include "events/base/entity.hpp"
#include "events/tenant/commands.hpp"
#include "events/tenant/events.hpp"
#include "events/tenant/state.hpp"

namespace parley::tenant_rules {

using tenant_outcome = result<std::vector<tenant_event>>;

tenant_outcome decide_one(const tenant_state& now, const configure_service_level& what);
tenant_outcome decide_one(const tenant_state& now, const remove_service_level& what,
                          const context& where);
tenant_outcome decide_one(const tenant_state& now, const claim_service_level& what);
tenant_outcome decide_one(const tenant_state& now, const configure_entitlement_template& what);
tenant_outcome decide_one(const tenant_state& now, const configure_product_bundle& what);
tenant_outcome decide_one(const tenant_state& now, const configure_price_book& what);
tenant_outcome decide_one(const tenant_state& now, const configure_process& what);

}  // namespace parley::tenant_rules

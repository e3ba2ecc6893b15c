#pragma once
// The rules of a tenant's business hours: who may change them, what blocks a change, what follows.
// The tenant's `decide` and `apply` for the commands and events of this folder.

#include <variant>

#include "events/base/entity.hpp"
#include "events/hours/commands.hpp"
#include "events/hours/events.hpp"

namespace parley::hours {

using event =
    std::variant<hours_zone_recorded, hours_defined, hours_activated, hours_deactivated,
                 default_hours_changed, holiday_defined, holiday_removed, hours_claimed,
                 hours_released, tz_release_loaded, hours_administered, holiday_region_defined>;
using events = std::vector<event>;

// NOT_PERMITTED to whoever has not the right, which `state` names; NOT_FOUND for what does not
// exist; INVALID_DEFINITION with the field first in the message and the reason's name as state;
// WRONG_STATE with what blocks. What changes nothing gives no event.
result<events> decide(const tenant_hours& now, const define_hours& what, const context& where);
result<events> decide(const tenant_hours& now, const activate_hours& what, const context& where);
result<events> decide(const tenant_hours& now, const deactivate_hours& what, const context& where);
result<events> decide(const tenant_hours& now, const make_default_hours& what,
                      const context& where);
result<events> decide(const tenant_hours& now, const delete_hours& what, const context& where);
result<events> decide(const tenant_hours& now, const define_holiday& what, const context& where);
result<events> decide(const tenant_hours& now, const remove_holiday& what, const context& where);
result<events> decide(const tenant_hours& now, const claim_hours& what, const context& where);
result<events> decide(const tenant_hours& now, const release_hours& what, const context& where);
result<events> decide(const tenant_hours& now, const load_tz_release& what, const context& where);
result<events> decide(const tenant_hours& now, const administer_hours& what, const context& where);
result<events> decide(const tenant_hours& now, const define_holiday_region& what,
                      const context& where);

void apply(tenant_hours& to, const hours_zone_recorded& what);
void apply(tenant_hours& to, const hours_defined& what);
void apply(tenant_hours& to, const hours_activated& what);
void apply(tenant_hours& to, const hours_deactivated& what);
void apply(tenant_hours& to, const default_hours_changed& what);
void apply(tenant_hours& to, const holiday_defined& what);
void apply(tenant_hours& to, const holiday_removed& what);
void apply(tenant_hours& to, const hours_claimed& what);
void apply(tenant_hours& to, const hours_released& what);
void apply(tenant_hours& to, const tz_release_loaded& what);
void apply(tenant_hours& to, const hours_administered& what);
void apply(tenant_hours& to, const holiday_region_defined& what);

}  // namespace parley::hours

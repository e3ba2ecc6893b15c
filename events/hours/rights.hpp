#pragma once
// Who may do what with a tenant's business hours. The system may do all that can be done; nobody
// deletes a set.

#include "events/base/entity.hpp"
#include "events/hours/book.hpp"

namespace parley::hours {

enum class access : std::uint8_t { create, read, update };

/// As the tenant gave it to the principal's own profile, if it has one, else to its role's; else
/// the default. A profile of the tenant's own reads by default.
hours_right right_of(const hours_administration& in, const principal& by);
/// NOT_PERMITTED; `state` is "FORBIDDEN" and the right, such as "FORBIDDEN create".
status permitted(const tenant_hours& now, const principal& by, access wanted);
/// NOT_PERMITTED unless it is the system or an administrator.
status only_administrators(principal_role role);

}  // namespace parley::hours

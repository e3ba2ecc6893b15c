#pragma once
// Who may do what with a tenant's business hours. The system may do all that can be done; nobody
// deletes a set.

#include "events/base/entity.hpp"
#include "events/hours/book.hpp"

namespace parley::hours {

enum class access : std::uint8_t { create, read, update };

/// The right of a role: as the tenant gave it, else its default.
hours_right right_of(const hours_administration& in, principal_role role);
/// NOT_PERMITTED; `state` is "FORBIDDEN" and the right, such as "FORBIDDEN create".
status permitted(const tenant_hours& now, principal_role role, access wanted);
/// NOT_PERMITTED unless it is the system or an administrator.
status only_administrators(principal_role role);

}  // namespace parley::hours

#pragma once
// Who may do what: one table of roles and scopes over operations. Roles are the upper bound, scopes
// narrow a token further, and an agent acts only as itself.

#include <optional>
#include <string>

#include "actors/http/router.hpp"
#include "actors/http/token.hpp"

namespace parley::http {

/// The claims a request without tokens (development mode) is taken to have.
token_claims dev_claims();

/// NOT_FOUND, in the words for an unknown tenant, if `claims` are of another tenant; NOT_PERMITTED
/// if the role or the scopes do not cover `what`.
status authorise(const token_claims& claims, operation what, const tenant_id& tenant);

/// An agent's token may name only that agent: fills an empty `agent`, refuses another one.
status bind_agent(const principal& by, std::string& agent);
/// A customer's token knows its own account only: NOT_FOUND for any other.
status bind_customer(const principal& by, const std::string& account);
/// The scope that covers `what`: "define", "presence", "converse", "work", "floor" or "events".
const char* scope_of(operation what);

}  // namespace parley::http

#pragma once
// Tokens of any role, signed with a key of the test's own, and a gateway that asks for them. It is
// one thousand seconds past the epoch there; tokens are good for as long again.

#include "actors/http/gateway.hpp"
#include "actors/http/token.hpp"

namespace parley::test {

inline const std::string& key_line() {
  static const std::string line = *http::key_ring::generate_line("k1");
  return line;
}

inline http::token_claims claims_of(principal_role role, const char* name,
                                    const char* tenant = "acme") {
  http::token_claims claims;
  claims.tenant = tenant_id(tenant);
  claims.role = role;
  claims.name = name;
  claims.expires_at = time_ms(2'000'000);
  return claims;
}

inline std::string header_for(const http::token_claims& claims) {
  return "Authorization: Bearer " + *(*http::key_ring::parse(key_line())).mint(claims) + "\r\n";
}

inline http::gateway_options token_options() {
  http::gateway_options options;
  options.keys = *http::key_ring::parse(key_line());
  options.clock = [] { return time_ms(1'000'000); };
  return options;
}

}  // namespace parley::test

#pragma once
// Bearer tokens: who asks, in which tenant, until when. Text: `prl1.<payload>.<mac>`, both
// base64url without padding. The payload is six lines (key id, tenant, role, name, expiry in ms,
// scopes by comma) and, of a profile of the tenant's own, its name; the mac is HMAC-SHA-512-256
// over everything before the second dot. There is one algorithm, so none can be confused with
// another. Limits: a token cannot be revoked, only outlived or its key taken out of the file: mint
// short-lived ones.

#include <array>
#include <string>
#include <vector>

#include "events/base/entity.hpp"

namespace parley::http {

struct token_claims {
  tenant_id tenant;  ///< "*" is any tenant, for role system only
  principal_role role = principal_role::agent;
  std::string name;
  std::vector<std::string> scopes;  ///< empty: all that the role may do
  time_ms expires_at;
  std::string key_id;     ///< empty when minting: the first key
  std::string profile{};  ///< of the tenant's own; narrows or widens what a tenant lets it decide
  bool operator==(const token_claims&) const = default;
};

/// The keys by id. The first mints; all verify, which is how keys are rotated. Immutable in use.
class key_ring {
 public:
  /// Lines of `<key id> <base64url of 32 bytes>`; blank lines and lines with # are skipped.
  static result<key_ring> parse(std::string_view text);
  static result<key_ring> load(const std::string& path);
  /// A line for a key file with a fresh random key.
  static result<std::string> generate_line(std::string_view key_id);

  bool empty() const { return keys_.empty(); }
  /// BAD_REQUEST if a field cannot be a token's: control characters, empty name, "*" for a role
  /// that is bound to a tenant.
  result<std::string> mint(const token_claims& claims) const;
  /// UNAUTHENTICATED for everything that is not exactly a token of these keys; TOKEN_EXPIRED from
  /// `expires_at` on. The mac is compared in constant time, before anything else is believed.
  result<token_claims> verify(std::string_view token, time_ms now) const;

 private:
  struct key {
    std::string id;
    std::array<unsigned char, 32> bytes{};
  };
  const key* find(std::string_view id) const;
  std::vector<key> keys_;
};

}  // namespace parley::http

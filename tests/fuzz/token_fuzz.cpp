// Goal: no text makes the check of tokens crash or believe what it did not mint, and claims survive
// the way through a token. The first byte chooses: a token from outside, or claims to mint.
#include "actors/http/token.hpp"
#include "events/base/assert.hpp"

namespace {

using parley::http::key_ring;
using parley::http::token_claims;

const key_ring& ring() {
  static const key_ring made = *key_ring::parse("k1 " + std::string(43, 'A'));
  return made;
}

void mint(std::string_view text) {
  token_claims claims;
  const auto take = [&text] {
    const auto end = std::min(text.find('|'), text.size());
    const std::string part(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
  };
  claims.role = static_cast<parley::principal_role>(text.size() % 5);
  claims.tenant = parley::tenant_id(take());
  claims.name = take();
  claims.key_id = "k1";
  claims.expires_at = parley::time_ms(static_cast<std::int64_t>(text.size()) + 1);
  while (!text.empty()) {
    claims.scopes.push_back(take());
  }
  const auto token = ring().mint(claims);
  if (!token.ok()) return;
  const auto back = ring().verify(*token, parley::time_ms(0));
  PARLEY_ASSERT(back.ok() && *back == claims, "claims changed on the way through a token");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 4 == 0) {
    mint(text);
  } else if (data[0] % 4 == 1) {
    (void)key_ring::parse(text).ok();
  } else {
    // The fuzzer does not have the key's secret, so what it writes is never believed. Its own
    // known key is public here, hence another one.
    static const key_ring secret = *key_ring::parse(*key_ring::generate_line("k1"));
    PARLEY_ASSERT(!secret.verify(text, parley::time_ms(0)).ok(), "a forged token was believed");
    (void)ring().verify(text, parley::time_ms(0)).ok();
  }
  return 0;
}

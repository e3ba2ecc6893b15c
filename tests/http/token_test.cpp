// Tokens: what a key ring mints it believes, until then, and nothing else.
#include "actors/http/token.hpp"

#include <doctest/doctest.h>

using namespace parley;
using parley::http::key_ring;
using parley::http::token_claims;

namespace {

constexpr time_ms now{1'000'000};

std::string line_of(const char* id) { return *key_ring::generate_line(id); }

token_claims claims_for(principal_role role = principal_role::agent) {
  token_claims claims;
  claims.tenant = tenant_id("acme");
  claims.role = role;
  claims.name = "bo";
  claims.expires_at = now + duration_ms(1000);
  return claims;
}

errc refusal(const key_ring& ring, std::string_view token) {
  const auto got = ring.verify(token, now);
  REQUIRE_FALSE(got.ok());
  return got.error().code;
}

}  // namespace

TEST_CASE("a minted token tells its claims back") {
  const auto ring = *key_ring::parse(line_of("k1"));
  for (const auto role : {principal_role::system, principal_role::agent, principal_role::supervisor,
                          principal_role::partner, principal_role::admin}) {
    auto claims = claims_for(role);
    claims.scopes = {"work", "floor"};
    const auto token = ring.mint(claims);
    REQUIRE(token.ok());
    CHECK(token->substr(0, 5) == "prl1.");
    claims.key_id = "k1";
    const auto back = ring.verify(*token, now);
    REQUIRE(back.ok());
    CHECK(*back == claims);
  }
}

TEST_CASE("a token has expired from its time on") {
  const auto ring = *key_ring::parse(line_of("k1"));
  const auto token = *ring.mint(claims_for());
  CHECK(ring.verify(token, now + duration_ms(999)).ok());
  CHECK(ring.verify(token, now + duration_ms(1000)).error().code == errc::token_expired);
}

TEST_CASE("a token with any one character changed is not believed") {
  const auto ring = *key_ring::parse(line_of("k1"));
  const auto token = *ring.mint(claims_for());
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string forged = token;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    CAPTURE(i);
    CHECK(refusal(ring, forged) == errc::unauthenticated);
  }
  for (std::size_t size = 0; size < token.size(); ++size) {
    CHECK(refusal(ring, token.substr(0, size)) == errc::unauthenticated);
  }
}

TEST_CASE("what only looks like a token is not believed") {
  const auto ring = *key_ring::parse(line_of("k1"));
  const auto token = *ring.mint(claims_for());
  const std::string payload = token.substr(5, token.rfind('.') - 5);
  const std::string mac = token.substr(token.rfind('.') + 1);
  for (const std::string& bad :
       {std::string(), std::string("prl1."), std::string("prl1.."), "prl1." + payload + ".",
        "prl1.." + mac, "prl2." + payload + "." + mac, payload + "." + mac, token + "A",
        token + "=", " " + token, token + " ", "prl1." + payload + "." + mac + "." + mac,
        "prl1." + payload + ".AAAA", std::string(100'000, 'a'),
        "prl1." + std::string(100'000, 'a') + "." + mac,
        // The way of JWT: an algorithm of the sender's choice.
        std::string("eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ.")}) {
    CHECK(refusal(ring, bad) == errc::unauthenticated);
  }
}

TEST_CASE("keys are rotated: old tokens live while their key does, new ones use the first") {
  const auto first = line_of("k1");
  const auto second = line_of("k2");
  const auto old_ring = *key_ring::parse(first);
  const auto both = *key_ring::parse("# the new one first\n" + second + "\n\r\n" + first + "\n");
  const auto new_ring = *key_ring::parse(second);
  const auto old_token = *old_ring.mint(claims_for());
  CHECK(both.verify(old_token, now).ok());
  CHECK(refusal(new_ring, old_token) == errc::unauthenticated);
  const auto new_token = *both.mint(claims_for());
  CHECK(both.verify(new_token, now)->key_id == "k2");
  CHECK(new_ring.verify(new_token, now).ok());
  // The same id with another key is another key.
  const auto other = *key_ring::parse(line_of("k1"));
  CHECK(refusal(other, old_token) == errc::unauthenticated);
}

TEST_CASE("key files are refused with the line that is wrong") {
  const auto why = [](const std::string& text) {
    const auto got = key_ring::parse(text);
    return got.ok() ? std::string() : got.error().message;
  };
  CHECK(why("") == "the key file holds no key");
  CHECK(why("# none\n") == "the key file holds no key");
  CHECK(why("k1\n").find("line 1") != std::string::npos);
  CHECK(why("\nk1 c2hvcnQ\n").find("line 2") != std::string::npos);
  const auto line = line_of("k1");
  CHECK(why(line + "\n" + line).find("twice") != std::string::npos);
  CHECK_FALSE(key_ring::load("/nonexistent/keys").ok());
}

TEST_CASE("claims that would read back as others are not minted") {
  const auto ring = *key_ring::parse(line_of("k1"));
  const auto refused = [&](auto change) {
    auto claims = claims_for();
    change(claims);
    return !ring.mint(claims).ok();
  };
  CHECK(refused([](token_claims& c) { c.name = "bo\nadmin"; }));
  CHECK(refused([](token_claims& c) { c.name = ""; }));
  CHECK(refused([](token_claims& c) { c.tenant = tenant_id("acme\nx"); }));
  CHECK(refused([](token_claims& c) { c.tenant = tenant_id(""); }));
  CHECK(refused([](token_claims& c) { c.scopes = {"a,b"}; }));
  CHECK(refused([](token_claims& c) { c.scopes = {""}; }));
  CHECK(refused([](token_claims& c) { c.tenant = tenant_id("*"); }));
  CHECK(refused([](token_claims& c) { c.key_id = "k9"; }));
}

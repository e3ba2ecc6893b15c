#include "actors/http/token.hpp"

#include <charconv>
#include <fstream>
#include <limits>
#include <sstream>

#include <sodium.h>

#include "actors/http/token_life.hpp"

namespace parley::http {
namespace {

constexpr std::string_view prefix = "prl1.";
constexpr std::size_t token_bytes_max = 4096;
constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
static_assert(crypto_auth_hmacsha512256_KEYBYTES == 32);

rejection refused() { return {errc::unauthenticated, "the token is not valid", {}}; }

bool sodium_ready() { return sodium_init() >= 0; }

std::string to_base64(const unsigned char* bytes, std::size_t size) {
  std::string text(sodium_base64_encoded_len(size, variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, variant);
  text.pop_back();  // the terminating NUL
  return text;
}

bool from_base64(std::string_view text, std::string& out) {
  out.resize(text.size() / 4 * 3 + 3);
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &size, &end, variant) != 0 ||
      end != text.data() + text.size()) {
    return false;
  }
  out.resize(size);
  return true;
}

bool printable(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      return false;
    }
  }
  return text.size() <= 200;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

bool parse_role(std::string_view text, principal_role& out) {
  return boost::describe::enum_from_string(std::string(text).c_str(), out);
}

std::string payload_of(const token_claims& claims, const std::string& key_id) {
  std::string text = key_id + '\n' + claims.tenant.str() + '\n' +
                     boost::describe::enum_to_string(claims.role, "") + '\n' + claims.name + '\n' +
                     std::to_string(claims.expires_at.value) + '\n';
  for (std::size_t i = 0; i < claims.scopes.size(); ++i) {
    text += (i == 0 ? "" : ",") + claims.scopes[i];
  }
  if (!claims.profile.empty()) {
    text += '\n' + claims.profile;
  }
  return text;
}

// The caller has checked the mac, so what fails here was minted wrongly, not forged.
result<token_claims> claims_of(std::string_view payload) {
  const auto lines = split(payload, '\n');
  token_claims claims;
  const bool own = lines.size() == 7 && !lines.back().empty();
  if ((lines.size() != 6 && !own) || !parse_role(lines[2], claims.role)) {
    return refused();
  }
  claims.key_id = lines[0];
  claims.tenant = tenant_id(std::string(lines[1]));
  claims.name = lines[3];
  const auto* end = lines[4].data() + lines[4].size();
  const auto parsed = std::from_chars(lines[4].data(), end, claims.expires_at.value);
  if (parsed.ec != std::errc{} || parsed.ptr != end) {
    return refused();
  }
  if (own) {
    claims.profile = lines[6];
  }
  if (!lines[5].empty()) {
    for (const auto scope : split(lines[5], ',')) {
      claims.scopes.emplace_back(scope);
    }
  }
  return claims;
}

}  // namespace

result<key_ring> key_ring::parse(std::string_view text) {
  const auto bad = [](std::size_t line, const char* why) {
    return rejection{errc::bad_request, "key file, line " + std::to_string(line) + ": " + why, {}};
  };
  key_ring ring;
  std::size_t number = 0;
  for (auto line : split(text, '\n')) {
    ++number;
    if (!line.empty() && line.back() == '\r') {
      line.remove_suffix(1);
    }
    if (line.empty() || line.front() == '#') {
      continue;
    }
    const auto fields = split(line, ' ');
    std::string bytes;
    if (fields.size() != 2 || fields[0].empty() || !printable(fields[0])) {
      return bad(number, "want `<key id> <base64url of 32 bytes>`");
    }
    if (!from_base64(fields[1], bytes) || bytes.size() != 32) {
      return bad(number, "the key is not base64url of 32 bytes");
    }
    if (ring.find(fields[0]) != nullptr) {
      return bad(number, "the key id is used twice");
    }
    key next;
    next.id = fields[0];
    std::copy(bytes.begin(), bytes.end(), next.bytes.begin());
    ring.keys_.push_back(std::move(next));
  }
  if (ring.empty()) {
    return rejection{errc::bad_request, "the key file holds no key", {}};
  }
  return ring;
}

result<key_ring> key_ring::load(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) {
    return rejection{errc::not_found, "cannot read the key file " + path, {}};
  }
  return parse(text.str());
}

result<std::string> key_ring::generate_line(std::string_view key_id) {
  if (!sodium_ready()) {
    return rejection{errc::unavailable, "no source of random numbers", {}};
  }
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return std::string(key_id) + ' ' + to_base64(bytes.data(), bytes.size());
}

const key_ring::key* key_ring::find(std::string_view id) const {
  for (const key& k : keys_) {
    if (k.id == id) {
      return &k;
    }
  }
  return nullptr;
}

result<std::string> key_ring::mint(const token_claims& claims) const {
  const key* with = claims.key_id.empty() && !empty() ? &keys_.front() : find(claims.key_id);
  if (with == nullptr) {
    return rejection{errc::not_found, "no such key", {}};
  }
  bool good = printable(claims.tenant.str()) && !claims.tenant.empty() && printable(claims.name) &&
              !claims.name.empty() && printable(claims.profile);
  for (const auto& scope : claims.scopes) {
    good = good && !scope.empty() && printable(scope) && scope.find(',') == std::string::npos;
  }
  if (!good) {
    return rejection{errc::bad_request, "a token needs a tenant, a name and plain text", {}};
  }
  if (claims.tenant.str() == "*" && claims.role != principal_role::system) {
    return rejection{errc::bad_request, "only role system may be of every tenant", {}};
  }
  const std::string payload = payload_of(claims, with->id);
  std::string token(prefix);
  token += to_base64(reinterpret_cast<const unsigned char*>(payload.data()), payload.size());
  std::array<unsigned char, crypto_auth_hmacsha512256_BYTES> mac{};
  crypto_auth_hmacsha512256(mac.data(), reinterpret_cast<const unsigned char*>(token.data()),
                            token.size(), with->bytes.data());
  token += '.';
  token += to_base64(mac.data(), mac.size());
  if (token.size() > token_bytes_max) {
    return rejection{errc::bad_request, "the token would be too long", {}};
  }
  return token;
}

result<token_claims> key_ring::verify(std::string_view token, time_ms now) const {
  const auto dot = token.rfind('.');
  if (token.size() > token_bytes_max || !token.starts_with(prefix) ||
      dot == std::string_view::npos || dot < prefix.size()) {
    return refused();
  }
  std::string payload;
  std::string mac;
  if (!from_base64(token.substr(prefix.size(), dot - prefix.size()), payload) ||
      !from_base64(token.substr(dot + 1), mac) || mac.size() != crypto_auth_hmacsha512256_BYTES) {
    return refused();
  }
  const key* with = find(std::string_view(payload).substr(0, payload.find('\n')));
  if (with == nullptr ||
      crypto_auth_hmacsha512256_verify(reinterpret_cast<const unsigned char*>(mac.data()),
                                       reinterpret_cast<const unsigned char*>(token.data()), dot,
                                       with->bytes.data()) != 0) {
    return refused();
  }
  auto claims = claims_of(payload);
  if (claims.ok() && claims->expires_at <= now) {
    return rejection{errc::token_expired, "the token has expired", {}};
  }
  return claims;
}

time_ms good_until(std::string_view authorization) {
  constexpr time_ms for_ever(std::numeric_limits<std::int64_t>::max());
  const auto begin = authorization.find(prefix);
  if (begin == std::string_view::npos) {
    return for_ever;
  }
  const auto token = authorization.substr(begin + prefix.size());
  std::string payload;
  if (!from_base64(token.substr(0, token.find('.')), payload)) {
    return for_ever;
  }
  const auto claims = claims_of(payload);
  return claims.ok() ? claims->expires_at : for_ever;
}

}  // namespace parley::http

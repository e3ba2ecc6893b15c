#include "actors/http/command_key.hpp"

#include <array>
#include <cstring>

#include <sodium.h>

namespace parley::http {
namespace {

command_id id_of(const unsigned char* bytes) {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  std::memcpy(&high, bytes, 8);
  std::memcpy(&low, bytes + 8, 8);
  return outside_command_id(high, low);
}

// Where the member `id` stands in the text: from its opening quote to the end of its value.
struct member {
  std::size_t begin = 0;
  std::size_t value = 0;
  std::size_t end = 0;
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) {
    ++at;
  }
  return at;
}

// `at` is at an opening quote; returns the place after the closing one, or npos.
std::size_t skip_text(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

// Finds `"id": "…"` among the members of the outermost object. Texts are skipped as a whole, so
// neither a quoted bracket nor an `id` further in can mislead it.
bool find_id(std::string_view text, member& out) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == '"') {
      const auto end = skip_text(text, at);
      if (end == std::string_view::npos) {
        return false;
      }
      const auto colon = skip_space(text, end);
      if (depth == 1 && text.substr(at, end - at) == "\"id\"" && colon < text.size() &&
          text[colon] == ':') {
        out.begin = at;
        out.value = skip_space(text, colon + 1);
        out.end = out.value < text.size() && text[out.value] == '"' ? skip_text(text, out.value)
                                                                    : std::string_view::npos;
        return true;
      }
      at = end;
      continue;
    }
    ++at;
  }
  return false;
}

// Takes the member and one comma beside it out. False, and nothing taken, if what stands around it
// is not JSON: the parser then says so.
bool erase_member(std::string& body, const member& m) {
  std::size_t begin = m.begin;
  while (begin > 0 && is_space(body[begin - 1])) {
    --begin;
  }
  std::size_t end = skip_space(body, m.end);
  const bool first = begin > 0 && body[begin - 1] == '{';
  const bool last = end < body.size() && body[end] == '}';
  if (!first && (begin == 0 || body[begin - 1] != ',')) {
    return false;
  }
  if (!last) {
    const bool more = end < body.size() && body[end] == ',';
    end = skip_space(body, end + 1);
    if (!more || end >= body.size() || body[end] != '"') {
      return false;
    }
  } else if (!first) {
    --begin;
    const auto before = body.find_last_not_of(" \t\r\n", begin - 1);
    if (before == std::string::npos || body[before] == '{' || body[before] == ',') {
      return false;
    }
  }
  body.erase(begin, end - begin);
  return true;
}

}  // namespace

command_id keyed_command_id(std::string_view tenant, std::string_view method,
                            std::string_view place, std::string_view key) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  for (const auto part : {tenant, method, place, key}) {
    const std::uint64_t size = part.size();
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  }
  crypto_generichash_final(&state, hash.data(), hash.size());
  return id_of(hash.data());
}

command_id random_command_id() {
  // One system call for many ids: it costs about as much as all the rest of an id.
  thread_local std::array<unsigned char, 4096> pool;
  thread_local std::size_t used = pool.size();
  if (used == pool.size()) {
    randombytes_buf(pool.data(), pool.size());
    used = 0;
  }
  const auto id = id_of(pool.data() + used);
  used += 16;
  return id;
}

std::string conversation_name(const command_id& id) {
  constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string name = "c";
  std::uint64_t high = id.high << 1U;  // the top bit is always clear
  std::uint64_t low = id.low;
  for (int i = 0; i < 10; ++i) {
    name += digits[high >> 59U];
    high <<= 5U;
  }
  for (int i = 0; i < 10; ++i) {
    name += digits[low >> 59U];
    low <<= 5U;
  }
  return name;
}

status take_body_id(std::string& body, std::string& key) {
  member found;
  if (body.find("\"id\"") == std::string::npos || !find_id(body, found)) {
    return done{};
  }
  const auto bad = [](const char* why) { return rejection{errc::bad_request, why, {}}; };
  if (found.end == std::string::npos) {
    return bad("the member `id` must be a text");
  }
  key = body.substr(found.value + 1, found.end - found.value - 2);
  if (key.empty() || key.find('\\') != std::string::npos) {
    return bad("the member `id` must be a plain text");
  }
  member second;
  const bool twice = erase_member(body, found) && find_id(body, second);
  return twice ? status(bad("the member `id` is there twice")) : done{};
}

}  // namespace parley::http

#include "events/base/stream.hpp"

namespace parley {

const char* to_string(entity_kind kind) {
  switch (kind) {
    case entity_kind::tenant:
      return "tenant";
    case entity_kind::agent:
      return "agent";
    case entity_kind::conversation:
      return "conversation";
    case entity_kind::timer:
      return "timer";
    case entity_kind::customer:
      return "customer";
    case entity_kind::support_case:
      return "case";
    case entity_kind::milestone:
      return "milestone";
    case entity_kind::contact_consent:
      return "consent";
    case entity_kind::audit:
      return "audit";
  }
  return "unknown";
}

bool parse_entity_kind(std::string_view text, entity_kind& out) {
  for (const auto kind :
       {entity_kind::tenant, entity_kind::agent, entity_kind::conversation, entity_kind::timer,
        entity_kind::customer, entity_kind::support_case, entity_kind::milestone,
        entity_kind::contact_consent, entity_kind::audit}) {
    if (text == to_string(kind)) {
      out = kind;
      return true;
    }
  }
  return false;
}

std::string to_string(const stream_id& stream) {
  return stream.tenant.str() + "/" + to_string(stream.kind) + "/" + stream.entity;
}

bool parse_stream_id(std::string_view text, stream_id& out) {
  const auto first = text.find('/');
  if (first == std::string_view::npos || first == 0) {
    return false;
  }
  const auto second = text.find('/', first + 1);
  if (second == std::string_view::npos || second + 1 == text.size()) {
    return false;
  }
  out.tenant = tenant_id(std::string(text.substr(0, first)));
  out.entity = std::string(text.substr(second + 1));
  return parse_entity_kind(text.substr(first + 1, second - first - 1), out.kind);
}

partition_id partition_of(const tenant_id& tenant, std::uint16_t partition_count) {
  std::uint32_t hash = 2166136261U;
  for (const char c : tenant.str()) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  }
  return partition_id(static_cast<std::uint16_t>(hash % partition_count));
}

}  // namespace parley

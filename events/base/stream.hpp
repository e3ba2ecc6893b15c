#pragma once
// A stream is one entity's events. Its name is `tenant/kind/id`.

#include <boost/describe.hpp>

#include "events/base/ids.hpp"

namespace parley {

/// Pinned numbers: they are stored in every commit.
enum class entity_kind : std::uint8_t {
  tenant = 1,
  agent = 2,
  conversation = 3,
  timer = 4,
  customer = 5,
  support_case = 6,
  milestone = 7,
  contact_consent = 8,
  audit = 9
};
BOOST_DESCRIBE_ENUM(entity_kind, tenant, agent, conversation, timer, customer, support_case,
                    milestone, contact_consent, audit)
/// As in a stream's name: "case" is a support case, "consent" a contact's.
const char* to_string(entity_kind kind);
[[nodiscard]] bool parse_entity_kind(std::string_view text, entity_kind& out);

struct stream_id {
  tenant_id tenant;
  entity_kind kind = entity_kind::tenant;
  std::string entity;  ///< the id inside the tenant; a tenant's own stream repeats the tenant id

  auto operator<=>(const stream_id&) const = default;
  bool operator==(const stream_id&) const = default;
};
std::string to_string(const stream_id& stream);
[[nodiscard]] bool parse_stream_id(std::string_view text, stream_id& out);

/// Which partition a tenant lives in. All its streams share it, so a tenant has one total order.
/// FNV-1a of the tenant id modulo the count, which is fixed when a data directory is made.
partition_id partition_of(const tenant_id& tenant, std::uint16_t partition_count);

}  // namespace parley

template <>
struct std::hash<parley::stream_id> {
  std::size_t operator()(const parley::stream_id& s) const noexcept {
    const std::hash<std::string> text;
    return (text(s.entity) * 31U + text(s.tenant.str())) * 7U + static_cast<std::size_t>(s.kind);
  }
};

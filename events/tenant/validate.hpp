#pragma once
// Whether a definition may be stored. One place for the limits of tenants, queues, channels and
// agents.

#include "events/agent/events.hpp"
#include "events/base/result.hpp"
#include "events/tenant/settings.hpp"

namespace parley {

inline constexpr std::size_t name_bytes_max = 256;  ///< of any id or name in a definition
inline constexpr std::size_t list_items_max = 1000;
inline constexpr duration_ms duration_max{std::int64_t{3650} * 24 * 3600 * 1000};  ///< ten years
inline constexpr std::uint32_t agents_most = 1000000;
inline constexpr std::uint32_t queues_most = 100000;
inline constexpr std::uint32_t message_bytes_most = 1U << 20U;

/// INVALID_DEFINITION; the message starts with the field's name, as in the schema.
status validate(const tenant_settings& settings);
/// `queue` is the queue's own id: work may not overflow to where it waits.
status validate(const queue_id& queue, const queue_settings& settings);
status validate(const agent_definition& definition);
status validate(const channel_kind& channel, const channel_settings& settings);
/// `permissions` is the set's own id.
status validate(const std::string& permissions, const permission_set& settings);

}  // namespace parley

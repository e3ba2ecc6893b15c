#pragma once
// The compiled schemas (.bfbs), inside the library: for JSON by schema and for tests.

#include <cstdint>
#include <span>

namespace parley::schemas {

std::span<const std::uint8_t> promise_values_bfbs();
std::span<const std::uint8_t> common_bfbs();
std::span<const std::uint8_t> definition_events_bfbs();
std::span<const std::uint8_t> outside_events_bfbs();
std::span<const std::uint8_t> promise_events_bfbs();
std::span<const std::uint8_t> partner_commands_bfbs();
std::span<const std::uint8_t> promise_commands_bfbs();
std::span<const std::uint8_t> events_bfbs();
std::span<const std::uint8_t> commands_bfbs();
std::span<const std::uint8_t> answers_bfbs();
std::span<const std::uint8_t> envelope_bfbs();
std::span<const std::uint8_t> snapshots_bfbs();

}  // namespace parley::schemas

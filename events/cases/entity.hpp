#pragma once
// The case decides which promises apply, and when they begin, rest, end or are met. The clocks
// themselves are its milestones' (events/milestone), which follow by reactions.
//
// Limits: 100 fields, 50 conversations, 64 milestones, 1,000 holds. One process at a time.

#include "events/base/entity.hpp"
#include "events/cases/commands.hpp"
#include "events/cases/state.hpp"

namespace parley {

struct case_entity {
  using state = case_state;
  using command = case_command;
  using event = case_event;
  static constexpr entity_kind kind = entity_kind::support_case;

  /// NOT_FOUND before the case is opened, WRONG_STATE for what a closed case does not do,
  /// BAD_REQUEST for a time that is not its own.
  static result<std::vector<event>> decide(const state& now, const command& what,
                                           const context& where);
  static void apply(state& to, const event& what, time_ms at);
};

inline constexpr std::size_t case_fields_max = 100;
inline constexpr std::size_t case_conversations_max = 50;
inline constexpr std::size_t case_milestones_max = 64;
inline constexpr std::size_t case_holds_max = 1000;
inline constexpr std::size_t case_tasks_max = 100;  ///< open ones
inline constexpr std::size_t case_failures_max = 100;
inline constexpr std::uint32_t action_attempts_max = 6;  ///< of notices and events
inline constexpr duration_ms action_retry_ms{60'000};    ///< the first; twice as long each time
inline constexpr std::uint8_t action_depth_max = 8;      ///< field updates by actions in a row

}  // namespace parley

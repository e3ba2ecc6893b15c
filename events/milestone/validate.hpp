#pragma once
// Whether definitions of promises may be stored.

#include "events/base/result.hpp"
#include "events/customer/definitions.hpp"
#include "events/milestone/definitions.hpp"

namespace parley {

inline constexpr std::size_t milestones_max = 64;               ///< of a process
inline constexpr std::size_t milestone_actions_max = 32;        ///< of a milestone
inline constexpr std::size_t criteria_max = 32;                 ///< of a milestone
inline constexpr std::uint32_t target_minutes_max = 5'256'000;  ///< ten years

// INVALID_DEFINITION; the message starts with the field's name, as in the schema.
status validate(const level_id& level, const service_level& settings);
status validate(const price_book_id& book, const price_book_definition& settings);
status validate(const template_id& name, const entitlement_template& settings);
status validate(const product_id& product, const product_bundle& settings);
status validate(const process_id& process, const process_definition& definition);
status validate(const milestone_definition& definition);

}  // namespace parley

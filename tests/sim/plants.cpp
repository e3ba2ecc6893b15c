#include "tests/sim/plants.hpp"

#include <array>

namespace parley::sim {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, static_cast<std::size_t>(plant::count)> names = {
    "none",
    "double_assignment",
    "capacity_overbooked",
    "lost_wake_up",
    "capacity_not_freed",
    "dedup_skipped",
    "apply_twice",
    "wrong_tenant_prefix",
    "timer_fires_twice",
    "timer_fires_early",
    "view_not_folded",
    "view_folded_twice",
    "answer_before_durable",
    "failed_append_answered",
    "outbox_not_stored",
    "row_not_stored",
    "reaction_dropped",
    "milestone_looked_at_early",
    "milestone_missed_twice",
    "milestone_not_told",
    "response_noted_late",
};

plant current = plant::none;
int honest_scopes = 0;

}  // namespace

std::string_view name_of(plant which) { return names[static_cast<std::size_t>(which)]; }

std::optional<plant> find_plant(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) {
      return static_cast<plant>(i);
    }
  }
  return std::nullopt;
}

void set_plant(plant which) { current = which; }

bool planted(plant which) { return current == which && honest_scopes == 0; }

honest::honest() { ++honest_scopes; }
honest::~honest() { --honest_scopes; }

}  // namespace parley::sim

#pragma once
// Sums of what each tenant has promised, for metrics: bounded work and bounded names, whatever the
// number of promises.

#include <array>
#include <map>

#include "events/views/floor.hpp"
#include "events/views/promise_rows.hpp"

namespace parley {

inline constexpr std::size_t totals_levels_max = 20;
inline constexpr std::size_t totals_at_risk_max = 100'000;

struct promise_totals {
  std::array<std::uint64_t, 8> by_phase{};  ///< milestones that are kept in the view
  std::uint64_t at_risk = 0;                ///< running, with a target up to the horizon
  /// By level: what became of promises. The first 20 levels by name; the others as "(other)".
  std::map<std::string, compliance_row> by_level;
};

void add(promise_totals& to, const promise_totals& more);

/// Of every tenant that promised anything. At most 100,000 promises at risk are counted.
std::map<tenant_id, promise_totals> promise_totals_of(const floor& views, time_ms horizon);

}  // namespace parley

#include "events/views/promise_totals.hpp"

#include <algorithm>

#include "events/views/floor_state.hpp"

namespace parley {
namespace {

const std::string other_levels = "(other)";

void add(compliance_row& to, const compliance_row& more) {
  to.met += more.met;
  to.met_late += more.met_late;
  to.missed += more.missed;
  to.cancelled += more.cancelled;
}

compliance_row& level_of(promise_totals& to, std::string level) {
  if (level.empty()) {
    level = "(none)";
  }
  const std::size_t named = to.by_level.size() - to.by_level.count(other_levels);
  const bool room = named < totals_levels_max || to.by_level.contains(level);
  return to.by_level[room ? level : other_levels];
}

}  // namespace

void add(promise_totals& to, const promise_totals& more) {
  for (std::size_t i = 0; i < to.by_phase.size(); ++i) {
    to.by_phase.at(i) += more.by_phase.at(i);
  }
  to.at_risk += more.at_risk;
  for (const auto& [level, row] : more.by_level) {
    add(level_of(to, level), row);
  }
}

std::map<tenant_id, promise_totals> promise_totals_of(const floor& views, time_ms horizon) {
  const floor::state& state = views.inner();
  std::map<tenant_id, promise_totals> all;
  std::map<std::uint32_t, promise_totals*> by_number;
  for (const auto& [name, tenant] : state.tenants) {
    const tenant_promises& promises = tenant->promises;
    if (promises.milestones.size() == 0 && promises.compliance.empty()) {
      continue;
    }
    promise_totals& totals = all[tenant_id(name)];
    by_number[tenant->number] = &totals;
    std::copy(promises.phases.begin(), promises.phases.end(), totals.by_phase.begin());
    for (const auto& [key, row] : promises.compliance) {
      if (key.front() == compliance_other) {
        continue;
      }
      add(level_of(totals, key.substr(0, key.find(compliance_separator))), row);
    }
  }
  std::size_t left = totals_at_risk_max;
  state.due.visit([&](const timer_entry& entry) {
    // The clock looks at a run at its target or before it.
    if (entry.due > horizon + duration_ms(1)) {
      return false;
    }
    const bool ticks =
        entry.phase == milestone_phase::running || entry.phase == milestone_phase::warned;
    if (entry.milestone && ticks && entry.target <= horizon) {
      ++by_number[entry.tenant]->at_risk;
      --left;
    }
    return left > 0;
  });
  return all;
}

}  // namespace parley

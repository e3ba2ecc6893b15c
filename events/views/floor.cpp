#include "events/views/floor.hpp"

#include "events/views/floor_state.hpp"

namespace parley {

floor::floor() : state_(std::make_unique<state>()) {}
floor::~floor() = default;
floor::floor(floor&&) noexcept = default;
floor& floor::operator=(floor&&) noexcept = default;

position floor::at() const { return state_->at; }

const tenant_state* floor::tenant(const tenant_id& tenant) const {
  const tenant_floor* found = state_->find(tenant);
  return found == nullptr || !found->settings.created ? nullptr : &found->settings;
}

std::uint32_t floor::agents(const tenant_id& tenant) const {
  const tenant_floor* found = state_->find(tenant);
  return found == nullptr ? 0 : static_cast<std::uint32_t>(found->agents.size());
}

void floor::due_timers(time_ms now, std::size_t limit, std::vector<due_timer>& out) const {
  for (const timer_node* node : state_->due.due(now, limit)) {
    const tenant_id& tenant = state_->by_number[node->second.tenant]->id;
    out.push_back({tenant, timer_id(node->first), node->second.due, node->second.milestone});
  }
}

std::optional<time_ms> floor::next_due() const {
  const timer_node* node = state_->due.earliest();
  return node == nullptr ? std::nullopt : std::optional(node->second.due);
}

// ---- state ----

tenant_floor* floor::state::find(const tenant_id& tenant) {
  if (latest != nullptr && latest->id == tenant) {
    return latest;
  }
  const auto found = tenants.find(tenant.str());
  return found == tenants.end() ? nullptr : found->second.get();
}

const tenant_floor* floor::state::find(const tenant_id& tenant) const {
  const auto found = tenants.find(tenant.str());
  return found == tenants.end() ? nullptr : found->second.get();
}

tenant_floor& floor::state::at_tenant(const tenant_id& tenant) {
  if (tenant_floor* found = find(tenant)) {
    latest = found;
    return *found;
  }
  auto made = std::make_unique<tenant_floor>(tenant, static_cast<std::uint32_t>(by_number.size()));
  latest = made.get();
  by_number.push_back(latest);
  tenants.emplace(tenant.str(), std::move(made));
  return *latest;
}

void floor::state::arm(tenant_floor& tenant, const std::string& timer, time_ms due_at) {
  const auto [place, made] = tenant.timers.try_emplace(timer);
  place->second.due = due_at;
  if (made) {
    place->second.tenant = tenant.number;
    due.add(*place);
  } else {
    due.move(*place);
  }
  if (tenant.changed.on) {
    tenant.changed.timers.insert(timer);
  }
}

void floor::state::disarm(tenant_floor& tenant, const std::string& timer) {
  const auto found = tenant.timers.find(timer);
  if (found == tenant.timers.end()) {
    return;
  }
  due.remove(*found);
  tenant.timers.erase(found);
  if (tenant.changed.on) {
    tenant.changed.timers.insert(timer);
  }
}

void floor::state::keep_milestone(tenant_floor& tenant, const std::string& run,
                                  const milestone_row& row) {
  tenant_promises& promises = tenant.promises;
  const auto [place, made] = promises.milestones.try_emplace(run);
  timer_entry& entry = place->second;
  if (!made && entry.due.value != 0) {
    due.remove(*place);
  }
  if (entry.phase == milestone_phase::violated) {
    promises.overdue.erase({entry.target, run});
  }
  entry.due = row.wake;
  entry.tenant = tenant.number;
  entry.target = row.target;
  entry.label = promises.number_of(row.label);
  entry.phase = row.phase;
  entry.milestone = true;
  if (entry.due.value != 0) {
    due.add(*place);
  }
  if (entry.phase == milestone_phase::violated) {
    promises.overdue.insert({entry.target, run});
  }
  if (tenant.changed.on) {
    tenant.changed.milestones.insert(run);
  }
}

void floor::state::drop_milestone(tenant_floor& tenant, const std::string& run) {
  tenant_promises& promises = tenant.promises;
  const auto found = promises.milestones.find(run);
  if (found == promises.milestones.end()) {
    return;
  }
  if (found->second.due.value != 0) {
    due.remove(*found);
  }
  promises.overdue.erase({found->second.target, run});
  promises.milestones.erase(found);
  if (tenant.changed.on) {
    tenant.changed.milestones.insert(run);
  }
}

}  // namespace parley

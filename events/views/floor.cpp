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

const consent_source* floor::consents(const tenant_id& tenant) const {
  const tenant_floor* found = state_->find(tenant);
  return found == nullptr ? nullptr : &found->consents;
}

const contact_source* floor::contacts(const tenant_id& tenant) const {
  const tenant_floor* found = state_->find(tenant);
  return found == nullptr ? nullptr : &found->contacts;
}

const agent_definition* floor::definition_of(const tenant_id& tenant, const principal& by) const {
  const tenant_floor* found = by.role == principal_role::agent ? state_->find(tenant) : nullptr;
  if (found == nullptr) {
    return nullptr;
  }
  const auto agent = found->agents.find(agent_id(by.name));
  return agent == found->agents.end() ? nullptr : &agent->second.state.definition;
}

void floor::due_timers(time_ms now, std::size_t limit, std::vector<due_timer>& out) const {
  for (const timer_entry* entry : state_->due.due(now, limit)) {
    const tenant_id& tenant = state_->by_number[entry->tenant]->id;
    out.push_back({tenant, timer_id(std::string(entry->id())), entry->due, entry->milestone});
  }
}

std::optional<time_ms> floor::next_due() const {
  const timer_entry* entry = state_->due.earliest();
  return entry == nullptr ? std::nullopt : std::optional(entry->due);
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
  const auto [entry, made] = tenant.timers.at(timer);
  entry.due = due_at;
  if (made) {
    entry.tenant = tenant.number;
    due.add(entry);
  } else {
    due.move(entry);
  }
  if (tenant.changed.on) {
    tenant.changed.timers.insert(timer);
  }
}

void floor::state::disarm(tenant_floor& tenant, const std::string& timer) {
  timer_entry* const entry = tenant.timers.find(timer);
  if (entry == nullptr) {
    return;
  }
  due.remove(*entry);
  tenant.timers.erase(*entry);
  if (tenant.changed.on) {
    tenant.changed.timers.insert(timer);
  }
}

void floor::state::keep_milestone(tenant_floor& tenant, const std::string& run,
                                  const milestone_row& row) {
  tenant_promises& promises = tenant.promises;
  const auto [entry, made] = promises.milestones.at(run);
  if (!made && entry.due.value != 0) {
    due.remove(entry);
  }
  if (!made) {
    --promises.phases.at(static_cast<std::size_t>(entry.phase));
  }
  ++promises.phases.at(static_cast<std::size_t>(row.phase));
  if (entry.phase == milestone_phase::violated) {
    promises.overdue.erase(&entry);
  }
  entry.due = row.wake;
  entry.tenant = tenant.number;
  entry.target = row.target;
  entry.label = promises.number_of(row.label);
  entry.phase = row.phase;
  entry.milestone = true;
  if (entry.due.value != 0) {
    due.add(entry);
  }
  if (entry.phase == milestone_phase::violated) {
    promises.overdue.insert(&entry);
  }
  if (tenant.changed.on) {
    tenant.changed.milestones.insert(run);
  }
}

void floor::state::drop_milestone(tenant_floor& tenant, const std::string& run) {
  tenant_promises& promises = tenant.promises;
  timer_entry* const entry = promises.milestones.find(run);
  if (entry == nullptr) {
    return;
  }
  if (entry->due.value != 0) {
    due.remove(*entry);
  }
  if (entry->phase == milestone_phase::violated) {
    promises.overdue.erase(entry);
  }
  --promises.phases.at(static_cast<std::size_t>(entry->phase));
  promises.milestones.erase(*entry);
  if (tenant.changed.on) {
    tenant.changed.milestones.insert(run);
  }
}

}  // namespace parley

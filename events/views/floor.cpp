#include "events/views/floor_state.hpp"

namespace parley {

floor::floor() : state_(std::make_unique<state>()) {}
floor::~floor() = default;
floor::floor(floor&&) noexcept = default;
floor& floor::operator=(floor&&) noexcept = default;

position floor::at() const { return state_->at; }
void floor::project(const recorded_event& event) { state_->at = event.at; }
std::optional<queues_answer> floor::queues(const tenant_id&) const { return std::nullopt; }
std::optional<capacity_answer> floor::capacity(const tenant_id&) const { return std::nullopt; }
std::optional<agent_summary> floor::agent(const tenant_id&, const agent_id&) const {
  return std::nullopt;
}
std::optional<overview_answer> floor::overview(const tenant_id&) const { return std::nullopt; }
std::optional<conversations_answer> floor::conversations(const tenant_id&, std::size_t) const {
  return std::nullopt;
}
const tenant_state* floor::tenant(const tenant_id&) const { return nullptr; }
void floor::due_timers(time_ms, std::size_t, std::vector<due_timer>&) const {}
std::optional<time_ms> floor::next_due() const { return std::nullopt; }
void floor::drain_rows(const row_sink&) {}
bool floor::load_row(std::string_view, std::string_view, std::span<const std::uint8_t>) {
  return false;
}
void floor::finish_load(position last) { state_->at = last; }
std::vector<view_row> floor::all_rows() const { return {}; }

}  // namespace parley

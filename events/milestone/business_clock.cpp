#include "events/milestone/business_clock.hpp"

#include <algorithm>

namespace parley {
namespace {

bool was_done(const std::vector<std::uint16_t>& acted, std::size_t index) {
  return std::binary_search(acted.begin(), acted.end(), static_cast<std::uint16_t>(index));
}

void sort_plan(std::vector<planned_action>& plan, const milestone_definition& definition) {
  // A warning at the very target comes before what the violation leads to.
  std::stable_sort(plan.begin(), plan.end(), [&](const planned_action& a, const planned_action& b) {
    return a.at != b.at
               ? a.at < b.at
               : definition.actions[a.action].trigger < definition.actions[b.action].trigger;
  });
}

}  // namespace

business_clock::business_clock(const hours_source* source, const hours_id& hours)
    : found_(source == nullptr ? nullptr : source->find(hours)),
      always_(found_ == nullptr && hours.empty()) {}

std::optional<time_ms> business_clock::add(time_ms from, duration_ms amount) const {
  if (always_) {
    return from + amount;
  }
  return found_ == nullptr ? std::nullopt : found_->compiled->add(from, amount);
}

std::optional<time_ms> business_clock::subtract(time_ms from, duration_ms amount) const {
  if (always_) {
    return from - amount;
  }
  return found_ == nullptr ? std::nullopt : found_->compiled->subtract(from, amount);
}

duration_ms business_clock::difference(time_ms from, time_ms to) const {
  if (always_) {
    return to - from;
  }
  return found_ == nullptr ? duration_ms(0) : found_->compiled->difference(from, to);
}

bool business_clock::is_open(time_ms at) const {
  return always_ || (found_ != nullptr && found_->compiled->is_open(at));
}

std::optional<time_ms> business_clock::turns_at(time_ms at) const {
  if (found_ == nullptr) {
    return std::nullopt;
  }
  return is_open(at) ? found_->compiled->next_close(at) : found_->compiled->next_open(at);
}

hours_stamp business_clock::stamp() const {
  return found_ == nullptr ? hours_stamp{}
                           : hours_stamp{found_->hours, found_->version, found_->tz_release};
}

std::optional<placed_target> place_target(const business_clock& clock, time_ms start,
                                          duration_ms target, const std::vector<hold>& holds) {
  placed_target placed{start, target, false, {}};
  for (const hold& each : holds) {
    if (each.to.value != 0 && each.to <= start) {
      continue;
    }
    const auto due = clock.add(placed.anchor, placed.rest_ms);
    if (!due) {
      return std::nullopt;
    }
    const time_ms from = std::max(each.from, start);
    if (*due < from) {
      break;
    }
    placed.rest_ms = clock.difference(from, *due);
    placed.paused = each.to.value == 0;
    placed.anchor = placed.paused ? from : each.to;
  }
  if (placed.paused) {
    return placed;
  }
  const auto due = clock.add(placed.anchor, placed.rest_ms);
  if (!due) {
    return std::nullopt;
  }
  placed.due = *due;
  return placed;
}

std::vector<planned_action> plan_actions(const business_clock& clock,
                                         const milestone_definition& definition, time_ms due,
                                         const std::vector<std::uint16_t>& acted,
                                         time_ms not_before) {
  std::vector<planned_action> plan;
  for (std::size_t i = 0; i < definition.actions.size(); ++i) {
    const milestone_action& action = definition.actions[i];
    if (action.trigger == action_trigger::success || was_done(acted, i)) {
      continue;
    }
    const bool warns = action.trigger == action_trigger::warning;
    const duration_ms offset = minutes(action.offset_minutes);
    auto at = warns ? clock.subtract(due, offset) : clock.add(due, offset);
    if (at) {
      const bool before = warns && action.offset_minutes >= 0;
      plan.push_back({static_cast<std::uint16_t>(i),
                      before ? std::min(std::max(*at, not_before), due) : std::max(*at, due)});
    }
  }
  sort_plan(plan, definition);
  return plan;
}

std::vector<planned_action> plan_success(const business_clock& clock,
                                         const milestone_definition& definition, time_ms at) {
  std::vector<planned_action> plan;
  for (std::size_t i = 0; i < definition.actions.size(); ++i) {
    const milestone_action& action = definition.actions[i];
    if (action.trigger == action_trigger::success) {
      const auto then = clock.add(at, minutes(action.offset_minutes));
      plan.push_back({static_cast<std::uint16_t>(i), then.value_or(at)});
    }
  }
  sort_plan(plan, definition);
  return plan;
}

}  // namespace parley

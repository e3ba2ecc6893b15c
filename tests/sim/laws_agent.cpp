// An agent's capacity is a sum over its slots, and never more than it has when work is taken.

#include <algorithm>

#include "tests/sim/laws.hpp"

namespace parley::sim {
namespace {

std::uint32_t used(const agent_book& agent, bool interruptible_too) {
  std::uint32_t sum = 0;
  for (const auto& [work, slot] : agent.slots) {
    sum += interruptible_too || !slot.interruptible ? slot.weight : 0;
  }
  return sum;
}

bool any_slot(const agent_book& agent, slot_state state) {
  for (const auto& [work, slot] : agent.slots) {
    if (slot.state == state) {
      return true;
    }
  }
  return false;
}

struct folder {
  agent_book& to;
  time_ms at;
  probe_counts& probes;

  std::string operator()(const agent_defined& what) const {
    to.capacity = what.definition.capacity_units;
    to.told = !what.definition.partners.empty();
    std::erase_if(to.reports, [&](const auto& each) {
      const auto& all = what.definition.partners;
      return std::find(all.begin(), all.end(), each.first) == all.end();
    });
    return {};
  }
  std::string operator()(const presence_changed& what) const {
    if (what.cause == presence_cause::lease_expired && at < to.lease_until) {
      return "a lease expires early";
    }
    if (what.cause == presence_cause::grace_expired &&
        (to.presence != presence_state::lost || at < to.grace_until)) {
      return "a grace time ends early";
    }
    if (what.cause == presence_cause::offer_expired) {
      probes.visit(probe::unanswered_agent_away);
      if (to.presence != presence_state::available || what.lease_until != to.lease_until) {
        return "an unanswered offer changes more than the status";
      }
    }
    to.presence = what.state;
    to.lease_until = what.lease_until;
    return {};
  }
  std::string operator()(const lease_renewed& what) const {
    to.lease_until = what.lease_until;
    return {};
  }
  std::string operator()(const presence_lost& what) const {
    if (what.cause == presence_cause::lease_expired && at < to.lease_until) {
      return "a lease expires early";
    }
    if (any_slot(to, slot_state::reserved)) {
      probes.visit(probe::presence_lost_with_offer);
    }
    if (any_slot(to, slot_state::committed)) {
      probes.visit(probe::presence_lost_with_work);
    }
    to.presence = presence_state::lost;
    to.grace_until = what.grace_until;
    return {};
  }
  std::string operator()(const capacity_reserved& what) const {
    if (to.presence != presence_state::available) {
      return "work for an agent that is not available";
    }
    if (to.slots.contains(what.work)) {
      return "a slot is reserved twice";
    }
    const bool displaces = !what.interruptible && used(to, true) + what.weight > to.capacity;
    to.slots[what.work] = {what.conversation, what.weight, what.interruptible,
                           slot_state::reserved};
    if (used(to, what.interruptible) > to.capacity) {
      return "the agent is booked over its capacity";
    }
    if (displaces) {
      probes.visit(probe::interruptible_displaced);
    }
    return {};
  }
  std::string operator()(const outbound_started& what) const {
    probes.visit(probe::outbound_started);
    if (to.presence == presence_state::logged_out || to.presence == presence_state::lost) {
      return "an agent that is gone writes to somebody";
    }
    if (!to.slots.try_emplace(what.work, slot_book{what.conversation, what.weight, false}).second) {
      return "a slot is reserved twice";
    }
    return used(to, false) > to.capacity ? "the agent is booked over its capacity" : "";
  }
  // A partner tells what is so: it may be more than the agent has room for.
  std::string operator()(const partner_work_started& what) const {
    probes.visit(probe::partner_work_started);
    if (what.work.str().rfind(what.partner + "/", 0) != 0) {
      return "a partner's work is named as another's";
    }
    to.slots[what.work] = {{}, what.weight, what.interruptible, slot_state::committed};
    if (used(to, true) > to.capacity) {
      probes.visit(probe::partner_work_over_capacity);
    }
    return {};
  }
  std::string operator()(const partner_work_reported& what) const {
    std::uint64_t& known = to.reports[what.partner];
    if (what.full ? what.sequence < known : what.sequence != known + 1) {
      return "a partner's report is counted out of order";
    }
    known = what.sequence;
    return {};
  }
  std::string operator()(const capacity_committed& what) const {
    return move(what.work, slot_state::reserved, slot_state::committed);
  }
  std::string operator()(const after_work_started& what) const {
    const auto slot = to.slots.find(what.work);
    const bool again = slot != to.slots.end() && slot->second.state == slot_state::after_work;
    return move(what.work, again ? slot_state::after_work : slot_state::committed,
                slot_state::after_work);
  }
  std::string operator()(const capacity_changed& what) const {
    probes.visit(probe::capacity_told);
    if (what.free_at != time_ms()) {
      probes.visit(probe::capacity_estimated);
    }
    to.last_told = what;
    return to.told ? "" : "nobody is told of this agent's capacity";
  }
  std::string operator()(const capacity_released& what) const {
    const auto slot = to.slots.find(what.work);
    if (slot == to.slots.end()) {
      return "a slot is released that is free";
    }
    if (slot->second.state == slot_state::reserved) {
      probes.visit(probe::reservation_released_unused);
    }
    to.slots.erase(slot);
    return {};
  }
  std::string move(const work_id& work, slot_state from, slot_state into) const {
    const auto slot = to.slots.find(work);
    if (slot == to.slots.end() || slot->second.state != from) {
      return "a slot moves on that is not where it should be";
    }
    slot->second.state = into;
    return {};
  }
};

}  // namespace

std::string capacity_is_told(const agent_book& book) {
  const std::uint32_t kept = used(book, false);
  const std::uint32_t room = kept >= book.capacity ? 0 : book.capacity - kept;
  const capacity_changed& last = book.last_told;
  const bool right = last.capacity_units == book.capacity && last.used_units == used(book, true) &&
                     last.free_units == room && (room == 0 || last.free_at == time_ms());
  return !book.told || right ? "" : "partners were told another capacity";
}

std::string fold_agent(agent_book& to, const agent_event& event, time_ms at, probe_counts& probes) {
  return std::visit(folder{to, at, probes}, event);
}

}  // namespace parley::sim

#include "events/agent/decisions.hpp"

namespace parley::agent_rules {
namespace {

const char* name_of(const work_slot* slot) {
  return slot == nullptr ? "free" : boost::describe::enum_to_string(slot->state, "unknown");
}

}  // namespace

result<events> decide_one(const agent_state& now, const reserve_capacity& what,
                          const context& /*where*/) {
  if (!now.defined) {
    return rejection{errc::not_found, "there is no such agent", {}};
  }
  if (what.work.empty() || what.weight == 0) {
    return rejection{errc::bad_request, "a slot needs a work id and a weight above 0", {}};
  }
  if (find_slot(now, what.work) != nullptr) {
    return events{};
  }
  if (now.presence != presence_state::available) {
    return rejection{errc::not_available, "the agent is not available",
                     boost::describe::enum_to_string(now.presence, "unknown")};
  }
  if (!works_on(now, what.channel)) {
    return rejection{errc::not_available,
                     "the agent does not work on '" + what.channel.str() + "' now", "available"};
  }
  const std::uint32_t room = what.interruptible ? free_units_interruptible(now) : free_units(now);
  if (what.weight > room) {
    return rejection{errc::no_capacity, "the agent has no room for this work",
                     std::to_string(room)};
  }
  return events{capacity_reserved{what.work, what.conversation, what.channel, what.weight,
                                  what.interruptible}};
}

result<events> decide_one(const agent_state& now, const commit_capacity& what,
                          const context& /*where*/) {
  const work_slot* slot = find_slot(now, what.work);
  if (slot == nullptr) {
    return rejection{errc::wrong_state, "the work has no reservation", name_of(slot)};
  }
  // A slot in after-work was committed before: this is a late repeat.
  if (slot->state != slot_state::reserved) {
    return events{};
  }
  return events{capacity_committed{what.work}};
}

result<events> decide_one(const agent_state& now, const start_after_work& what,
                          const context& /*where*/) {
  const work_slot* slot = find_slot(now, what.work);
  if (slot == nullptr || slot->state == slot_state::reserved) {
    return rejection{errc::wrong_state, "the work is not committed", name_of(slot)};
  }
  if (slot->state == slot_state::after_work) {
    return events{};
  }
  return events{after_work_started{what.work}};
}

result<events> decide_one(const agent_state& now, const release_capacity& what,
                          const context& /*where*/) {
  if (find_slot(now, what.work) == nullptr) {
    return events{};
  }
  return events{capacity_released{what.work}};
}

}  // namespace parley::agent_rules

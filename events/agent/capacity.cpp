#include "events/agent/decisions.hpp"
#include "events/tenant/rights.hpp"
#include "events/tenant/state.hpp"

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
  if (what.work.empty() || what.conversation.empty() || what.weight == 0) {
    return rejection{
        errc::bad_request, "a slot needs a work id, a conversation and a weight above 0", {}};
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

namespace {

std::optional<rejection> need_outbound(const start_outbound& what) {
  constexpr std::size_t short_text_bytes_max = 256;
  for (const std::string* text :
       {&what.conversation.str(), &what.contact.str(), &what.channel.str()}) {
    if (text->empty() || text->size() > short_text_bytes_max) {
      return rejection{errc::bad_request,
                       "an outbound session has a conversation, a contact and a "
                       "channel, each of at most 256 bytes",
                       {}};
    }
  }
  if (what.address.size() > short_text_bytes_max) {
    return rejection{errc::bad_request, "the address is longer than 256 bytes", {}};
  }
  return std::nullopt;
}

}  // namespace

// An agent that is busy or away for routing may still write to somebody by itself.
result<events> decide_one(const agent_state& now, const start_outbound& what,
                          const context& where) {
  if (!now.defined || where.tenant == nullptr) {
    return rejection{errc::not_found, "there is no such agent", {}};
  }
  if (where.by.role == principal_role::agent && where.by.name != where.stream.entity) {
    return rejection{errc::not_permitted, "an agent acts only for itself", {}};
  }
  if (auto no = need_outbound(what)) {
    return *std::move(no);
  }
  if (auto no = need_right(where.by, *where.tenant, &now.definition, right::start_outbound,
                           what.channel)) {
    return *std::move(no);
  }
  const queue_settings* queue = find_queue(*where.tenant, what.queue);
  if (queue == nullptr) {
    return rejection{errc::not_found, "no such queue", {}};
  }
  const char* presence = boost::describe::enum_to_string(now.presence, "unknown");
  if (now.presence == presence_state::logged_out || now.presence == presence_state::lost) {
    return rejection{errc::not_available, "the agent is not logged in", presence};
  }
  if (!works_on(now, what.channel)) {
    return rejection{errc::not_available,
                     "the agent does not work on '" + what.channel.str() + "' now", presence};
  }
  // No offset is known here. The number comes from the command, so that a repeat means the same.
  const work_id work(what.conversation.str() + ".w" + std::to_string(where.command.low));
  if (find_slot(now, work) != nullptr) {
    return events{};
  }
  const std::uint16_t weight = weight_of(*where.tenant, queue, what.channel);
  if (weight > free_units(now)) {
    return rejection{errc::no_capacity, "the agent has no room for this work",
                     std::to_string(free_units(now))};
  }
  return events{outbound_started{work, what.conversation, what.contact, what.channel, what.address,
                                 what.queue, weight}};
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
  if (slot->state == slot_state::after_work && slot->until == what.until) {
    return events{};
  }
  return events{after_work_started{what.work, what.until}};
}

result<events> decide_one(const agent_state& now, const release_capacity& what,
                          const context& /*where*/) {
  if (find_slot(now, what.work) == nullptr) {
    return events{};
  }
  return events{capacity_released{what.work}};
}

}  // namespace parley::agent_rules

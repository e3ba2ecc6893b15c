// When nothing is under way, both sides of every promise agree: work and slot, offer and timer.

#include "tests/sim/laws.hpp"

namespace parley::sim {
namespace {

std::string slot_has_work(const tenant_book& tenant, const agent_id& agent, const work_id& work,
                          const slot_book& slot) {
  if (slot.conversation.empty()) {
    return {};  // a partner's own: over when the partner says so
  }
  const auto found = tenant.conversations.find(slot.conversation);
  if (found == tenant.conversations.end()) {
    return "slot " + work.str() + " of no conversation";
  }
  const conversation_book& book = found->second;
  bool good = false;
  switch (slot.state) {
    case slot_state::reserved:
      good = book.offer.work == work && book.offer.agent == agent;
      break;
    case slot_state::committed:
      good = book.owner_work == work && book.owner == agent;
      break;
    case slot_state::after_work:
      good = book.after_work.contains(work) && book.after_work.at(work).first == agent;
      break;
  }
  return good ? "" : "slot " + work.str() + " of " + agent.str() + " is held for nothing";
}

std::string work_has_slot(const tenant_book& tenant, const agent_id& agent, const work_id& work,
                          slot_state state) {
  const auto found = tenant.agents.find(agent);
  if (found != tenant.agents.end()) {
    const auto slot = found->second.slots.find(work);
    if (slot != found->second.slots.end() && slot->second.state == state) {
      return {};
    }
  }
  return "work " + work.str() + " of " + agent.str() + " has no slot in its state";
}

std::string has_timer(const tenant_book& tenant, timer_purpose purpose, const std::string& subject,
                      time_ms due) {
  const std::string name = make_timer_id(purpose, subject).str();
  const auto timer = tenant.timers.find(name);
  if (timer == tenant.timers.end() || !timer->second.armed || timer->second.due != due) {
    return "timer " + name + " is not armed as it should be";
  }
  return {};
}

std::string check(const tenant_book& tenant, const conversation_id& id,
                  const conversation_book& book) {
  std::string broken;
  const route_request& asked = book.request;
  if (!book.route.empty() && awaits_partner(asked)) {
    broken = has_timer(tenant, timer_purpose::answer, book.route.str(), asked.answer_by);
  }
  if (broken.empty() && !book.offer.work.empty()) {
    broken = work_has_slot(tenant, book.offer.agent, book.offer.work, slot_state::reserved);
    if (broken.empty()) {
      broken = has_timer(tenant, timer_purpose::offer, book.offer.work.str(), book.offer.deadline);
    }
  }
  if (broken.empty() && !book.owner_work.empty()) {
    broken = work_has_slot(tenant, book.owner, book.owner_work, slot_state::committed);
  }
  // Its slot may be free: who logs out does not wrap up.
  for (const auto& [work, rest] : book.after_work) {
    if (broken.empty()) {
      broken = has_timer(tenant, timer_purpose::after_work, work.str(), rest.second);
    }
  }
  return broken.empty() ? broken : id.str() + ": " + broken;
}

std::string check(const tenant_book& tenant, const agent_id& id, const agent_book& book) {
  for (const auto& [work, slot] : book.slots) {
    if (std::string broken = slot_has_work(tenant, id, work, slot); !broken.empty()) {
      return broken;
    }
  }
  if (book.presence == presence_state::lost) {
    return has_timer(tenant, timer_purpose::grace, id.str(), book.grace_until);
  }
  return {};
}

}  // namespace

std::string laws::at_rest(time_ms now) const {
  for (const auto& [name, tenant] : tenants_) {
    for (const auto& [id, book] : tenant.agents) {
      if (std::string broken = check(tenant, id, book); !broken.empty()) {
        return broken;
      }
    }
    for (const auto& [id, book] : tenant.conversations) {
      if (std::string broken = check(tenant, id, book); !broken.empty()) {
        return broken;
      }
    }
    if (std::string broken = promises_at_rest(tenant, now); !broken.empty()) {
      return broken;
    }
    for (const auto& [id, timer] : tenant.timers) {
      if (timer.armed && timer.due <= now) {
        return "timer " + id + " is due and has not fired";
      }
    }
  }
  return {};
}

}  // namespace parley::sim

// What must hold when no command is under way.

#include "events/views/check.hpp"
#include "events/views/floor_state.hpp"
#include "events/views/wanted.hpp"

namespace parley {
namespace {

using finding = std::optional<std::string>;

class rest_check {
 public:
  explicit rest_check(const tenant_floor& tenant) : tenant_(tenant) {}

  finding run() const {
    for (const auto& [agent, row] : tenant_.agents) {
      if (auto found = check_agent(agent, row.state)) {
        return "agent " + agent.str() + " " + *found;
      }
    }
    for (const auto& [conversation, row] : tenant_.conversations) {
      auto found = check_work(row);
      found = found || !row.routing ? found : check_route(row);
      if (found) {
        return "conversation " + conversation.str() + " " + *found;
      }
    }
    return check_timers();
  }

 private:
  bool armed(timer_purpose purpose, const std::string& subject) const {
    return tenant_.timers.contains(make_timer_id(purpose, subject).str());
  }

  // ---- agents ----

  finding check_agent(const agent_id& agent, const agent_state& state) const {
    if (state.lease_until.value != 0 && !armed(timer_purpose::lease, agent.str())) {
      return "has a lease without a timer";
    }
    if (state.grace_until.value != 0 && !armed(timer_purpose::grace, agent.str())) {
      return "is lost without a timer";
    }
    for (const work_slot& slot : state.slots) {
      if (auto found = check_slot(agent, state, slot)) {
        return "holds " + slot.work.str() + ", " + *found;
      }
    }
    return std::nullopt;
  }

  finding check_slot(const agent_id& agent, const agent_state& state, const work_slot& slot) const {
    if (is_partner_work(slot)) {
      return std::nullopt;  // only its partner knows when it is over
    }
    const conversation_row* row = tenant_.find(slot.conversation);
    if (slot.state == slot_state::after_work) {
      return armed(timer_purpose::after_work, slot.work.str())
                 ? std::nullopt
                 : finding("in wrap-up without a timer");
    }
    if (state.presence == presence_state::logged_out) {
      return "but is logged out";
    }
    if (slot.state == slot_state::reserved) {
      return row != nullptr && row->offer == slot.work && row->offer_agent == agent
                 ? std::nullopt
                 : finding("reserved for no offer");
    }
    return row != nullptr && row->work == slot.work && row->owner == agent
               ? std::nullopt
               : finding("but does not own that conversation");
  }

  const work_slot* slot_of(const agent_id& agent, const work_id& work) const {
    const auto found = tenant_.agents.find(agent);
    return found == tenant_.agents.end() ? nullptr : find_slot(found->second.state, work);
  }

  // ---- conversations ----

  finding check_work(const conversation_row& row) const {
    if (!row.attempt.empty()) {
      return "was sent to an agent, and nothing came of it";
    }
    if (!row.withdrawn.empty()) {
      return "rests for a slot that nobody frees";
    }
    if (!row.offer.empty()) {
      if (slot_of(row.offer_agent, row.offer) == nullptr) {
        return "is offered without a reservation";
      }
      if (!armed(timer_purpose::offer, row.offer.str())) {
        return "is offered without a timer";
      }
    }
    if (!row.owner.empty() && slot_of(row.owner, row.work) == nullptr) {
      return "is owned without a slot";
    }
    return std::nullopt;
  }

  finding check_route(const conversation_row& row) const {
    const route_request& asked = row.request;
    const std::string& route = asked.route.str();
    if (asked.deadline.value != 0 && !armed(timer_purpose::route, route)) {
      return "waits past its deadline";
    }
    if (asked.relax_after_ms.value > 0 && !asked.skills.empty() &&
        !armed(timer_purpose::relax, route)) {
      return "waits without relaxing";
    }
    if (!asked.preferred_agent.empty() && asked.prefer_until.value != 0 &&
        !armed(timer_purpose::prefer, route)) {
      return "waits for its preferred agent without end";
    }
    if (asked.owner == channel_side::partner) {
      return awaits_partner(asked) && !armed(timer_purpose::answer, route)
                 ? finding("waits for its partner without end")
                 : std::nullopt;
    }
    if (!row.declined.empty() && !armed(timer_purpose::retry, route)) {
      return "was declined, and nobody will be asked again";
    }
    if (asked.overflow_at.value != 0 && !armed(timer_purpose::overflow, route)) {
      return "waits past its overflow";
    }
    return std::nullopt;
  }

  // ---- timers ----

  finding check_timer(const std::string& timer) const {
    const std::size_t mark = timer.find(':');
    timer_purpose purpose{};
    if (!boost::describe::enum_from_string(timer.substr(0, mark).c_str(), purpose)) {
      return "timer " + timer + " is for no known purpose";
    }
    const std::string subject = timer.substr(mark + 1);
    const bool of_agent = purpose == timer_purpose::lease || purpose == timer_purpose::grace;
    // A session that is open, and waits for nobody, may be watched for traffic.
    if (purpose != timer_purpose::idle &&
        !is_wanted(tenant_, purpose, of_agent ? subject : subject.substr(0, subject.rfind('.')),
                   subject)) {
      return "timer " + timer + " concerns nobody";
    }
    return std::nullopt;
  }
  finding check_timers() const {
    finding found;
    tenant_.timers.for_each([&](const timer_entry& entry) {
      found = found ? found : check_timer(std::string(entry.id()));
    });
    return found;
  }

  const tenant_floor& tenant_;
};

}  // namespace

std::optional<std::string> check_at_rest(const floor& floor) {
  if (auto found = check(floor)) {
    return found;
  }
  for (const auto& [name, tenant] : floor.inner().tenants) {
    if (auto found = rest_check(*tenant).run()) {
      return "tenant " + name + ": " + *found;
    }
  }
  return std::nullopt;
}

}  // namespace parley

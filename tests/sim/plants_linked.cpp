// Planted bugs in front of product functions. In the program parley_sim the linker redirects the
// calls of these functions to here (--wrap), and `real` is the product's own. The product's code
// and libraries are the same as everywhere else. Names are mangled by hand: if a signature changes,
// the redirection no longer takes place, and sim_planted fails because the bug is not caught.

#include "actors/shard/persistent_actor.hpp"
#include "events/agent/decisions.hpp"
#include "events/conversation/decisions.hpp"
#include "events/milestone/entity.hpp"
#include "events/reactions/react.hpp"
#include "events/timer/entity.hpp"
#include "tests/sim/names.hpp"
#include "tests/sim/plants.hpp"

namespace parley::sim {
namespace {

bool is_agent(const reaction_command& command, std::size_t index) {
  const auto* of_agent = std::get_if<agent_command>(&command.command);
  return of_agent != nullptr && of_agent->index() == index;
}

template <class Command>
bool tells_agent(const reaction_command& command) {
  return is_agent(command, agent_command(Command{}).index());
}

}  // namespace

// ---- react ----

using commands = std::vector<reaction_command>;
commands real_react(const recorded_event& event, floor& views) __asm__(
    "__real__ZN6parley5reactERKNS_14recorded_eventERNS_5floorE");
commands react_planted(const recorded_event& event, floor& views) __asm__(
    "__wrap__ZN6parley5reactERKNS_14recorded_eventERNS_5floorE");

commands react_planted(const recorded_event& event, floor& views) {
  commands all = real_react(event, views);
  if (planted(plant::lost_wake_up) && std::holds_alternative<capacity_released>(event.event)) {
    std::erase_if(all, tells_agent<reserve_capacity>);
  }
  if (planted(plant::capacity_not_freed) && std::holds_alternative<after_work_ended>(event.event)) {
    std::erase_if(all, tells_agent<release_capacity>);
  }
  if (planted(plant::reaction_dropped) && std::holds_alternative<capacity_reserved>(event.event)) {
    all.clear();
  }
  if (planted(plant::wrong_tenant_prefix)) {
    for (reaction_command& command : all) {
      if (command.target.kind == entity_kind::timer) {
        command.target.tenant = all_tenants()[command.target.tenant == all_tenants()[0] ? 1 : 0];
      }
    }
  }
  for (reaction_command& command : all) {
    auto* of_run = std::get_if<milestone_command>(&command.command);
    auto* complete = of_run == nullptr ? nullptr : std::get_if<complete_milestone>(of_run);
    if (complete != nullptr && planted(plant::response_noted_late)) {
      complete->at = complete->at + duration_ms(1);
    }
  }
  if (planted(plant::milestone_not_told)) {
    std::erase_if(all, [](const reaction_command& command) {
      const auto* of_run = std::get_if<milestone_command>(&command.command);
      return of_run != nullptr && std::holds_alternative<complete_milestone>(*of_run);
    });
  }
  return all;
}

// ---- floor::project ----

void real_project(floor* self, const recorded_event& event) __asm__(
    "__real__ZN6parley5floor7projectERKNS_14recorded_eventE");
void project_planted(floor* self, const recorded_event& event) __asm__(
    "__wrap__ZN6parley5floor7projectERKNS_14recorded_eventE");

void project_planted(floor* self, const recorded_event& event) {
  if (planted(plant::view_not_folded) && std::holds_alternative<work_completed>(event.event)) {
    // The position moves on, as it would if a case were missing in a visitor.
    static const any_event nothing = lease_renewed{};
    const stream_id nobody{event.stream.tenant, entity_kind::agent, "nobody"};
    real_project(self, {event.at, nobody, event.in_stream, event.recorded_at, event.command,
                        event.by, nothing});
    return;
  }
  real_project(self, event);
  if (planted(plant::view_folded_twice) &&
      std::holds_alternative<inbound_message_received>(event.event)) {
    real_project(self, event);
  }
}

// ---- recent_commands::find ----

std::vector<offset>
real_find(const recent_commands* self, const command_id& id, offset newest) __asm__(
    "__real__ZNK6parley15recent_commands4findERKNS_10command_idENS_6numberINS_10offset_tagEmEE");
std::vector<offset>
find_planted(const recent_commands* self, const command_id& id, offset newest) __asm__(
    "__wrap__ZNK6parley15recent_commands4findERKNS_10command_idENS_6numberINS_10offset_tagEmEE");

std::vector<offset> find_planted(const recent_commands* self, const command_id& id, offset newest) {
  return planted(plant::dedup_skipped) ? std::vector<offset>{} : real_find(self, id, newest);
}

// ---- decisions ----

using agent_decision = result<std::vector<agent_event>>;
agent_decision
real_reserve(const agent_state& now, const reserve_capacity& what, const context& where) __asm__(
    "__real__ZN6parley11agent_rules10decide_oneERKNS_11agent_stateERKNS_16reserve_capacityERKNS_"
    "7contextE");
agent_decision
reserve_planted(const agent_state& now, const reserve_capacity& what, const context& where) __asm__(
    "__wrap__ZN6parley11agent_rules10decide_oneERKNS_11agent_stateERKNS_16reserve_capacityERKNS_"
    "7contextE");

agent_decision reserve_planted(const agent_state& now, const reserve_capacity& what,
                               const context& where) {
  if (!planted(plant::capacity_overbooked)) {
    return real_reserve(now, what, where);
  }
  agent_state roomy = now;
  roomy.definition.capacity_units = 1000;
  return real_reserve(roomy, what, where);
}

using conversation_decision = result<std::vector<conversation_event>>;
conversation_decision
real_accept(const conversation_state& now, const accept_work& what, const context& ctx) __asm__(
    "__real__ZN6parley18conversation_rules10decide_oneERKNS_18conversation_stateERKNS_"
    "11accept_workERKNS_7contextE");
conversation_decision
accept_planted(const conversation_state& now, const accept_work& what, const context& ctx) __asm__(
    "__wrap__ZN6parley18conversation_rules10decide_oneERKNS_18conversation_stateERKNS_"
    "11accept_workERKNS_7contextE");

conversation_decision accept_planted(const conversation_state& now, const accept_work& what,
                                     const context& ctx) {
  conversation_decision decided = real_accept(now, what, ctx);
  if (planted(plant::double_assignment) && !decided.ok() &&
      decided.error().code == errc::not_permitted && owner_work(now) != nullptr) {
    return std::vector<conversation_event>{
        work_accepted{what.work, now.route->request.route, what.agent},
        participant_joined{now.session, what.agent.str(), participant_role::agent}};
  }
  return decided;
}

using timer_decision = result<std::vector<timer_event>>;
timer_decision
real_timer(const timer_state& now, const timer_command& what, const context& where) __asm__(
    "__real__ZN6parley12timer_entity6decideERKNS_11timer_stateERKNS_6one_ofINS_19timer_"
    "command_casesEEERKNS_7contextE");
timer_decision
timer_planted(const timer_state& now, const timer_command& what, const context& where) __asm__(
    "__wrap__ZN6parley12timer_entity6decideERKNS_11timer_stateERKNS_6one_ofINS_19timer_"
    "command_casesEEERKNS_7contextE");

timer_decision timer_planted(const timer_state& now, const timer_command& what,
                             const context& where) {
  if (planted(plant::timer_fires_twice)) {
    timer_state armed = now;
    armed.armed = armed.armed || armed.due != time_ms{};
    return std::holds_alternative<fire_timer>(what) ? real_timer(armed, what, where)
                                                    : real_timer(now, what, where);
  }
  if (planted(plant::timer_fires_early)) {
    context later = where;
    later.now = time_ms(where.now.value * 2);
    return real_timer(now, what, later);
  }
  return real_timer(now, what, where);
}

using milestone_decision = result<std::vector<milestone_event>>;
milestone_decision
real_run(const milestone_state& now, const milestone_command& what, const context& where) __asm__(
    "__real__ZN6parley16milestone_entity6decideERKNS_15milestone_"
    "stateERKNS_6one_ofINS_23milestone_command_casesEEERKNS_"
    "7contextE");
milestone_decision
run_wrap(const milestone_state& now, const milestone_command& what, const context& where) __asm__(
    "__wrap__ZN6parley16milestone_entity6decideERKNS_15milestone_"
    "stateERKNS_6one_ofINS_23milestone_command_casesEEERKNS_"
    "7contextE");

milestone_decision run_wrap(const milestone_state& now, const milestone_command& what,
                            const context& where) {
  if (planted(plant::milestone_looked_at_early) && std::holds_alternative<check_milestone>(what)) {
    context later = where;
    later.now = time_ms(where.now.value * 2);
    return real_run(now, what, later);
  }
  if (planted(plant::milestone_missed_twice) && now.phase == milestone_phase::violated) {
    milestone_state again = now;
    again.phase = milestone_phase::running;
    return real_run(again, what, where);
  }
  return real_run(now, what, where);
}

}  // namespace parley::sim

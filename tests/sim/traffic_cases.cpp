// Cases: opened on conversations, changed, answered, closed and opened again, in and out of turn.

#include "tests/sim/names.hpp"
#include "tests/sim/traffic.hpp"

namespace parley::sim {
namespace {

constexpr std::size_t cases_count = 3;

milestone_definition promise(const char* name, milestone_kind kind, std::uint32_t minutes) {
  milestone_definition definition;
  definition.milestone = milestone_id(name);
  definition.kind = kind;
  definition.target_minutes = minutes;
  return definition;
}

}  // namespace

process_definition traffic::process() {
  process_definition to;
  to.name = "n" + std::to_string(chance_.below(4));
  to.pause_statuses = {"waiting"};
  to.milestones = {promise("first", milestone_kind::first_response, 1),
                   promise("next", milestone_kind::next_response, 1),
                   promise("resolution", milestone_kind::resolution,
                           static_cast<std::uint32_t>(chance_.between(1, 4))),
                   promise("update", milestone_kind::other, 1),
                   promise("urgent", milestone_kind::other, 0)};
  to.milestones[0].actions = {
      {action_trigger::warning, action_kind::notify, 0, "lead", "now"},
      {action_trigger::violation, action_kind::set_field, 0, "priority", "3"},
      {action_trigger::success, action_kind::create_task, 1, "lead", "look"}};
  to.milestones[1].recurrence = milestone_recurrence::independent;
  to.milestones[2].side = chance_.chance(30) ? milestone_side::external : milestone_side::internal;
  to.milestones[3].recurrence = milestone_recurrence::chained;
  to.milestones[3].criteria = {{"watch", criterion_test::equals, {"yes"}}};
  to.milestones[4].criteria = {{"priority", criterion_test::at_least, {"3"}}};
  return to;
}

wish traffic::about_case(const tenant_id& tenant) {
  const std::string name = name_in(tenant, "case", chance_.below(cases_count));
  const std::size_t drawn = chance_.below(100);
  if (drawn < 4) {
    return about_run(tenant);
  }
  return {{tenant, entity_kind::support_case, name},
          {principal_role::supervisor, "boss"},
          case_wish(tenant, drawn)};
}

case_command traffic::case_wish(const tenant_id& tenant, std::size_t drawn) {
  if (drawn < 30) {
    open_case open;
    open.process = process_id(name_in(tenant, "process", 0));
    open.conversation = any_conversation(tenant);
    open.fields = {{"priority", std::to_string(chance_.below(4))},
                   {"watch", chance_.chance(40) ? "yes" : "no"}};
    return open;
  }
  if (drawn < 45) {
    return set_case_status{chance_.chance(50) ? "waiting" : "open", {}};
  }
  if (drawn < 60) {
    return change_case{{{"priority", std::to_string(chance_.below(5))}}, {}};
  }
  if (drawn < 75) {
    constexpr const char* names[] = {"first", "next", "resolution", "update", "urgent"};
    return complete_case_milestone{milestone_id(names[chance_.below(5)]), {}};
  }
  if (drawn < 82) {
    return close_case{};
  }
  if (drawn < 90) {
    return reopen_case{};
  }
  return drawn < 95 ? case_command(migrate_case{})
                    : link_conversation{any_conversation(tenant), {}};
}

// Nobody but the shard's clock looks at a run; it must see by itself that nothing is due.
wish traffic::about_run(const tenant_id& tenant) {
  const tenant_book* book = known_.tenant(tenant);
  if (book == nullptr || book->milestones.empty()) {
    return about_agent(tenant);
  }
  auto drawn = book->milestones.begin();
  std::advance(drawn, static_cast<std::ptrdiff_t>(chance_.below(book->milestones.size())));
  return {{tenant, entity_kind::milestone, drawn->first},
          {principal_role::supervisor, "boss"},
          milestone_command(check_milestone{drawn->second.wake})};
}

}  // namespace parley::sim

#pragma once
// A case of a support desk with one process of four milestones, decided by itself.

#include "events/cases/entity.hpp"
#include "events/tenant/state.hpp"
#include "tests/events/given.hpp"

namespace parley::given {

inline milestone_definition promise(const char* name, milestone_kind kind, std::uint32_t minutes,
                                    std::vector<criterion> criteria = {}) {
  milestone_definition definition;
  definition.milestone = milestone_id(name);
  definition.kind = kind;
  definition.target_minutes = minutes;
  definition.criteria = std::move(criteria);
  return definition;
}

struct case_desk : actor<case_entity> {
  tenant_state tenant;

  case_desk() : actor({tenant_id("acme"), entity_kind::support_case, "c1"}) {
    tenant.created = true;
    process_definition process;
    process.pause_statuses = {"waiting"};
    process.milestones = {
        promise("first", milestone_kind::first_response, 30,
                {{"origin", criterion_test::differs, {"phone"}}}),
        promise("next", milestone_kind::next_response, 60),
        promise("resolution", milestone_kind::resolution, 190),
        promise("urgent", milestone_kind::other, 40,
                {{"priority", criterion_test::at_least, {"3"}}}),
    };
    process.milestones[1].recurrence = milestone_recurrence::independent;
    tenant.processes.push_back({process_id("gold"), 1, process});
    where().tenant = &tenant;
    where().by = {principal_role::supervisor, "sue"};
    at(1000);
  }
  void open(std::vector<attribute> fields = {{"origin", "web"}, {"priority", "1"}}) {
    open_case what;
    what.fields = std::move(fields);
    what.process = process_id("gold");
    does(what);
  }
  // As a reaction does.
  void system(const case_command& what) {
    const principal before = where().by;
    where().by = {};
    does(what);
    where().by = before;
  }
  /// "first wanted", "first complete" … of the last command, in order.
  std::vector<std::string> last() {
    std::vector<std::string> told;
    for (std::size_t i = seen_; i < history.size(); ++i) {
      if (const auto* wanted = std::get_if<case_milestone_wanted>(&history[i].first)) {
        told.push_back(wanted->setup.definition.milestone.str() + " wanted");
      } else if (const auto* directed = std::get_if<case_milestone_directed>(&history[i].first)) {
        told.push_back(directed->milestone.str() + " " +
                       boost::describe::enum_to_string(directed->direction, "?"));
      }
    }
    seen_ = history.size();
    return told;
  }
  using words = std::vector<std::string>;

 private:
  std::size_t seen_ = 0;
};

}  // namespace parley::given

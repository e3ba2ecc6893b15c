// Goal: a case decides which promises apply and what becomes of them. Method: commands with the
// events they must give, over processes like a support desk's.

#include "tests/events/case_desk.hpp"

using namespace parley;

using desk = given::case_desk;
using given::promise;

TEST_CASE("a case that enters a process wants the milestones that apply") {
  desk d;
  d.open();
  CHECK(d.last() == desk::words{"first wanted", "resolution wanted"});
  CHECK(d.state.process_version == 1);
  d.open();
  CHECK(d.last().empty());
  desk phone;
  phone.open({{"origin", "phone"}, {"priority", "3"}});
  CHECK(phone.last() == desk::words{"resolution wanted", "urgent wanted"});
  desk unknown;
  unknown.open({});
  CHECK(unknown.last() == desk::words{"resolution wanted"});
}

TEST_CASE("criteria that change start and cancel milestones") {
  desk d;
  d.open();
  d.last();
  d.does(change_case{{{"priority", "4"}, {"origin", "phone"}}, {}});
  CHECK(d.last() == desk::words{"first cancel", "urgent wanted"});
  d.does(change_case{{{"priority", "4"}}, {}});
  CHECK(d.last().empty());
  d.does(change_case{{{"origin", "web"}, {"priority", ""}}, {}});
  CHECK(d.last() == desk::words{"first wanted", "urgent cancel"});
}

TEST_CASE("a person's answer is the first response, and later the next one") {
  desk d;
  d.open();
  d.last();
  d.at(1010);
  d.system(note_contact_message{conversation_id("k"), time_ms(1010)});
  CHECK(d.last().empty());  // the first response is what the customer waits for
  d.system(note_response{conversation_id("k"), "ana", time_ms(1010)});
  CHECK(d.last() == desk::words{"first complete"});
  CHECK(d.state.responded_at == time_ms(1010));
  d.system(note_response{conversation_id("k"), "ana", time_ms(1010)});
  CHECK(d.last().empty());
  d.at(1020);
  d.system(note_contact_message{conversation_id("k"), time_ms(1020)});
  CHECK(d.last() == desk::words{"next wanted"});
  d.system(note_contact_message{conversation_id("k"), time_ms(1020)});
  CHECK(d.last().empty());
  d.at(1030);
  d.system(note_response{conversation_id("k"), "ana", time_ms(1025)});
  CHECK(d.last() == desk::words{"next complete"});
  d.system(note_contact_message{conversation_id("k"), time_ms(1030)});
  CHECK(d.last() == desk::words{"next wanted"});
}

TEST_CASE("a status that waits for the customer rests the clocks of internal milestones only") {
  desk d;
  auto& definitions = d.tenant.processes.front().definition.milestones;
  definitions[0].side = milestone_side::external;
  d.open();
  d.last();
  d.at(1100).does(set_case_status{"waiting", {}});
  CHECK(d.state.phase == case_phase::on_hold);
  CHECK(d.last() == desk::words{"resolution pause"});
  d.does(set_case_status{"waiting", {}});
  CHECK(d.last().empty());
  d.at(1200).does(set_case_status{"open", {}});
  CHECK(d.last() == desk::words{"resolution resume"});
  CHECK(d.state.holds == std::vector<hold>{{time_ms(1100), time_ms(1200)}});
}

TEST_CASE("closing completes the resolution and ends the rest; opening again goes on") {
  desk d;
  d.open();
  d.last();
  d.at(2000).does(close_case{});
  CHECK(d.state.phase == case_phase::closed);
  CHECK(d.state.status == "closed");
  CHECK(d.last() == desk::words{"first cancel", "resolution complete"});
  d.refuses(set_case_status{"open", {}}, errc::wrong_state);
  d.does(close_case{});
  CHECK(d.last().empty());
  d.at(3000).does(reopen_case{});
  CHECK(d.last() == desk::words{"first wanted", "resolution wanted"});
  const auto& wanted = std::get<case_milestone_wanted>(d.history.back().first);
  CHECK(wanted.reopened);
  CHECK(wanted.holds == std::vector<hold>{{time_ms(2000), time_ms(3000)}});
}

TEST_CASE("a milestone is completed by hand once, also at an earlier time") {
  desk d;
  d.open();
  d.last();
  d.at(5000).does(complete_case_milestone{milestone_id("first"), time_ms(1500)});
  CHECK(d.last() == desk::words{"first complete"});
  CHECK(d.state.responded_at == time_ms(1500));
  d.does(complete_case_milestone{milestone_id("first"), time_ms(1600)});
  CHECK(d.last().empty());
  d.refuses(complete_case_milestone{milestone_id("urgent"), {}}, errc::wrong_state);
  d.refuses(complete_case_milestone{milestone_id("none"), {}}, errc::not_found);
  d.refuses(complete_case_milestone{milestone_id("resolution"), time_ms(9000)}, errc::bad_request);
}

TEST_CASE("a running case keeps its version until it is migrated") {
  desk d;
  d.open();
  d.last();
  auto& process = d.tenant.processes.front();
  process.process_version = 2;
  process.definition.milestones[2].target_minutes = 60;
  process.definition.milestones.erase(process.definition.milestones.begin());
  d.at(2000).does(change_case{{{"priority", "3"}}, {}});
  CHECK(std::get<case_milestone_wanted>(d.history.back().first).setup.process_version == 1);
  d.last();
  d.does(migrate_case{});
  CHECK(d.last() == desk::words{"first cancel", "resolution wanted", "urgent wanted"});
  CHECK(d.state.process_version == 2);
  d.does(migrate_case{});
  CHECK(d.last().empty());
}

TEST_CASE("a milestone that is added by hand is marked, and counts from the opening") {
  desk d;
  d.open();
  d.at(90'000).does(add_case_milestone{promise("extra", milestone_kind::other, 1), {}});
  const auto& wanted = std::get<case_milestone_wanted>(d.history.back().first);
  CHECK(wanted.setup.added);
  CHECK(wanted.start == time_ms(1000));
  d.refuses(add_case_milestone{promise("extra", milestone_kind::other, 2), {}}, errc::wrong_state);
  d.refuses(add_case_milestone{promise("a.b", milestone_kind::other, 2), {}},
            errc::invalid_definition);
}

TEST_CASE("coverage begins the process of the entitlement; its loss is noted and stops nothing") {
  desk d;
  open_case what;
  what.relations.account = account_id("acme");
  what.fields = {{"origin", "web"}};
  d.does(what);
  CHECK(d.last().empty());
  coverage_answer answer;
  answer.eligible = true;
  answer.entitlement = entitlement_id("e1");
  answer.terms.level = level_id("gold");
  answer.terms.process = process_id("gold");
  answer.terms.hours = hours_id("berlin");
  d.at(2000);
  d.system(cover_case{answer, time_ms(2000)});
  CHECK(d.last() == desk::words{"first wanted", "resolution wanted"});
  const auto& wanted = std::get<case_milestone_wanted>(d.history.back().first);
  CHECK(wanted.setup.hours == hours_id("berlin"));
  CHECK(wanted.setup.level == level_id("gold"));
  CHECK(wanted.start == time_ms(1000));
  coverage_answer refused;
  refused.reason = "EXPIRED";
  d.system(cover_case{refused, time_ms(2000)});
  CHECK(d.last().empty());
  CHECK(d.state.coverage.reason == "EXPIRED");
  CHECK(d.state.process == process_id("gold"));
}

TEST_CASE("an action that changes a field is followed, to a limit") {
  desk d;
  d.open();
  d.last();
  act_on_case act{"c1.first.1.0", action_kind::set_field, "priority", "3", 0, {}};
  d.does(act);
  CHECK(d.last() == desk::words{"urgent wanted"});
  CHECK(std::get<case_milestone_wanted>(d.history.back().first).depth == 1);
  act.value = "1";
  act.depth = action_depth_max;
  d.does(act);
  CHECK(std::holds_alternative<case_action_stopped>(d.history.back().first));
  CHECK(field_of(d.state, "priority") == "3");
  d.does(act_on_case{"c1.first.1.1", action_kind::create_task, "ana", "call back", 0, {}});
  CHECK(std::get<case_task_created>(d.history.back().first).task == "c1.t1");
}

TEST_CASE(
    "a task that an action makes is on the case until somebody has done it, also when closed") {
  desk d;
  d.open();
  const auto make = [&](int number) {
    d.does(act_on_case{"c1.first.1." + std::to_string(number),
                       action_kind::create_task,
                       "ana",
                       "call back",
                       0,
                       {}});
  };
  make(0);
  make(1);
  REQUIRE(d.state.open_tasks.size() == 2);
  CHECK(d.state.open_tasks[0].assignee == "ana");
  CHECK(d.state.open_tasks[0].subject == "call back");
  CHECK(d.state.open_tasks[0].action == "c1.first.1.0");
  d.does(close_case{});
  d.does(complete_case_task{"c1.t1", "ana", {}});
  CHECK(d.state.open_tasks.size() == 1);
  CHECK(std::get<case_task_completed>(d.history.back().first).by == "ana");
  const std::size_t before = d.history.size();
  d.does(complete_case_task{"c1.t1", "bob", {}});
  CHECK(d.history.size() == before);
  d.refuses(complete_case_task{"c1.t3", "ana", {}}, errc::not_found);
  for (int i = 2; i < 200; ++i) {
    make(i);
  }
  CHECK(d.state.open_tasks.size() == case_tasks_max);
  CHECK(std::holds_alternative<case_action_stopped>(d.history.back().first));
}

TEST_CASE("a past is told with its own times, in order, and not by agents") {
  desk d;
  d.at(90'000);
  open_case what;
  what.process = process_id("gold");
  what.imported = true;
  what.at = time_ms(500);
  d.does(what);
  CHECK(d.state.opened_at == time_ms(500));
  d.does(set_case_status{"waiting", time_ms(700)});
  d.refuses(set_case_status{"open", time_ms(600)}, errc::bad_request);
  d.refuses(set_case_status{"open", time_ms(90'001)}, errc::bad_request);
  d.where().by = {principal_role::agent, "ana"};
  d.refuses(set_case_status{"open", time_ms(800)}, errc::not_permitted);
  d.does(set_case_status{"open", {}});
}

TEST_CASE("nothing is done to a case that was not opened") {
  desk d;
  for (const case_command& what : std::vector<case_command>{
           change_case{}, set_case_status{"x", {}}, close_case{}, reopen_case{}, migrate_case{},
           link_conversation{conversation_id("k"), {}}, relate_case{},
           complete_case_milestone{milestone_id("first"), {}}, finish_case_import{},
           add_case_milestone{promise("x", milestone_kind::other, 1), {}}}) {
    d.refuses(what, errc::not_found);
  }
  open_case what;
  what.process = process_id("none");
  d.refuses(what, errc::not_found);
}

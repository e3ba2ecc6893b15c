// Goal: how a case ends, which hours it counts in, what its customer is told, and actions that fail
// elsewhere. Method: a case of a support desk, decided by itself.

#include "tests/events/case_desk.hpp"

using namespace parley;

using desk = given::case_desk;
using given::promise;

namespace {

// With the sets "berlin", "tokyo" and, switched off, "old".
struct office_desk : desk {
  office_desk() {
    for (const char* name : {"berlin", "old", "tokyo"}) {
      hours_set set;
      set.hours = hours_id(name);
      set.definition.name = name;
      set.active = set.hours != hours_id("old");
      tenant.hours.sets.push_back(set);
    }
  }
  void open_in(const char* hours) {
    open_case what;
    what.fields = {{"origin", "web"}};
    what.process = process_id("gold");
    what.hours = hours_id(hours);
    does(what);
  }
  hours_id last_wanted() const {
    for (std::size_t i = history.size(); i-- > 0;) {
      if (const auto* wanted = std::get_if<case_milestone_wanted>(&history[i].first)) {
        return wanted->setup.hours;
      }
    }
    return {};
  }
  void ask(coverage_answer answer) { system(cover_case{std::move(answer), {}}); }
  std::size_t notices() const {
    std::size_t count = 0;
    for (const auto& [event, at] : history) {
      count += std::holds_alternative<case_notice_given>(event) ? 1U : 0U;
    }
    return count;
  }
};

coverage_answer not_covered(const char* reason = "EXPIRED") {
  coverage_answer answer;
  answer.reason = reason;
  answer.entitlement = entitlement_id("e1");
  answer.ends_on = "2025-12-21";
  answer.renewable = true;
  return answer;
}

coverage_answer covered(const char* hours = "") {
  coverage_answer answer;
  answer.eligible = true;
  answer.terms.process = process_id("gold");
  answer.terms.hours = hours_id(hours);
  return answer;
}

}  // namespace

TEST_CASE("closed with a date to come, the resolution is done when that date has come") {
  desk d;
  d.open();
  d.last();
  d.at(2000).does(close_case{"ana", {}, time_ms(9000)});
  CHECK(d.state.status == "closed");
  CHECK(d.state.phase == case_phase::open);
  CHECK(d.last().empty());
  d.refuses(finish_closing{time_ms(9000)}, errc::wrong_state);
  d.at(9500);
  d.system(finish_closing{time_ms(9000)});
  CHECK(d.last() == desk::words{"first cancel", "resolution complete"});
  const auto& done = std::get<case_milestone_directed>(d.history.back().first);
  CHECK(done.at == time_ms(9000));
  CHECK(d.state.phase == case_phase::closed);
  d.system(finish_closing{time_ms(9000)});
  CHECK(d.last().empty());
}

TEST_CASE("a closed date without the status closes nothing") {
  desk d;
  d.open();
  d.last();
  d.at(2000).does(change_case{{{"closed_at", "1970-01-01T00:00:01Z"}}, {}});
  CHECK(d.last().empty());
  CHECK(d.state.phase == case_phase::open);
}

TEST_CASE("a closing that is taken back, or moved, does not happen at the first date") {
  desk d;
  d.open();
  d.at(2000).does(close_case{"", {}, time_ms(9000)});
  d.does(reopen_case{});
  CHECK(d.state.status == "open");
  CHECK(d.state.closes_at == time_ms(0));
  d.at(9100);
  d.last();
  d.system(finish_closing{time_ms(9000)});
  CHECK(d.last().empty());
  d.does(close_case{"", {}, time_ms(20'000)});
  d.does(close_case{"", {}, time_ms(30'000)});
  d.at(25'000);
  d.system(finish_closing{time_ms(20'000)});
  CHECK(d.state.phase == case_phase::open);
  d.does(set_case_status{"working", {}});
  CHECK(d.state.closes_at == time_ms(0));
  d.does(close_case{});
  CHECK(d.state.phase == case_phase::closed);
}

TEST_CASE("a closed date in the past is when the resolution was done, but not by agents") {
  desk d;
  d.open();
  d.last();
  d.at(5000);
  d.where().by = {principal_role::agent, "ana"};
  d.refuses(close_case{"", {}, time_ms(4000)}, errc::not_permitted);
  d.where().by = {principal_role::supervisor, "sue"};
  d.refuses(close_case{"", {}, time_ms(500)}, errc::bad_request);
  d.does(close_case{"", {}, time_ms(4000)});
  CHECK(std::get<case_milestone_directed>(d.history.back().first).at == time_ms(4000));
  CHECK(d.state.closed_at == time_ms(5000));
}

TEST_CASE("the milestone's hours win, then the process's, the entitlement's, the case's") {
  office_desk d;
  auto& definition = d.tenant.processes.front().definition;
  d.open_in("tokyo");
  CHECK(d.last_wanted() == hours_id("tokyo"));
  office_desk entitled;
  open_case what;
  what.relations.account = account_id("acme");
  what.hours = hours_id("tokyo");
  entitled.does(what);
  entitled.ask(covered("berlin"));
  CHECK(entitled.last_wanted() == hours_id("berlin"));
  CHECK_FALSE(entitled.state.hours_by_case);
  office_desk by_process;
  by_process.tenant.processes.front().definition.hours = hours_id("old");
  by_process.open_in("tokyo");
  CHECK(by_process.last_wanted() == hours_id("old"));
  definition.milestones[2].hours = hours_id("berlin");
  office_desk own;
  own.tenant.processes.front().definition = definition;
  own.open_in("tokyo");
  CHECK(own.last_wanted() == hours_id("berlin"));
  office_desk none;
  none.open_in("");
  CHECK(none.last_wanted().empty());
  CHECK(none.state.hours_by_case);
}

TEST_CASE("hours that are switched off, or not there, are not chosen for a case") {
  office_desk d;
  open_case what;
  what.process = process_id("gold");
  what.hours = hours_id("old");
  CHECK(d.refuses(what, errc::wrong_state).state == "SET_INACTIVE");
  what.hours = hours_id("foreign");
  d.refuses(what, errc::not_found);
  d.open_in("tokyo");
  CHECK(d.refuses(set_case_hours{hours_id("old"), false, {}}, errc::wrong_state).state ==
        "SET_INACTIVE");
  d.refuses(set_case_hours{hours_id("foreign"), false, {}}, errc::not_found);
  auto extra = promise("extra", milestone_kind::other, 1);
  extra.hours = hours_id("old");
  CHECK(d.refuses(add_case_milestone{extra, {}}, errc::wrong_state).state == "SET_INACTIVE");
  // One that is switched off later goes on, and is not chosen again.
  d.tenant.hours.sets[2].active = false;
  d.at(2000).does(change_case{{{"priority", "3"}}, {}});
  CHECK(d.last_wanted() == hours_id("tokyo"));
  CHECK(d.refuses(set_case_hours{hours_id("tokyo"), false, {}}, errc::wrong_state).state ==
        "SET_INACTIVE");
}

TEST_CASE("a case's hours are changed by somebody, for what is computed from then on") {
  office_desk d;
  d.open_in("tokyo");
  d.last();
  d.at(2000).gives(
      set_case_hours{hours_id("berlin"), false, {}},
      case_hours_changed{hours_id("berlin"), hours_id("tokyo"), "sue", false, time_ms(2000)});
  CHECK(d.last().empty());
  d.gives(set_case_hours{hours_id("berlin"), false, {}});
  d.does(change_case{{{"priority", "3"}}, {}});
  CHECK(d.last() == desk::words{"urgent wanted"});
  CHECK(d.last_wanted() == hours_id("berlin"));
  d.at(3000).does(set_case_hours{{}, true, {}});
  CHECK(d.last() == desk::words{"first wanted", "resolution wanted", "urgent wanted"});
  CHECK(d.last_wanted().empty());
  // Hours of the process are not the case's to change.
  office_desk fixed;
  fixed.tenant.processes.front().definition.hours = hours_id("tokyo");
  fixed.open_in("");
  fixed.last();
  fixed.does(set_case_hours{hours_id("berlin"), true, {}});
  CHECK(fixed.last().empty());
  CHECK(fixed.state.hours == hours_id("tokyo"));
}

TEST_CASE("a request that nothing covers is told to the customer once, and how to renew") {
  office_desk d;
  open_case what;
  what.relations.account = account_id("acme");
  what.conversation = conversation_id("k1");
  d.does(what);
  d.ask(not_covered());
  const auto& notice = std::get<case_notice_given>(d.history.back().first);
  CHECK(notice.reason == "EXPIRED");
  CHECK(notice.renewable);
  CHECK(notice.conversation == conversation_id("k1"));
  CHECK(notice.text ==
        "This request is not covered by a support agreement (EXPIRED). It ended on 2025-12-21 and "
        "can be renewed.");
  CHECK(d.state.phase == case_phase::open);
  d.ask(not_covered());
  d.ask(not_covered("NO_ENTITLEMENT"));
  CHECK(d.notices() == 1);
  d.ask(covered());
  CHECK(d.state.process == process_id("gold"));
  // Coverage that is lost is told as well, and stops nothing.
  d.last();
  d.ask(not_covered());
  CHECK(d.notices() == 2);
  CHECK(d.last().empty());
}

TEST_CASE("the tenant has its own words, or refuses what is not covered") {
  office_desk d;
  d.tenant.settings.unsupported = unsupported_policy::refuse;
  d.tenant.settings.refusal_text = "No: {reason}.";
  d.tenant.settings.renewal_text = "Since {ends_on}. Call us.";
  open_case what;
  what.relations.account = account_id("acme");
  d.does(what);
  d.ask(not_covered());
  CHECK(d.state.phase == case_phase::closed);
  CHECK(d.state.status == "refused");
  const auto& notice = std::get<case_notice_given>(d.history[d.history.size() - 2].first);
  CHECK(notice.text == "No: EXPIRED. Since 2025-12-21. Call us.");
  // Whoever opens it again accepts it.
  d.does(reopen_case{});
  d.ask(not_covered());
  CHECK(d.state.phase == case_phase::open);
  CHECK(d.notices() == 1);
}

TEST_CASE("who asks about nothing is told nothing, unless the request is refused") {
  office_desk d;
  d.does(open_case{});
  d.ask(not_covered("NOTHING_TO_VERIFY"));
  CHECK(d.notices() == 0);
  office_desk strict;
  strict.tenant.settings.unsupported = unsupported_policy::refuse;
  strict.does(open_case{});
  strict.ask(not_covered("NOTHING_TO_VERIFY"));
  CHECK(strict.notices() == 1);
  CHECK(strict.state.phase == case_phase::closed);
}

TEST_CASE("nobody is told anything about a past") {
  office_desk d;
  d.tenant.settings.unsupported = unsupported_policy::refuse;
  open_case what;
  what.relations.account = account_id("acme");
  what.imported = true;
  d.does(what);
  d.ask(not_covered());
  CHECK(d.notices() == 0);
  CHECK(d.state.phase == case_phase::open);
}

TEST_CASE("an action that failed comes again, later each time, until it is given up") {
  desk d;
  d.tenant.processes.front().definition.milestones[2].actions = {
      {action_trigger::violation, action_kind::outbound_event, 0, "late", "body"},
      {action_trigger::violation, action_kind::set_field, 0, "escalated", "yes"}};
  d.open();
  const std::string action = "c1.resolution.1.0";
  d.refuses(report_case_action{"c1.resolution.1.7", true, "", {}}, errc::not_found);
  d.refuses(report_case_action{"c2.resolution.1.0", true, "", {}}, errc::not_found);
  d.refuses(report_case_action{"nonsense", true, "", {}}, errc::not_found);
  d.refuses(report_case_action{"c1.resolution.1.1", true, "", {}}, errc::wrong_state);
  d.gives(report_case_action{action, false, "", {}});
  std::int64_t now = 10'000;
  for (std::uint32_t attempt = 1; attempt < action_attempts_max; ++attempt) {
    const time_ms again(now + (60'000LL << (attempt - 1)));
    d.at(now).gives(report_case_action{action, true, "no route", {}},
                    case_action_reported{action, action_outcome::failed, attempt, "no route", again,
                                         time_ms(now)});
    d.gives(report_case_action{action, true, "told twice", {}});
    d.gives(repeat_case_action{action});
    now = again.value;
    d.at(now).gives(repeat_case_action{action},
                    case_action_repeated{action, action_kind::outbound_event, "late", "body",
                                         attempt + 1, again});
    d.gives(repeat_case_action{action});
  }
  d.gives(report_case_action{action, true, "still", {}},
          case_action_reported{
              action, action_outcome::given_up, action_attempts_max, "still", {}, time_ms(now)});
  REQUIRE(d.state.failed_actions.size() == 1);
  CHECK(d.state.failed_actions[0].retry_at == time_ms(0));
  CHECK(d.state.failed_actions[0].target == "late");
  d.gives(report_case_action{action, true, "again", {}});
  d.does(report_case_action{action, false, "", {}});
  CHECK(d.state.failed_actions.empty());
}

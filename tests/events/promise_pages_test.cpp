// Goal: what happens to many promises at once, by newer zone rules or for metrics; contracts that
// end; actions that note something in the case. Method: whole histories on a shard in a few lines.

#include "events/hours/notation.hpp"
#include "events/views/floor_state.hpp"
#include "events/views/promise_totals.hpp"
#include "tests/events/office_hours.hpp"
#include "tests/events/promise_desk.hpp"

using namespace parley;
using namespace parley::mini;
using given::december;

TEST_CASE("newer zone rules place every milestone anew, however many pages that takes") {
  desk d;
  d.s.now = december(24, 16);
  const define_hours office = office_in_new_york();
  d.s.does(tenant_stream(), tenant_command(office));
  process_definition process;
  process.hours = hours_id("office");
  process.milestones = {promise("first", milestone_kind::first_response, 30),
                        promise("resolution", milestone_kind::resolution, 120)};
  d.s.does(tenant_stream(), tenant_command(configure_process{process_id("office"), process, 0}));
  open_case what;
  what.process = process_id("office");
  constexpr int cases = 25;
  for (int i = 0; i < cases; ++i) {
    d.s.does(case_stream("c" + std::to_string(i)), case_command(what));
  }
  const auto moved = [&] {
    int count = 0;
    for (int i = 0; i < cases; ++i) {
      for (const char* name : {".first", ".resolution"}) {
        count += d.run("c" + std::to_string(i) + name).hours.tz_release == "2026f" ? 1 : 0;
      }
    }
    return count;
  };
  d.s.live.inner().runs_at_once = 7;
  load_tz_release newer;
  newer.release = "2026f";
  newer.policy = tz_policy::accepted;
  newer.zones = {fixed_zone("America/New_York", -6 * 3600)};
  newer.zones.front().release = "2026f";
  const time_ms loaded = d.s.now;
  d.s.does(tenant_stream(), tenant_command(newer));
  CHECK(moved() == 7);
  d.s.pass(duration_ms(1));
  CHECK(moved() == 2 * cases);
  CHECK(d.run("c3.resolution").due == december(24, 18));
  CHECK(d.run("c3.first").due == december(24, 16, 30));
  for (const commit& one : d.s.log) {
    for (const any_event& event : one.events) {
      if (const auto* placed = std::get_if<milestone_retargeted>(&event)) {
        CHECK(placed->at == loaded);
      }
    }
  }
  d.at_rest();
}

TEST_CASE("a violation by a target that was not in force any more is taken back") {
  desk d;
  d.open_with("c1");
  const time_ms at = d.s.now;
  const milestone_state before = d.run("c1.first");
  d.s.pass(duration_ms(31 * minute.value));
  CHECK(d.run("c1.first").phase == milestone_phase::violated);
  // Nothing has moved: the violation stays, without an event.
  const std::size_t commits = d.s.log.size();
  d.s.does({tenant, entity_kind::milestone, "c1.first"},
           milestone_command(replace_milestone{"zone_rules", at}));
  CHECK(d.run("c1.first").phase == milestone_phase::violated);
  CHECK(d.run("c1.first").due == before.due);
  CHECK(std::all_of(d.s.log.begin() + static_cast<std::ptrdiff_t>(commits), d.s.log.end(),
                    [](const commit& one) { return one.events.empty(); }));
}

TEST_CASE("before a contract ends an opportunity to renew it is opened, once, at its new time") {
  desk d;
  constexpr std::int64_t day_ms = 86'400'000;
  const stream_id acme{tenant, entity_kind::customer, "acme"};
  const auto renewals = [&] { return state_as<customer_state>(d.s.state_of(acme))->renewals; };
  const auto tell = [&](const customer_command& what) { d.s.does(acme, what); };
  tell(define_customer{"Acme", {}});
  tell(record_contract{
      {contract_id("k"), contract_kind::maintenance, "", "1970-01-01", "1970-03-31", {}}});
  tell(record_contract{
      {contract_id("old"), contract_kind::maintenance, "", "1969-01-01", "1969-12-31", {}}});
  // 60 days before the end is 30 January.
  d.s.pass(duration_ms(28 * day_ms));
  CHECK(renewals().empty());
  tell(extend_contract{contract_id("k"), "1970-04-30"});
  d.s.pass(duration_ms(10 * day_ms));
  CHECK(renewals().empty());
  d.s.pass(duration_ms(25 * day_ms));
  REQUIRE(renewals().size() == 1);
  CHECK(renewals()[0].opened_on == "1970-03-01");
  CHECK(renewals()[0].ends_on == "1970-04-30");
  tell(extend_contract{contract_id("k"), "1970-12-31"});
  d.s.pass(duration_ms(360 * day_ms));
  REQUIRE(renewals().size() == 1);
  CHECK(renewals()[0].ends_on == "1970-12-31");
  CHECK(renewals()[0].opened_on == "1970-03-01");
  d.at_rest();
}

TEST_CASE("the sums of promises for metrics are what the rows give, before and after a restart") {
  desk d;
  for (const char* name : {"c1", "c2", "c3"}) {
    d.open_with(name);
  }
  d.s.pass(duration_ms(31 * minute.value));
  d.tell_case("c2", set_case_status{"waiting", {}});
  d.tell_case("c3", close_case{});
  const time_ms horizon = d.s.now + duration_ms(200 * minute.value);
  const auto told = promise_totals_of(d.s.live, horizon).at(tenant);
  const auto of = [&](milestone_phase phase) {
    return told.by_phase.at(static_cast<std::size_t>(phase));
  };
  CHECK(of(milestone_phase::violated) == 2);
  CHECK(of(milestone_phase::running) == 1);
  CHECK(of(milestone_phase::paused) == 1);
  CHECK(told.at_risk == 1);
  CHECK(told.by_level.at("(none)").missed == 3);
  CHECK(told.by_level.at("(none)").met == 1);
  parley::floor loaded;
  for (const view_row& row : d.s.live.all_rows()) {
    REQUIRE(loaded.load_row(row.table, row.key, row.value));
  }
  loaded.finish_load(d.s.live.at());
  const auto again = promise_totals_of(loaded, horizon).at(tenant);
  CHECK(again.by_phase == told.by_phase);
  CHECK(again.at_risk == told.at_risk);
  CHECK(again.by_level == told.by_level);
}

TEST_CASE("a success can note in a field of the case that it came, and when") {
  desk d;
  process_definition process;
  process.milestones = {promise("first", milestone_kind::first_response, 30)};
  process.milestones[0].actions = {
      {action_trigger::success, action_kind::set_field, 0, "answered", "yes"},
      {action_trigger::success, action_kind::set_field, 0, "answered_at", "{at}"}};
  d.s.does(tenant_stream(), tenant_command(configure_process{process_id("notes"), process, 0}));
  open_case what;
  what.process = process_id("notes");
  d.s.does(case_stream("c1"), case_command(what));
  d.s.pass(duration_ms(5 * minute.value));
  const time_ms done = d.s.now;
  d.tell_case("c1", complete_case_milestone{milestone_id("first"), {}});
  d.s.pass(duration_ms(5 * minute.value));
  d.tell_case("c1", complete_case_milestone{milestone_id("first"), {}});
  CHECK(field_of(d.of_case("c1"), "answered") == "yes");
  CHECK(field_of(d.of_case("c1"), "answered_at") == hours::format_instant({done, 0}));
}

TEST_CASE(
    "what was kept by account and office is a recount of the log, by the month of the target") {
  desk d;
  d.s.does({tenant, entity_kind::customer, "acme"}, customer_command(define_customer{"Acme", {}}));
  open_case what;
  what.process = process_id("gold");
  what.relations.account = account_id("acme");
  for (const char* name : {"c1", "c2"}) {
    d.s.does(case_stream(name), case_command(what));
  }
  d.open_with("c3");
  d.s.pass(duration_ms(31 * minute.value));
  d.tell_case("c1", close_case{});
  d.s.pass(duration_ms(40LL * 86'400'000));
  d.tell_case("c2", close_case{});
  d.tell_case("c3", close_case{});
  const auto check = [&](const parley::floor& views) {
    const auto accounts = views.compliance(tenant, "", 7, compliance_of::account)->lines;
    REQUIRE(accounts.size() == 2);
    CHECK(accounts[0].account == account_id());
    CHECK(accounts[0].missed == 1);
    CHECK(accounts[0].met_late == 1);
    CHECK(accounts[1].account == account_id("acme"));
    CHECK(accounts[1].period == "1970-01");
    CHECK(accounts[1].met == 1);
    CHECK(accounts[1].met_late == 1);
    CHECK(accounts[1].missed == 2);
    const auto offices = views.compliance(tenant, "", 7, compliance_of::office)->lines;
    REQUIRE(offices.size() == 1);
    CHECK(offices[0].met + offices[0].met_late + offices[0].missed == 6);
    CHECK(views.compliance(tenant, "", 7)->lines.size() == 2);
    CHECK(promise_totals_of(views, d.s.now).at(tenant).by_level.at("(none)").missed == 3);
  };
  check(d.s.live);
  parley::floor loaded;
  for (const view_row& row : d.s.live.all_rows()) {
    REQUIRE(loaded.load_row(row.table, row.key, row.value));
  }
  loaded.finish_load(d.s.live.at());
  check(loaded);
}

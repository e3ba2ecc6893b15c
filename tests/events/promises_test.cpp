// Goal: cases, their milestones and conversations work together, and the views tell of it. Method:
// whole histories on a shard in a few lines.

#include "events/codec/json.hpp"
#include "events/views/timeline.hpp"
#include "tests/events/office_hours.hpp"
#include "tests/events/promise_desk.hpp"

using namespace parley;
using namespace parley::mini;
using given::december;

TEST_CASE("each milestone of a case is a clock of its own that fires once") {
  desk d;
  const time_ms opened = d.s.now;
  d.open_with("c1");
  CHECK(d.run("c1.first").phase == milestone_phase::running);
  CHECK(d.run("c1.first").due == opened + duration_ms(30 * minute.value));
  CHECK(d.run("c1.next").phase == milestone_phase::pending);
  d.s.pass(duration_ms(21 * minute.value));
  CHECK(d.run("c1.first").phase == milestone_phase::warned);
  d.s.pass(duration_ms(10 * minute.value));
  CHECK(d.run("c1.first").phase == milestone_phase::violated);
  CHECK(d.of_case("c1").fields.front().key == "escalated");
  CHECK(d.of_case("c1").tasks == 0);
  d.s.pass(duration_ms(300 * minute.value));
  CHECK(d.of_case("c1").tasks == 1);
  std::size_t violations = 0;
  for (const commit& each : d.s.log) {
    for (const any_event& event : each.events) {
      violations += std::holds_alternative<milestone_violated>(event) ? 1U : 0U;
    }
  }
  CHECK(violations == 2);
  CHECK(d.run("c1.resolution").phase == milestone_phase::violated);
  d.at_rest();
}

TEST_CASE("a person's message is the first response; a bot's and an automatic one are not") {
  desk d;
  d.queue("support");
  d.available("ana", {"support"});
  d.route("k1", "support");
  d.open_with("c1", "k1");
  d.accept("k1");
  d.say("k1", true, "ana", true);
  CHECK(d.run("c1.first").phase == milestone_phase::running);
  d.s.pass(minute);
  d.say("k1", true, "ana");
  CHECK(d.run("c1.first").phase == milestone_phase::met);
  CHECK(d.run("c1.first").stopped_at == d.s.now);
  d.s.pass(minute);
  d.say("k1", false, "");
  CHECK(d.run("c1.next").phase == milestone_phase::running);
  d.s.pass(minute);
  d.say("k1", true, "ana");
  CHECK(d.run("c1.next").phase == milestone_phase::met);
  d.say("k1", false, "");
  CHECK(d.run("c1.next").occurrence == 2);
  d.tell_case("c1", close_case{});
  CHECK(d.run("c1.next").phase == milestone_phase::cancelled);
  CHECK(d.run("c1.resolution").phase == milestone_phase::met);
  d.at_rest();
}

TEST_CASE("a case goes to the queue that its conversation waits in") {
  desk d;
  d.queue("support");
  d.queue("billing");
  d.open("k1");
  d.open_with("c1", "k1");
  CHECK(d.promises("support").next.size() == 2);
  d.route("k1", "billing");
  CHECK(d.promises("support").next.empty());
  REQUIRE(d.promises("billing").next.size() == 2);
  CHECK(d.promises("billing").next.front().run == "c1.first");
}

TEST_CASE("the customer that has the asset is asked, and its process runs; a refusal is noted") {
  desk d;
  const stream_id customer{tenant, entity_kind::customer, "globex"};
  d.s.does(customer, customer_command(define_customer{"Globex", {contact_id("bob")}}));
  d.s.does(customer, customer_command(record_asset{{asset_id("a1"), product_id("p"), "", ""}}));
  customer_entitlement one;
  one.entitlement = entitlement_id("e1");
  one.terms.level = level_id("gold");
  one.terms.process = process_id("gold");
  one.assets = {asset_id("a1")};
  d.s.does(customer, customer_command(create_entitlement{one}));
  open_case what;
  what.relations.asset = asset_id("a1");
  d.s.does(case_stream("c1"), case_command(what));
  CHECK(d.of_case("c1").entitlement == entitlement_id("e1"));
  CHECK(d.run("c1.first").setup.level == level_id("gold"));
  what.relations.asset = asset_id("a2");
  d.s.does(case_stream("c2"), case_command(what));
  CHECK(d.of_case("c2").verified);
  CHECK(d.of_case("c2").coverage.reason == "NOT_FOUND");
  CHECK(d.of_case("c2").process.empty());
  d.s.does(case_stream("c1"), case_command(relate_case{what.relations, {}}));
  CHECK_FALSE(d.of_case("c1").coverage.eligible);
  CHECK(d.run("c1.first").phase == milestone_phase::running);
  d.at_rest();
}

TEST_CASE("the views tell what is overdue, what is next and what was kept") {
  desk d;
  d.open_with("c1");
  d.s.pass(duration_ms(20 * minute.value));
  d.open_with("c2");
  d.s.pass(duration_ms(15 * minute.value));
  const auto told = d.promises();
  CHECK(told.running == 4);
  REQUIRE(told.violated.size() == 1);
  CHECK(told.violated.front().run == "c1.first");
  REQUIRE(told.next.size() == 3);
  CHECK(told.next.front().run == "c2.first");
  REQUIRE(told.queues.size() == 1);
  CHECK(told.queues.front().overdue == 1);
  CHECK(told.queues.front().at_risk == 1);
  d.tell_case("c2", complete_case_milestone{milestone_id("first"), {}});
  d.tell_case("c1", complete_case_milestone{milestone_id("first"), {}});
  const auto kept = d.s.live.compliance(tenant, "", 10).value();
  REQUIRE(kept.lines.size() == 1);
  CHECK(kept.lines.front().met == 1);
  CHECK(kept.lines.front().met_late == 1);
  CHECK(kept.lines.front().missed == 0);
  CHECK(kept.lines.front().met_permille == 500);
  CHECK(d.s.live.cases(tenant, queue_id("support"), 10)->cases.size() == 2);
  CHECK(d.s.live.cases(tenant, queue_id("other"), 10)->cases.empty());
  d.tell_case("c1", close_case{});
  CHECK(d.s.live.cases(tenant, {}, 10)->cases.size() == 1);
  d.tell_case("c1", reopen_case{});
  CHECK(d.s.live.cases(tenant, {}, 10)->cases.size() == 2);
  // What was met and goes on is not counted until it is met again.
  CHECK(d.s.live.compliance(tenant, "", 4)->lines.back().met == 0);
  d.at_rest();
}

TEST_CASE("the views' rows give the views back") {
  desk d;
  d.open_with("c1", "k1");
  d.open_with("c2");
  d.s.pass(duration_ms(35 * minute.value));
  d.tell_case("c2", set_case_status{"waiting", {}});
  floor loaded;
  for (const view_row& row : d.s.live.all_rows()) {
    REQUIRE(loaded.load_row(row.table, row.key, row.value));
  }
  loaded.finish_load(d.s.live.at());
  CHECK(loaded.all_rows() == d.s.live.all_rows());
  CHECK(loaded.next_due() == d.s.live.next_due());
  CHECK(codec::to_json(*loaded.promises(tenant, {}, d.s.now, 10)) ==
        codec::to_json(*d.s.live.promises(tenant, {}, d.s.now, 10)));
  CHECK(codec::to_json(*loaded.cases(tenant, {}, 10)) ==
        codec::to_json(*d.s.live.cases(tenant, {}, 10)));
  CHECK(d.of_case("c2").phase == case_phase::on_hold);
  CHECK(d.run("c2.resolution").phase == milestone_phase::paused);
}

TEST_CASE("the timeline shows what is done, what is missed and what is left, in business time") {
  // Opened Monday at 10:00 with 0:30, 1:10, 2:10 and 3:10, looked at 10:42.
  given::office_hours hours;
  case_state about;
  about.start = december(22, 10);
  about.phase = case_phase::open;
  about.hours = hours_id("office");
  about.process = process_id("P");
  CHECK(timeline_of(case_id("c"), about, &hours, december(22, 10, 42)).elapsed_ms ==
        42 * minute.value);
  about.holds = {{december(22, 10, 10), december(22, 10, 20)}, {december(22, 10, 40), time_ms(0)}};
  CHECK(timeline_of(case_id("c"), about, &hours, december(22, 11)).elapsed_ms == 30 * minute.value);
  const std::pair<std::uint32_t, std::int64_t> left[] = {
      {30, -12}, {70, 28}, {130, 88}, {190, 148}};
  for (const auto& [target, expected] : left) {
    milestone_state run;
    run.phase = expected < 0 ? milestone_phase::violated : milestone_phase::running;
    run.setup.definition.target_minutes = target;
    run.setup.hours = hours_id("office");
    run.start = december(22, 10);
    run.due = december(22, 10) + duration_ms(target * minute.value);
    const auto entry = timeline_entry_of("c.x", run, &hours, december(22, 10, 42));
    CHECK(entry.left_ms == expected * minute.value);
    CHECK(entry.elapsed_ms == 42 * minute.value);
    run.phase = milestone_phase::met;
    run.stopped_at = december(22, 10, 20);
    const auto done = timeline_entry_of("c.x", run, &hours, december(22, 10, 42));
    CHECK(done.completed_at == december(22, 10, 20));
    CHECK(done.elapsed_ms == 20 * minute.value);
  }
}

TEST_CASE("promises count in the tenant's hours; a process keeps its set from being switched off") {
  desk d;
  d.s.now = december(24, 16);
  const define_hours office = office_in_new_york();
  d.s.does(tenant_stream(), tenant_command(office));
  process_definition process;
  process.hours = hours_id("office");
  process.milestones = {promise("resolution", milestone_kind::resolution, 120)};
  d.s.does(tenant_stream(), tenant_command(configure_process{process_id("office"), process, 0}));
  d.s.refuses(tenant_stream(), tenant_command(deactivate_hours{hours_id("office")}));
  open_case what;
  what.process = process_id("office");
  d.s.does(case_stream("c1"), case_command(what));
  CHECK(d.run("c1.resolution").due == december(25, 10));
  CHECK(d.run("c1.resolution").hours == hours_stamp{hours_id("office"), 1, "2025b"});
  // Newer rules of the zone that are accepted place it anew.
  load_tz_release newer;
  newer.release = "2026f";
  newer.policy = tz_policy::accepted;
  newer.zones = {fixed_zone("America/New_York", -6 * 3600)};
  newer.zones.front().release = "2026f";
  d.s.does(tenant_stream(), tenant_command(newer));
  CHECK(d.run("c1.resolution").due == december(24, 18));
  CHECK(d.run("c1.resolution").hours.tz_release == "2026f");
  // Another process may not choose what is switched off, and frees what it does not use any more.
  process.hours = {};
  d.s.does(tenant_stream(), tenant_command(configure_process{process_id("office"), process, 0}));
  d.s.does(tenant_stream(), tenant_command(deactivate_hours{hours_id("office")}));
  process.hours = hours_id("office");
  d.s.refuses(tenant_stream(), tenant_command(configure_process{process_id("office"), process, 0}));
  process.hours = hours_id("none");
  d.s.refuses(tenant_stream(), tenant_command(configure_process{process_id("office"), process, 0}));
}

TEST_CASE("the timeline tells whether its indicator moves, and until when that is known") {
  given::office_hours hours;
  case_state about;
  about.start = december(22, 10);
  about.phase = case_phase::open;
  about.hours = hours_id("office");
  const auto told = [&](time_ms now) { return timeline_of(case_id("c"), about, &hours, now); };
  CHECK(told(december(22, 10, 42)).ticks);
  CHECK(told(december(22, 10, 42)).until == december(22, 17));
  CHECK_FALSE(told(december(22, 17)).ticks);
  CHECK(told(december(22, 17)).until == december(23, 9));
  // Christmas is closed: Wednesday's end to Friday's beginning.
  CHECK(told(december(24, 20)).until == december(26, 9));
  about.phase = case_phase::on_hold;
  CHECK_FALSE(told(december(22, 10, 42)).ticks);
  CHECK(told(december(22, 10, 42)).until == time_ms(0));

  milestone_state run;
  run.phase = milestone_phase::running;
  run.setup.definition.target_minutes = 30;
  run.setup.hours = hours_id("office");
  run.start = december(22, 10);
  run.due = december(22, 10, 30);
  const auto entry = [&] { return timeline_entry_of("c.x", run, &hours, december(22, 10, 12)); };
  CHECK(entry().ticks);
  CHECK(entry().until == december(22, 17));
  run.phase = milestone_phase::violated;
  CHECK(entry().ticks);
  for (const auto phase : {milestone_phase::paused, milestone_phase::met, milestone_phase::met_late,
                           milestone_phase::cancelled, milestone_phase::pending}) {
    run.phase = phase;
    CHECK_FALSE(entry().ticks);
    CHECK(entry().until == time_ms(0));
  }
}

TEST_CASE("a later occurrence stands further on the line, by the business time before it") {
  given::office_hours hours;
  case_state about;
  about.start = december(22, 10);
  about.hours = hours_id("office");
  about.holds = {{december(22, 10, 10), december(22, 10, 20)}};
  timeline_entry entry;
  entry.target_ms = 30 * minute.value;
  const auto place = [&](time_ms start) {
    entry.start = start;
    return place_of(entry, about, &hours).value / minute.value;
  };
  CHECK(place(time_ms(0)) == 30);
  CHECK(place(december(22, 10)) == 30);
  CHECK(place(december(22, 10, 5)) == 35);
  CHECK(place(december(22, 10, 15)) == 40);
  CHECK(place(december(22, 11)) == 80);
  CHECK(place(december(23, 9)) == 440);
}

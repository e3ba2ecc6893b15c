// Goal: what the rules of cases and customers lead to on a shard: dates that come, notices that are
// said, levels that are in use, actions that come again. Method: whole histories in a few lines.

#include "tests/events/office_hours.hpp"
#include "tests/events/promise_desk.hpp"

using namespace parley;
using namespace parley::mini;
using given::december;

namespace {

const stream_id globex{tenant, entity_kind::customer, "globex"};

struct sold_desk : desk {
  sold_desk() {
    s.now = december(22, 10);
    s.does(globex, customer_command(define_customer{"Globex", {contact_id("bob")}}));
  }
  void entitle(const char* name, const char* ends_on, const char* level = "gold") {
    customer_entitlement one;
    one.entitlement = entitlement_id(name);
    one.terms.level = level_id(level);
    one.terms.process = process_id("gold");
    one.starts_on = "2025-01-01";
    one.ends_on = ends_on;
    s.does(globex, customer_command(create_entitlement{one}));
  }
  void tell_tenant(const tenant_command& what) { s.does(tenant_stream(), what); }
  template <class Event>
  std::size_t count() const {
    std::size_t found = 0;
    for (const commit& one : s.log) {
      for (const any_event& event : one.events) {
        found += std::holds_alternative<Event>(event) ? 1U : 0U;
      }
    }
    return found;
  }
};

}  // namespace

TEST_CASE("a case whose closed date comes is resolved on it, to the millisecond") {
  desk d;
  d.open_with("c1");
  const time_ms date = d.s.now + duration_ms(20 * minute.value);
  d.tell_case("c1", close_case{"ana", {}, date});
  d.s.pass(duration_ms(20 * minute.value - 1));
  CHECK(d.run("c1.resolution").phase == milestone_phase::running);
  d.s.pass(duration_ms(minute.value));
  CHECK(d.run("c1.resolution").phase == milestone_phase::met);
  CHECK(d.run("c1.resolution").stopped_at == date);
  CHECK(d.of_case("c1").phase == case_phase::closed);
  d.at_rest();
}

TEST_CASE("a resolution that is missed before its closed date comes is late") {
  desk d;
  d.open_with("c1");
  d.tell_case("c1", close_case{"", {}, d.s.now + duration_ms(191 * minute.value)});
  d.s.pass(duration_ms(200 * minute.value));
  CHECK(d.run("c1.resolution").phase == milestone_phase::met_late);
  d.at_rest();
}

TEST_CASE("a reopened case goes on with the remainder, and the closed stretch does not count") {
  desk d;
  d.open_with("c1");
  d.s.pass(duration_ms(60 * minute.value));
  d.tell_case("c1", close_case{});
  d.s.pass(duration_ms(1000 * minute.value));
  d.tell_case("c1", reopen_case{});
  CHECK(d.run("c1.resolution").phase == milestone_phase::running);
  CHECK(d.run("c1.resolution").due == d.s.now + duration_ms(130 * minute.value));
  d.at_rest();
}

TEST_CASE("running milestones keep their due times when the hours change, unless planned anew") {
  desk d;
  d.s.now = december(24, 16);
  d.s.does(tenant_stream(), tenant_command(office_in_new_york()));
  open_case what;
  what.process = process_id("gold");
  d.s.does(case_stream("c1"), case_command(what));
  const time_ms due = d.run("c1.resolution").due;
  CHECK(due == december(24, 19, 10));
  d.tell_case("c1", set_case_hours{hours_id("office"), false, {}});
  CHECK(d.run("c1.resolution").due == due);
  CHECK(d.run("c1.resolution").hours.hours == hours_id("default"));
  d.tell_case("c1", set_case_hours{{}, false, {}});
  d.tell_case("c1", set_case_hours{hours_id("office"), true, {}});
  // One hour of it is on Wednesday, two hours and ten minutes on Thursday.
  CHECK(d.run("c1.resolution").due == december(25, 11, 10));
  CHECK(d.run("c1.resolution").hours.hours == hours_id("office"));
  d.at_rest();
}

TEST_CASE("the notice is said in the conversation, once, and is no answer to the customer") {
  sold_desk d;
  d.open("k1");
  open_case what;
  what.relations.account = account_id("globex");
  what.conversation = conversation_id("k1");
  d.s.does(case_stream("c1"), case_command(what));
  CHECK(d.count<case_notice_given>() == 1);
  REQUIRE(d.count<outbound_message_accepted>() == 1);
  CHECK(d.of_case("c1").responded_at == time_ms(0));
  what.relations.contact = contact_id("bob");
  d.tell_case("c1", relate_case{what.relations, {}});
  CHECK(d.count<case_notice_given>() == 1);
  CHECK(d.count<outbound_message_accepted>() == 1);
  d.at_rest();
}

TEST_CASE("an open case whose asset is changed to one without coverage is told once, and goes on") {
  sold_desk d;
  d.s.does(globex, customer_command(record_asset{{asset_id("a1"), product_id("p"), "", ""}}));
  d.s.does(globex, customer_command(record_asset{{asset_id("a2"), product_id("q"), "", ""}}));
  customer_entitlement one;
  one.entitlement = entitlement_id("e1");
  one.terms.process = process_id("gold");
  one.assets = {asset_id("a1")};
  d.s.does(globex, customer_command(create_entitlement{one}));
  d.open("k1");
  open_case what;
  what.relations.asset = asset_id("a1");
  what.conversation = conversation_id("k1");
  d.s.does(case_stream("c1"), case_command(what));
  CHECK(d.of_case("c1").coverage.eligible);
  what.relations.asset = asset_id("a2");
  d.tell_case("c1", relate_case{what.relations, {}});
  CHECK_FALSE(d.of_case("c1").coverage.eligible);
  CHECK(d.run("c1.resolution").phase == milestone_phase::running);
  CHECK(d.count<outbound_message_accepted>() == 1);
  d.at_rest();
}

TEST_CASE("a level is in use until the latest end of an entitlement that has it") {
  sold_desk d;
  d.entitle("e1", "2025-12-31");
  d.entitle("e2", "2026-01-31");
  d.entitle("e3", "2025-12-31");
  CHECK(d.count<service_level_claimed>() == 2);
  d.s.refuses(tenant_stream(), tenant_command(remove_service_level{level_id("gold")}));
  d.s.does(globex, customer_command(extend_entitlement{entitlement_id("e2"), "2026-02-28"}));
  d.s.now = december(31, 24) + duration_ms(60LL * 86'400'000);  // 1 March 2026
  d.tell_tenant(remove_service_level{level_id("gold")});
  d.s.refuses(tenant_stream(), tenant_command(remove_service_level{level_id("gold")}));
}

TEST_CASE("a level has versions; one that a template has is in use") {
  sold_desk d;
  const auto levels = [&] { return d.s.live.processes(tenant)->levels; };
  REQUIRE(levels().size() == 1);
  CHECK(levels()[0].level_version == 1);
  d.tell_tenant(configure_service_level{level_id("gold"), {"Gold", 3, process_id("gold")}});
  CHECK(levels()[0].level_version == 2);
  d.tell_tenant(configure_service_level{level_id("gold"), {"Gold", 3, process_id("gold")}});
  CHECK(levels()[0].level_version == 2);
  d.s.refuses(tenant_stream(), tenant_command(configure_service_level{
                                   level_id("gold"), {"Gold", 3, process_id("none")}}));
  entitlement_template made;
  made.terms.level = level_id("gold");
  d.tell_tenant(configure_entitlement_template{template_id("t"), made});
  d.s.refuses(tenant_stream(), tenant_command(remove_service_level{level_id("gold")}));
  made.active = false;
  d.tell_tenant(configure_entitlement_template{template_id("t"), made});
  d.tell_tenant(remove_service_level{level_id("gold")});
  CHECK(levels().empty());
}

TEST_CASE("running cases keep their level's version, and new ones get the next") {
  sold_desk d;
  d.entitle("e1", "");
  open_case what;
  what.relations.account = account_id("globex");
  d.s.does(case_stream("c1"), case_command(what));
  auto process = d.s.live.processes(tenant)->processes[0].definition;
  process.milestones[2].target_minutes = 60;
  d.tell_tenant(configure_process{process_id("gold"), process, 0});
  d.s.does(case_stream("c2"), case_command(what));
  CHECK(d.run("c1.resolution").setup.definition.target_minutes == 190);
  CHECK(d.run("c1.resolution").setup.process_version == 1);
  CHECK(d.run("c2.resolution").setup.definition.target_minutes == 60);
}

TEST_CASE("an action that failed outside comes again when its time has come") {
  desk d;
  d.open_with("c1");
  d.s.pass(duration_ms(25 * minute.value));
  const auto repeats = [&] {
    std::vector<time_ms> at;
    for (const commit& one : d.s.log) {
      for (const any_event& event : one.events) {
        if (const auto* again = std::get_if<case_action_repeated>(&event)) {
          at.push_back(again->at);
        }
      }
    }
    return at;
  };
  const time_ms failed = d.s.now;
  d.tell_case("c1", report_case_action{"c1.first.1.0", true, "no route", {}});
  d.s.pass(duration_ms(minute.value - 1));
  CHECK(repeats().empty());
  d.s.pass(duration_ms(1));
  REQUIRE(repeats().size() == 1);
  CHECK(repeats()[0] == failed + minute);
  d.tell_case("c1", report_case_action{"c1.first.1.0", false, "", {}});
  d.s.pass(duration_ms(10 * minute.value));
  CHECK(repeats().size() == 1);
  d.at_rest();
}

TEST_CASE("what is told of the past leads to no notice, reminder or violation") {
  sold_desk d;
  d.s.does(
      globex,
      customer_command(record_contract{
          {contract_id("k"), contract_kind::maintenance, "", "2019-01-01", "2019-12-31", {}}}));
  d.entitle("e1", "2025-06-30");
  open_case what;
  what.relations.account = account_id("globex");
  what.process = process_id("gold");
  what.imported = true;
  what.at = december(1, 9);
  d.s.does(case_stream("c1"), case_command(what));
  d.s.pass(duration_ms(400 * minute.value));
  CHECK(d.count<milestone_violated>() == 0);
  CHECK(d.count<milestone_acted>() == 0);
  CHECK(d.count<renewal_opened>() == 0);
  CHECK(d.count<case_notice_given>() == 0);
}

TEST_CASE("criteria and field updates may be formulas of business time") {
  desk d;
  d.s.now = december(24, 16);
  d.s.does(tenant_stream(), tenant_command(office_in_new_york()));
  process_definition process;
  process.milestones = {promise("first", milestone_kind::first_response, 30),
                        promise("long", milestone_kind::other, 10)};
  process.milestones[0].actions = {{action_trigger::violation, action_kind::set_field, 0, "call_by",
                                    "=add(office, opened_at, 2)"}};
  process.milestones[1].criteria = {
      {"difference(office, opened_at, promised_at)", criterion_test::at_least, {"3"}}};
  const auto save = [&] {
    return tenant_command(configure_process{process_id("formulas"), process, 0});
  };
  d.s.does(tenant_stream(), save());
  d.s.does(tenant_stream(), tenant_command(deactivate_hours{hours_id("office")}));
  open_case what;
  what.process = process_id("formulas");
  d.s.does(case_stream("c1"), case_command(what));
  d.s.pass(duration_ms(31 * minute.value));
  CHECK(field_of(d.of_case("c1"), "call_by") == "2025-12-25T10:00:00-05:00");
  // Four hours by the clock are one of business time; a day is more than three.
  d.tell_case("c1", change_case{{{"promised_at", "2025-12-24T20:00:00-05:00"}}, {}});
  CHECK_FALSE(find_milestone(d.of_case("c1"), milestone_id("long"))->begun);
  d.tell_case("c1", change_case{{{"promised_at", "2025-12-25T11:30:00-05:00"}}, {}});
  CHECK(find_milestone(d.of_case("c1"), milestone_id("long"))->begun);
  // What was there before the set was switched off stays; nothing new chooses it.
  process.name = "Formulas";
  d.s.does(tenant_stream(), save());
  const tenant_command other(configure_process{process_id("others"), process, 0});
  d.s.refuses(tenant_stream(), other);
  process.milestones[0].actions[0].value = "=add(nowhere, opened_at, 2)";
  d.s.refuses(tenant_stream(), save());
  process.milestones[0].actions[0].value = "=add(office)";
  d.s.refuses(tenant_stream(), save());
}

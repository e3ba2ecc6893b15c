// Goal: every step of a milestone's run. Method: the worked examples of a support desk, each on a
// calendar.

#include "tests/events/milestone_run.hpp"

using namespace parley;
using given::december;
using given::promise;
using given::run;
using given::warning;

TEST_CASE("a target is placed in business time, over nights, weekends and holidays") {
  const std::pair<std::uint32_t, time_ms> targets[] = {{30, december(24, 16, 30)},
                                                       {70, december(26, 9, 10)},
                                                       {130, december(26, 10, 10)},
                                                       {190, december(26, 11, 10)}};
  for (const auto& [target, due] : targets) {
    run r(promise("first", target));
    r.at(december(24, 16)).start(december(24, 16));
    CHECK(r.state.due == due);
    CHECK(r.state.phase == milestone_phase::running);
    CHECK(wake_of(r.state) == due + duration_ms(1));
  }
}

TEST_CASE("what is done at the target is met, a millisecond later it is late") {
  run in_time(promise("first", 30));
  in_time.at(december(22, 10)).start(december(22, 10));
  in_time.at(december(22, 10, 30)).complete(december(22, 10, 30));
  CHECK(in_time.state.phase == milestone_phase::met);
  CHECK(in_time.count<milestone_violated>() == 0);
  run late(promise("first", 30));
  late.at(december(22, 10)).start(december(22, 10));
  const time_ms after = december(22, 10, 30) + duration_ms(1);
  late.at(after).complete(after);
  CHECK(late.state.phase == milestone_phase::met_late);
  CHECK(late.count<milestone_violated>() == 1);
}

TEST_CASE("the clock looks at a target that was missed, once, and never early") {
  run r(promise("first", 30));
  r.at(december(22, 10)).start(december(22, 10));
  const time_ms wake = wake_of(r.state);
  r.at(december(22, 10, 30)).refuses(check_milestone{wake}, errc::wrong_state);
  r.at(wake).gives(check_milestone{wake}, milestone_violated{december(22, 10, 30), {}});
  CHECK(r.state.phase == milestone_phase::violated);
  r.refuses(check_milestone{wake}, errc::wrong_state);
  r.at(december(22, 12)).complete(december(22, 12));
  CHECK(r.state.phase == milestone_phase::met_late);
}

TEST_CASE("a violation that the clock noted too soon is withdrawn") {
  run r(promise("first", 30));
  r.at(december(22, 10)).start(december(22, 10));
  r.at(december(22, 10, 31)).look();
  CHECK(r.state.phase == milestone_phase::violated);
  r.complete(december(22, 10, 29));
  CHECK(r.state.phase == milestone_phase::met);
  CHECK_FALSE(r.state.violated);
  CHECK(r.count<violation_withdrawn>() == 1);
}

TEST_CASE("warnings come in business time before the target") {
  run r(promise("resolution", 190, {warning(15), warning(5)}));
  r.at(december(19, 15)).start(december(19, 15));  // a Friday
  CHECK(r.state.due == december(22, 10, 10));
  CHECK(r.state.plan ==
        std::vector<planned_action>{{0, december(22, 9, 55)}, {1, december(22, 10, 5)}});
  r.at(december(22, 9, 56)).look();
  CHECK(r.state.phase == milestone_phase::warned);
  CHECK(r.acted() == 1);
  r.at(december(22, 10, 6)).look();
  CHECK(r.acted() == 2);
}

TEST_CASE("a warning that is longer than the target comes at the start") {
  run r(promise("first", 30, {warning(60)}));
  r.at(december(22, 10)).start(december(22, 10));
  CHECK(r.state.plan.front().at == december(22, 10));
}

TEST_CASE("after an interruption only the newest of what was due is more than a note") {
  run r(promise("first", 30,
                {warning(5), {action_trigger::violation, action_kind::notify, 0, "lead", "late"}}));
  r.at(december(22, 10)).start(december(22, 10));
  r.at(december(22, 10, 45)).look();
  CHECK(r.state.phase == milestone_phase::violated);
  CHECK(r.count<milestone_violated>() == 1);
  CHECK(r.count<milestone_acted>() == 2);
  CHECK(r.acted() == 1);
  CHECK(wake_of(r.state) == time_ms(0));
}

TEST_CASE("a hold keeps what is left, and what is left is placed anew") {
  run r(promise("resolution", 190, {warning(15)}));
  r.at(december(19, 15)).start(december(19, 15));
  r.at(december(19, 16)).pause();
  CHECK(r.state.phase == milestone_phase::paused);
  CHECK(r.state.rest_ms == minutes(130));
  CHECK(wake_of(r.state) == time_ms(0));
  r.at(december(23, 11)).resume();
  CHECK(r.state.due == december(23, 13, 10));
  CHECK(r.acted() == 0);
}

TEST_CASE("a hold outside business hours moves nothing") {
  run r(promise("resolution", 190));
  r.at(december(22, 16)).start(december(22, 16));
  const time_ms due = r.state.due;
  r.at(december(22, 20)).pause();
  r.at(december(23, 7)).resume();
  CHECK(r.state.due == due);
}

TEST_CASE("a run that starts late counts from the start, without the holds since") {
  run r(promise("resolution", 190));
  r.at(december(22, 15)).start(december(22, 10), {{december(22, 11), december(22, 13)}});
  CHECK(r.state.due == december(22, 15, 10));
  run held(promise("resolution", 190));
  held.at(december(22, 15)).start(december(22, 10), {{december(22, 11), time_ms(0)}});
  CHECK(held.state.phase == milestone_phase::paused);
  CHECK(held.state.rest_ms == minutes(130));
  run overdue(promise("first", 40));
  overdue.at(december(22, 10, 50)).start(december(22, 10));
  CHECK(overdue.state.phase == milestone_phase::violated);
  CHECK(overdue.state.due == december(22, 10, 40));
}

TEST_CASE("what was missed stays missed: a hold or another target does not heal it") {
  run r(promise("first", 30));
  r.at(december(22, 10)).start(december(22, 10));
  r.at(december(22, 11)).pause();
  CHECK(r.state.phase == milestone_phase::violated);
  r.setup.definition.target_minutes = 300;
  r.at(december(22, 11, 30)).start(december(22, 10));
  CHECK(r.state.phase == milestone_phase::violated);
  CHECK(r.state.due == december(22, 10, 30));
}

TEST_CASE("a run that ceased to apply and applies again is the same run") {
  run r(promise("first", 30));
  r.at(december(22, 10)).start(december(22, 10));
  r.at(december(22, 10, 10)).does(cancel_milestone{"criteria", december(22, 10, 10)});
  CHECK(r.state.phase == milestone_phase::cancelled);
  CHECK(wake_of(r.state) == time_ms(0));
  r.at(december(22, 10, 20)).start(december(22, 10));
  CHECK(r.state.phase == milestone_phase::running);
  CHECK(r.state.due == december(22, 10, 30));
  r.at(december(22, 10, 25)).does(cancel_milestone{"criteria", december(22, 10, 25)});
  r.at(december(22, 11)).start(december(22, 10));
  CHECK(r.state.phase == milestone_phase::violated);
  CHECK(r.state.due == december(22, 10, 30));
}

TEST_CASE("a case that was closed and opened again goes on with what was left") {
  run r(promise("resolution", 190));
  r.at(december(22, 10)).start(december(22, 10));
  r.at(december(22, 11)).complete(december(22, 11));
  CHECK(r.state.phase == milestone_phase::met);
  r.at(december(23, 11))
      .does(start_milestone{r.setup, december(22, 10), {}, true, 0, december(23, 11)});
  CHECK(r.state.phase == milestone_phase::running);
  CHECK(r.state.due == december(23, 13, 10));
}

TEST_CASE("edited hours move nothing that was placed; what is placed later uses them") {
  run r(promise("resolution", 190));
  r.at(december(22, 10)).start(december(22, 10));
  r.hours.put("office", 2, 9, 12);
  CHECK(r.state.due == december(22, 13, 10));
  r.at(december(22, 11)).pause();
  CHECK(r.state.hours.version == 2);
  r.at(december(22, 11, 30)).resume();
  CHECK(r.state.due == december(23, 9, 30));
}

TEST_CASE("without business time there is no target, and no clock") {
  run r(promise("first", 30));
  r.hours.remove("office");
  r.at(december(22, 10)).start(december(22, 10));
  CHECK(r.state.phase == milestone_phase::pending);
  CHECK(wake_of(r.state) == time_ms(0));
  r.hours.put("office", 3, 9, 17);
  r.at(december(22, 10, 10)).start(december(22, 10));
  CHECK(r.state.due == december(22, 10, 30));
}

TEST_CASE("success acts at once, or later if its offset says so") {
  run r(promise("first", 30,
                {{action_trigger::success, action_kind::set_field, 0, "answered", "yes"},
                 {action_trigger::success, action_kind::notify, 60, "lead", "how was it?"}}));
  r.at(december(22, 10)).start(december(22, 10));
  r.at(december(22, 16, 30)).look();
  r.complete(december(22, 16, 30));
  CHECK(r.state.phase == milestone_phase::met_late);
  CHECK(r.acted() == 1);
  CHECK(wake_of(r.state) == december(23, 9, 30) + duration_ms(1));
  r.at(december(23, 10)).look();
  CHECK(r.acted() == 2);
  CHECK(wake_of(r.state) == time_ms(0));
}

TEST_CASE("a recurring milestone begins anew: independent at its occasion, chained at its target") {
  for (const bool chained : {false, true}) {
    auto definition = promise("next", 60);
    definition.kind = milestone_kind::next_response;
    definition.recurrence =
        chained ? milestone_recurrence::chained : milestone_recurrence::independent;
    run r(definition);
    r.at(december(22, 10)).start(december(22, 10));
    r.at(december(22, 10, 10)).complete(december(22, 10, 10));
    r.at(december(22, 10, 20)).start(december(22, 10, 20));
    CHECK(r.state.occurrence == 2);
    CHECK(r.state.start == december(22, chained ? 11 : 10, chained ? 0 : 20));
  }
}

TEST_CASE("a chained milestone of no other kind goes on by itself") {
  auto definition = promise("update", 60);
  definition.recurrence = milestone_recurrence::chained;
  run r(definition);
  r.at(december(22, 10)).start(december(22, 10));
  r.at(december(22, 10, 10)).complete(december(22, 10, 10));
  CHECK(r.state.occurrence == 2);
  CHECK(r.state.due == december(22, 12));
  r.at(december(22, 12, 30)).complete(december(22, 12, 30));
  CHECK(r.count<milestone_violated>() == 1);
  CHECK(r.state.due == december(22, 13, 30));
}

TEST_CASE("another version's target is placed with what is used up") {
  run r(promise("resolution", 190, {warning(30)}));
  r.at(december(22, 10)).start(december(22, 10));
  r.setup.definition.target_minutes = 120;
  r.setup.process_version = 2;
  r.at(december(22, 11)).start(december(22, 10));
  CHECK(r.state.due == december(22, 12));
  CHECK(r.state.plan.front().at == december(22, 11, 30));
  r.setup.definition.target_minutes = 30;
  r.at(december(22, 11, 10)).start(december(22, 10));
  CHECK(r.state.phase == milestone_phase::violated);
  CHECK(r.state.due == december(22, 10, 30));
}

TEST_CASE("newer rules of the zone place an open target anew, and tell that they did") {
  run r(promise("resolution", 190));
  r.at(december(22, 10)).start(december(22, 10));
  r.hours.put("office", 2, 9, 12);
  r.at(december(22, 10, 30)).does(replace_milestone{"zone_rules", december(22, 10, 30)});
  CHECK(r.state.due == december(23, 10, 10));
  CHECK(r.count<milestone_retargeted>() == 1);
  r.does(replace_milestone{"zone_rules", december(22, 10, 30)});
  CHECK(r.count<milestone_retargeted>() == 1);
}

TEST_CASE("a told past has no clock and no actions, but the same verdict") {
  run r(promise("first", 30, {warning(5)}));
  r.setup.imported = true;
  r.at(december(30, 10))
      .does(start_milestone{r.setup, december(22, 10), {}, false, 0, december(22, 10)});
  CHECK(wake_of(r.state) == time_ms(0));
  CHECK(r.state.phase == milestone_phase::running);
  r.does(complete_milestone{december(22, 11)});
  CHECK(r.state.phase == milestone_phase::met_late);
  CHECK(r.count<milestone_acted>() == 0);
}

TEST_CASE("times that are not the run's own are refused") {
  run r(promise("first", 30));
  r.at(december(22, 10)).start(december(22, 10));
  r.refuses(complete_milestone{december(22, 11)}, errc::bad_request);
  r.at(december(22, 11)).refuses(complete_milestone{december(22, 9)}, errc::bad_request);
  run none(promise("first", 30));
  none.at(december(22, 11)).refuses(complete_milestone{december(22, 11)}, errc::wrong_state);
}

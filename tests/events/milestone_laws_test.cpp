// Goal: a verdict does not depend on when the clock looks, and no business time is lost. Method:
// random histories with a clock that looks each minute, each hour, or hardly ever.

#include <rapidcheck.h>

#include "tests/events/milestone_run.hpp"

using namespace parley;
using given::december;
using given::promise;
using given::run;
using given::warning;

namespace {

struct step {
  time_ms at;
  int what;
};

struct verdict {
  milestone_phase phase;
  time_ms due;
  time_ms stopped_at;
  bool violated;
  duration_ms rest;
  bool operator==(const verdict&) const = default;
};

// Plays the steps with a clock that looks every `sweep`; 0: never.
verdict play(const std::vector<step>& steps, duration_ms sweep, std::size_t& violations) {
  run r(promise("first", 90, {warning(20)}));
  time_ms now = december(22, 10);
  r.at(now).start(now);
  for (const step& each : steps) {
    while (sweep.value > 0 && now + sweep < each.at) {
      now = now + sweep;
      r.at(now).look();
    }
    r.at(each.at);
    switch (each.what) {
      case 0:
        r.pause();
        break;
      case 1:
        r.resume();
        break;
      case 2:
        r.complete(each.at);
        break;
      case 3:
        r.does(cancel_milestone{"criteria", each.at});
        break;
      default:
        r.start(december(22, 10));
        break;
    }
  }
  r.at(december(31, 16)).look();
  violations = r.count<milestone_violated>() - r.count<violation_withdrawn>();
  return {r.state.phase, r.state.due, r.state.stopped_at, r.state.violated, r.state.rest_ms};
}

}  // namespace

TEST_CASE(
    "the verdict is the same with a clock that looks each minute, each hour, or hardly ever") {
  rc::check([] {
    std::vector<step> steps;
    time_ms at = december(22, 10);
    const auto count = *rc::gen::inRange(1, 8);
    for (int i = 0; i < count; ++i) {
      at = at + duration_ms(*rc::gen::inRange(0, 4 * 60) * 60'000 / 4);
      steps.push_back({at, *rc::gen::inRange(0, 5)});
    }
    std::size_t violations = 0;
    const verdict often = play(steps, duration_ms(60'000), violations);
    RC_ASSERT(violations <= 1U);
    RC_ASSERT(often == play(steps, duration_ms(3'600'000), violations));
    RC_ASSERT(violations <= 1U);
    RC_ASSERT(often == play(steps, duration_ms(0), violations));
    RC_ASSERT(violations <= 1U);
    const bool done =
        often.phase == milestone_phase::met || often.phase == milestone_phase::met_late;
    if (done && often.due.value != 0) {
      RC_ASSERT((often.phase == milestone_phase::met) == (often.stopped_at <= often.due));
      RC_ASSERT(often.violated == (often.phase == milestone_phase::met_late));
    }
  });
}

TEST_CASE("what ran and what is left are the target, exactly") {
  rc::check([] {
    run r(promise("first", 300));
    const business_clock clock(&r.hours, hours_id("office"));
    time_ms at = december(22, 10);
    r.at(at).start(at);
    duration_ms ran{0};
    for (int i = 0; i < 6 && r.state.phase == milestone_phase::running; ++i) {
      const time_ms from = at;
      at = at + duration_ms(*rc::gen::inRange(1, 200) * 60'000);
      if (at > r.state.due) {
        break;
      }
      r.at(at).pause();
      ran = duration_ms(ran.value + clock.difference(from, at).value);
      RC_ASSERT(ran.value + r.state.rest_ms.value == minutes(300).value);
      at = at + duration_ms(*rc::gen::inRange(1, 3000) * 60'000);
      r.at(at).resume();
      RC_ASSERT(clock.difference(at, r.state.due) == r.state.rest_ms);
    }
  });
}

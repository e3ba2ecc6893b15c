// Goal: an agent's estimate of when it has room is a fold of its own log, and partners are told of
// every change of its room. Method: an agent with one unit and its clock; then random histories.

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "events/agent/entity.hpp"
#include "events/tenant/state.hpp"
#include "tests/events/given.hpp"

using namespace parley;

namespace {

const channel_kind chat("chat");
const channel_kind voice("voice");

struct agent : given::actor<agent_entity> {
  explicit agent(std::uint16_t units = 1, std::vector<std::string> partners = {})
      : actor({tenant_id("acme"), entity_kind::agent, "ana"}) {
    tenant.created = true;
    where().tenant = &tenant;
    at(1000);
    definition.capacity_units = units;
    definition.partners = std::move(partners);
    does(define_agent{definition});
    does(set_presence{"available", {}, {}, presence_cause::agent});
  }
  agent(const agent&) = delete;
  agent& operator=(const agent&) = delete;

  agent& at(std::int64_t now) {
    actor::at(now);
    return *this;
  }
  void reserves(const char* work, const channel_kind& on = chat) {
    does(reserve_capacity{work_id(work), conversation_id("c"), on, 1, false});
  }
  void takes(const char* work, const channel_kind& on = chat) {
    reserves(work, on);
    does(commit_capacity{work_id(work)});
  }
  void frees(const char* work) { does(release_capacity{work_id(work)}); }
  /// Work that took so long.
  void works(std::int64_t ms, const channel_kind& on = chat) {
    takes("before", on);
    at(where().now.value + ms).frees("before");
  }

  tenant_state tenant;
  agent_definition definition;
};

capacity_changed room(std::uint32_t units, std::uint32_t used, std::int64_t free_at = 0) {
  return {units, used, units - used, time_ms(free_at)};
}

}  // namespace

TEST_CASE("c56 nothing is estimated while there is room, or nothing is known") {
  agent a;
  CHECK(free_at(a.state) == time_ms(0));
  a.takes("w");
  CHECK(free_units(a.state) == 0);
  CHECK(free_at(a.state) == time_ms(0));
}

TEST_CASE("c56 work is expected to end when it has taken the agent's mean for its channel") {
  agent a;
  a.works(4000);
  a.at(10'000).reserves("w");
  CHECK(free_at(a.state) == time_ms(14'000));  // if it is accepted at once
  a.at(12'000).does(commit_capacity{work_id("w")});
  CHECK(free_at(a.state) == time_ms(16'000));
  a.at(20'000).frees("w");  // 8 s: the mean of two is 6 s
  a.at(30'000).takes("x");
  CHECK(free_at(a.state) == time_ms(36'000));
  a.at(30'001).frees("x");
  // Another channel's is not known yet.
  a.takes("y", voice);
  CHECK(free_at(a.state) == time_ms(0));
}

TEST_CASE("c56 wrap-up ends when its record says, extended or not") {
  agent a;
  a.works(4000);
  a.at(10'000).takes("w");
  a.at(11'000).does(start_after_work{work_id("w"), time_ms(40'000)});
  CHECK(free_at(a.state) == time_ms(40'000));
  a.gives(start_after_work{work_id("w"), time_ms(40'000)});
  a.at(12'000).gives(start_after_work{work_id("w"), time_ms(45'000)},
                     after_work_started{work_id("w"), time_ms(45'000)});
  CHECK(free_at(a.state) == time_ms(45'000));
  CHECK(find_slot(a.state, work_id("w"))->since == time_ms(11'000));
}

TEST_CASE("c56 room comes when enough has ended for the capacity as it is now") {
  agent a(2);
  a.works(1000);
  a.at(10'000).takes("w");
  a.at(10'500).takes("x");
  CHECK(free_at(a.state) == time_ms(11'000));
  a.definition.capacity_units = 1;
  a.does(define_agent{a.definition});
  CHECK(free_at(a.state) == time_ms(11'500));
  // Work that can be interrupted makes room at once, so it is not waited for.
  agent b;
  b.does(reserve_capacity{work_id("i"), conversation_id("c"), chat, 1, true});
  CHECK(free_at(b.state) == time_ms(0));
}

TEST_CASE("c56 a declined offer is no measure, and old work counts less and less") {
  agent a;
  a.reserves("w");
  a.at(500'000).frees("w");
  CHECK(a.state.handling.empty());
  for (int i = 0; i < 40; ++i) {
    a.works(1000);
  }
  for (int i = 0; i < 60; ++i) {
    a.works(9000);
  }
  REQUIRE(a.state.handling.size() == 1);
  CHECK(a.state.handling.front().count == handling_weight_max);
  CHECK(a.state.handling.front().mean_ms > duration_ms(8800));
  CHECK(a.state.handling.front().mean_ms <= duration_ms(9000));
}

TEST_CASE("c57 each change of the room of an agent that works for a partner is told") {
  agent a(2, {"shop"});
  const work_id w("w");
  a.gives(reserve_capacity{w, conversation_id("c"), chat, 1, false},
          capacity_reserved{w, conversation_id("c"), chat, 1, false}, room(2, 1));
  a.gives(commit_capacity{w}, capacity_committed{w});  // the room stays as it was
  a.gives(release_capacity{w}, capacity_released{w}, room(2, 0));
  a.gives(release_capacity{w});
  a.definition.capacity_units = 3;
  a.gives(define_agent{a.definition}, agent_defined{a.definition}, room(3, 0));
  a.definition.name = "Ana";
  a.gives(define_agent{a.definition}, agent_defined{a.definition});
}

TEST_CASE("c57 a new estimate is told, too") {
  agent a(1, {"shop"});
  a.works(2000);
  a.at(10'000).reserves("w");
  a.at(11'000).gives(commit_capacity{work_id("w")}, capacity_committed{work_id("w")},
                     room(1, 1, 13'000));
  a.gives(start_after_work{work_id("w"), time_ms(20'000)},
          after_work_started{work_id("w"), time_ms(20'000)}, room(1, 1, 20'000));
}

TEST_CASE("c57 whoever the agent begins to work for is told how it stands; others are not told") {
  agent a(2);
  a.gives(reserve_capacity{work_id("w"), conversation_id("c"), chat, 1, false},
          capacity_reserved{work_id("w"), conversation_id("c"), chat, 1, false});
  a.definition.partners = {"shop"};
  a.gives(define_agent{a.definition}, agent_defined{a.definition}, room(2, 1));
  a.definition.partners = {"bank", "shop"};
  a.gives(define_agent{a.definition}, agent_defined{a.definition}, room(2, 1));
  a.definition.partners = {};
  a.gives(define_agent{a.definition}, agent_defined{a.definition});
}

TEST_CASE("c57 what was told last is always how it is, and the fold says the same") {
  CHECK(rc::check([] {
    agent a(3, {"shop"});
    capacity_changed told = capacity_of(a.state);
    for (int i = 0; i < 60; ++i) {
      a.at(a.where().now.value + *rc::gen::inRange(0, 5000));
      const work_id work("w" + std::to_string(*rc::gen::inRange(0, 5)));
      agent_command command = release_capacity{work};
      switch (*rc::gen::inRange(0, 6)) {
        case 0:
        case 1:
          command = reserve_capacity{work, conversation_id("c"), chat, 1, false};
          break;
        case 2:
        case 3:
          command = commit_capacity{work};
          break;
        case 4:
          command = start_after_work{work, a.where().now + duration_ms(1000)};
          break;
        default:
          break;
      }
      const auto events = a.tell(command);
      if (events.ok() && !events->empty()) {
        if (const auto* last = std::get_if<capacity_changed>(&events->back())) {
          told = *last;
        }
      }
      RC_ASSERT(told == capacity_of(a.state));
    }
    agent_state folded;
    for (const auto& [event, at] : a.history) {
      agent_entity::apply(folded, event, at);
    }
    RC_ASSERT(folded == a.state);
  }));
}

TEST_CASE("c51 an offer that expires sets the presence that the tenant wants, if it is available") {
  agent a;
  const note_unanswered unanswered{work_id("w")};
  a.gives(unanswered);
  a.tenant.settings.unanswered_status = "away";
  a.does(set_presence{"available", {chat}, duration_ms(5000), presence_cause::agent});
  a.gives(unanswered,
          presence_changed{
              "away", presence_state::away, {chat}, presence_cause::offer_expired, time_ms(6000)});
  a.gives(unanswered);
  a.does(set_presence{"busy", {}, {}, presence_cause::agent});
  a.gives(unanswered);
  a.refuses(set_presence{"away", {}, {}, presence_cause::offer_expired}, errc::bad_request);
}

// Goal: laws of an agent that hold in any history. Method: random sequences of commands.

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "events/agent/entity.hpp"
#include "events/codec/table.hpp"
#include "events/tenant/state.hpp"

using namespace parley;

namespace {

work_id some_work() { return work_id("w" + std::to_string(*rc::gen::inRange(0, 6))); }

agent_command some_command() {
  switch (*rc::gen::inRange(0, 12)) {
    case 0: {
      agent_definition definition;
      definition.capacity_units = static_cast<std::uint16_t>(*rc::gen::inRange(0, 6));
      return define_agent{definition};
    }
    case 1:
      return set_presence{*rc::gen::element<std::string>("available", "busy", "logged_out"),
                          {},
                          duration_ms(*rc::gen::inRange(0, 3) * 20),
                          presence_cause::agent};
    case 2:
      return commit_capacity{some_work()};
    case 3:
      return start_after_work{some_work()};
    case 4:
    case 5:
      return release_capacity{some_work()};
    case 6:
      return expire_lease{};
    case 7:
      return expire_grace{};
    case 8:
      return set_presence{"available", {}, {}, presence_cause::agent};
    default:
      return reserve_capacity{some_work(), conversation_id("c"), channel_kind("messaging"),
                              static_cast<std::uint16_t>(*rc::gen::inRange(1, 4)),
                              *rc::gen::inRange(0, 3) == 0};
  }
}

std::uint32_t used_for_good(const agent_state& agent) {
  std::uint32_t used = 0;
  for (const work_slot& slot : agent.slots) {
    used += slot.interruptible ? 0U : slot.weight;
  }
  return used;
}

struct run {
  run() {
    tenant.created = true;
    tenant.settings.grace_ms = duration_ms(50);
    where.stream = {tenant_id("acme"), entity_kind::agent, "ana"};
    where.tenant = &tenant;
    where.now = time_ms(1000);
    agent_definition definition;
    definition.capacity_units = 4;
    step(define_agent{definition});
    step(set_presence{"available", {}, {}, presence_cause::agent});
  }
  void step(const agent_command& command) {
    const auto answer = agent_entity::decide(state, command, where);
    events = answer.ok() ? *answer : std::vector<agent_event>{};
    for (const agent_event& event : events) {
      agent_entity::apply(state, event, where.now);
      log.emplace_back(event, where.now);
    }
  }
  tenant_state tenant;
  context where;
  agent_state state;
  std::vector<agent_event> events;  ///< of the last step; none if it was refused
  std::vector<std::pair<agent_event, time_ms>> log;
};

}  // namespace

TEST_CASE("work is never taken beyond the capacity, in any sequence of commands") {
  CHECK(rc::check([] {
    run r;
    for (int i = 0; i < 60; ++i) {
      r.where.now = r.where.now + duration_ms(*rc::gen::inRange(0, 30));
      const auto before = r.state;
      r.step(some_command());
      RC_ASSERT(!r.events.empty() || r.state == before);
      const bool took =
          !r.events.empty() && std::holds_alternative<capacity_reserved>(r.events.front());
      if (took) {
        const auto& slot = std::get<capacity_reserved>(r.events.front());
        const std::uint32_t used =
            slot.interruptible ? used_units(r.state) : used_for_good(r.state);
        RC_ASSERT(used <= r.state.definition.capacity_units);
        RC_ASSERT(before.presence == presence_state::available);
      } else {
        RC_ASSERT(used_units(r.state) <= used_units(before));
      }
      RC_ASSERT(free_units(r.state) <= r.state.definition.capacity_units);
      RC_ASSERT(std::is_sorted(r.state.slots.begin(), r.state.slots.end(),
                               [](const auto& a, const auto& b) { return a.work < b.work; }));
    }
  }));
}

TEST_CASE("a command repeated at once changes nothing more") {
  CHECK(rc::check([] {
    run r;
    for (int i = 0; i < 40; ++i) {
      r.where.now = r.where.now + duration_ms(*rc::gen::inRange(0, 30));
      const agent_command command = some_command();
      r.step(command);
      const auto after = r.state;
      r.step(command);
      RC_ASSERT(r.state == after);
    }
  }));
}

TEST_CASE("the fold of the events is the working state, from the start or from any snapshot") {
  CHECK(rc::check([] {
    run r;
    agent_state snapshot = r.state;
    std::size_t covered = r.log.size();
    const int at = *rc::gen::inRange(0, 40);
    for (int i = 0; i < 40; ++i) {
      r.where.now = r.where.now + duration_ms(*rc::gen::inRange(0, 30));
      r.step(some_command());
      if (i == at) {
        const auto bytes = codec::encode(r.state);
        RC_ASSERT(codec::decode(bytes.data(), bytes.size(), snapshot));
        RC_ASSERT(snapshot == r.state);
        covered = r.log.size();
      }
    }
    agent_state folded;
    for (const auto& [event, time] : r.log) {
      agent_entity::apply(folded, event, time);
    }
    RC_ASSERT(folded == r.state);
    for (std::size_t i = covered; i < r.log.size(); ++i) {
      agent_entity::apply(snapshot, r.log[i].first, r.log[i].second);
    }
    RC_ASSERT(snapshot == r.state);
  }));
}

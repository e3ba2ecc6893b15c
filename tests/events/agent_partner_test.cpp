// Goal: a partner's own work is in the agent's ledger exactly as the partner tells it. Method:
// reports in and out of order, with the events they must give; then random histories of both sides.

#include <map>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "events/agent/entity.hpp"
#include "events/tenant/state.hpp"
#include "tests/events/given.hpp"

using namespace parley;

namespace {

const channel_kind chat("chat");
const principal shop{principal_role::partner, "shop"};

// An agent with 4 units that works for the partners "shop" and "bank", too.
struct agent : given::actor<agent_entity> {
  agent() : actor({tenant_id("acme"), entity_kind::agent, "ana"}) {
    tenant.created = true;
    tenant.settings.channel_weights = {{chat, 2}};
    where().tenant = &tenant;
    at(1000);
    definition.capacity_units = 4;
    definition.partners = {"shop", "bank"};
    does(define_agent{definition});
    does(set_presence{"available", {}, {}, presence_cause::agent});
    where().by = shop;
  }
  agent(const agent&) = delete;
  agent& operator=(const agent&) = delete;

  // What partners are told of the room beside it has tests of its own.
  template <class... Event>
  void gives(const agent_command& command, const Event&... expected) {
    auto events = tell(command);
    REQUIRE_MESSAGE(events.ok(), (events.ok() ? "" : events.error().message));
    std::erase_if(*events, [](const agent_event& each) {
      return std::holds_alternative<capacity_changed>(each);
    });
    CHECK(*events == std::vector<agent_event>{expected...});
  }

  tenant_state tenant;
  agent_definition definition;
};

partner_work job(const char* work, std::uint16_t weight = 1, bool interruptible = false) {
  return {work, chat, weight, interruptible};
}
report_partner_work full(std::uint64_t sequence, std::vector<partner_work> all) {
  return {"", sequence, true, std::move(all), {}};
}
report_partner_work delta(std::uint64_t sequence, std::vector<partner_work> started,
                          std::vector<std::string> ended = {}) {
  return {"", sequence, false, std::move(started), std::move(ended)};
}
partner_work_started started(const char* work, std::uint16_t weight = 1) {
  return {work_id(work), "shop", chat, weight, false};
}
capacity_released released(const char* work) { return {work_id(work)}; }
partner_work_reported told(std::uint64_t sequence, bool full = false) {
  return {"shop", sequence, full};
}

}  // namespace

TEST_CASE("c58 a full report is all that the partner has: what it does not name is over") {
  agent a;
  a.gives(full(5, {job("x"), job("y", 2)}), started("shop/x"), started("shop/y", 2), told(5, true));
  CHECK(used_units(a.state) == 3);
  CHECK(free_units(a.state) == 1);
  a.gives(full(6, {job("y", 2), job("z")}), started("shop/z"), released("shop/x"), told(6, true));
  CHECK(find_slot(a.state, work_id("shop/x")) == nullptr);
  // The same report again, and the same content later.
  a.gives(full(6, {job("y", 2), job("z")}));
  a.gives(full(9, {job("y", 2), job("z")}), told(9, true));
  // A correction of the present state, with the sequence that is known.
  a.gives(full(9, {job("y", 1)}), started("shop/y", 1), released("shop/z"), told(9, true));
  CHECK(used_units(a.state) == 1);
}

TEST_CASE("c58 changes are counted: a repeat is nothing, a gap or a late one is STALE_VERSION") {
  agent a;
  a.gives(delta(1, {job("x")}), started("shop/x"), told(1));
  a.gives(delta(1, {job("x")}));
  a.gives(delta(2, {job("y")}, {"x"}), started("shop/y"), released("shop/x"), told(2));
  CHECK(a.refuses(delta(4, {job("z")}), errc::stale_version).state == "2");
  CHECK(a.refuses(delta(1, {}, {"y"}), errc::stale_version).state == "2");
  CHECK(a.refuses(full(1, {}), errc::stale_version).state == "2");
  // The missing one comes, or a full report closes the gap.
  a.gives(delta(3, {}, {"unknown"}), told(3));
  a.gives(full(7, {job("y")}), told(7, true));
  a.gives(delta(8, {}, {"y"}), released("shop/y"), told(8));
  CHECK(a.state.slots.empty());
  CHECK(known_report(a.state, "shop") == 8);
}

TEST_CASE("c58 a report begins with a full one, or with the first change") {
  agent a;
  a.refuses(delta(2, {job("x")}), errc::stale_version);
  a.gives(full(40, {}), told(40, true));
  a.gives(delta(41, {job("x")}), started("shop/x"), told(41));
}

TEST_CASE("c58 work without a weight takes the tenant's for its channel") {
  agent a;
  a.gives(delta(1, {job("x", 0)}), started("shop/x", 2), told(1));
}

TEST_CASE("c5 only the partner that the agent works for may report, and only its own work") {
  agent a;
  a.where().by = {principal_role::partner, "stranger"};
  CHECK(a.refuses(full(1, {}), errc::not_found).message == "there is no such agent");
  a.where().by = shop;
  report_partner_work for_bank = full(1, {job("x")});
  for_bank.partner = "bank";
  a.refuses(for_bank, errc::not_permitted);
  a.where().by = {principal_role::agent, "ana"};
  a.refuses(for_bank, errc::not_permitted);
  a.where().by = {principal_role::system, "dev"};
  a.does(for_bank);
  a.refuses(full(1, {}), errc::bad_request);  // whose?
  // Two partners' ids never meet.
  a.where().by = shop;
  a.does(full(1, {job("x")}));
  CHECK(a.state.slots.size() == 2);
  a.does(full(2, {}));
  REQUIRE(a.state.slots.size() == 1);
  CHECK(is_work_of(a.state.slots.front(), "bank"));
  CHECK_FALSE(is_work_of(a.state.slots.front(), "ban"));
}

TEST_CASE("c5 a partner sets the presence only of agents that work for it") {
  agent a;
  a.does(set_presence{"busy", {}, {}, presence_cause::partner});
  a.where().by = {principal_role::partner, "stranger"};
  a.refuses(set_presence{"available", {}, {}, presence_cause::partner}, errc::not_found);
}

TEST_CASE("c61 a partner's status is what its channel maps it to, and unknown ones are refused") {
  agent a;
  channel_settings settings;
  settings.partner = "shop";
  settings.statuses = {{"frei", "available"}, {"Pause", "away"}};
  a.tenant.channels = {{chat, settings}};
  a.does(set_presence{"Pause", {}, {}, presence_cause::partner});
  CHECK(a.state.status == "away");
  CHECK(a.state.presence == presence_state::away);
  a.does(set_presence{"frei", {}, {}, presence_cause::partner});
  CHECK(a.state.status == "available");
  a.refuses(set_presence{"Urlaub", {}, {}, presence_cause::partner}, errc::bad_request);
  a.where().by = {principal_role::agent, "ana"};
  a.refuses(set_presence{"frei", {}, {}, presence_cause::agent}, errc::bad_request);
}

TEST_CASE("c58 a malformed report is refused whole") {
  agent a;
  a.refuses(full(0, {}), errc::bad_request);
  a.refuses(full(1, {job("x"), job("x")}), errc::bad_request);
  a.refuses(full(1, {job("")}), errc::bad_request);
  a.refuses(delta(1, {job("x")}, {"x"}), errc::bad_request);
  report_partner_work ends_in_full = full(1, {});
  ends_in_full.ended = {"x"};
  a.refuses(ends_in_full, errc::bad_request);
  a.refuses(full(1, {{"x", channel_kind(), 1, false}}), errc::bad_request);
  a.refuses(full(1, {{std::string(257, 'x'), chat, 1, false}}), errc::bad_request);
  a.refuses(full(1, std::vector<partner_work>(1001)), errc::bad_request);
}

TEST_CASE("c58 what a partner gave away is a fact: it is counted over the capacity, too") {
  agent a;
  a.does(full(1, {job("x", 3), job("y", 3)}));
  CHECK(used_units(a.state) == 6);
  CHECK(free_units(a.state) == 0);
  a.where().by = {};
  a.refuses(reserve_capacity{work_id("c.w1"), conversation_id("c"), chat, 1, false},
            errc::no_capacity);
  a.where().by = shop;
  a.does(delta(2, {}, {"x"}));
  a.where().by = {};
  a.does(reserve_capacity{work_id("c.w1"), conversation_id("c"), chat, 1, false});
}

TEST_CASE("c58 work that can be interrupted makes room for work that cannot") {
  agent a;
  a.does(full(1, {job("x", 4, true)}));
  CHECK(free_units(a.state) == 4);
  CHECK(free_units_interruptible(a.state) == 0);
}

TEST_CASE("a partner's work alone is nothing to wait for when the agent leaves") {
  agent a;
  a.tenant.settings.grace_ms = duration_ms(500);
  a.does(full(1, {job("x")}));
  a.where().by = {principal_role::agent, "ana"};
  a.does(set_presence{"logged_out", {}, {}, presence_cause::agent});
  CHECK(a.state.presence == presence_state::logged_out);
  CHECK(used_units(a.state) == 1);
  // It goes on being reported while the agent is away.
  a.where().by = shop;
  a.does(delta(2, {job("y")}, {"x"}));
  CHECK(find_slot(a.state, work_id("shop/y")) != nullptr);
}

TEST_CASE("an agent that leaves a partner's contact centre is free of its work, and its counting") {
  agent a;
  a.does(full(3, {job("x")}));
  a.where().by = {};
  a.definition.partners = {"bank"};
  a.gives(define_agent{a.definition}, agent_defined{a.definition}, released("shop/x"));
  CHECK(a.state.slots.empty());
  CHECK(a.state.partner_feeds.empty());
  a.where().by = shop;
  a.refuses(full(4, {}), errc::not_found);
}

TEST_CASE("routing never books over the capacity, whatever partners report meanwhile") {
  CHECK(rc::check([] {
    agent a;
    std::map<std::string, std::uint16_t> theirs;  // as the partner sees it
    std::uint64_t sequence = 0;
    int number = 0;
    for (int i = 0; i < 80; ++i) {
      const int drawn = *rc::gen::inRange(0, 10);
      if (drawn < 4) {
        report_partner_work report = delta(++sequence, {});
        report.full = *rc::gen::inRange(0, 3) == 0;
        if (report.full) {
          theirs.clear();
        }
        for (const char* name : {"p", "q", "r"}) {
          const int what = *rc::gen::inRange(0, 4);
          if (what == 0) {
            const auto weight = static_cast<std::uint16_t>(*rc::gen::inRange(1, 4));
            report.started.push_back(job(name, weight));
            theirs[name] = weight;
          } else if (what == 1 && !report.full && theirs.erase(name) > 0) {
            report.ended.emplace_back(name);
          }
        }
        a.where().by = shop;
        RC_ASSERT(a.tell(report).ok());
      } else if (drawn < 8) {
        a.where().by = {};
        const auto weight = static_cast<std::uint16_t>(*rc::gen::inRange(1, 4));
        const auto took = a.tell(reserve_capacity{work_id("c.w" + std::to_string(++number)),
                                                  conversation_id("c"), chat, weight, false});
        RC_ASSERT(!took.ok() || used_units(a.state) <= 4U);
      } else {
        a.where().by = {};
        a.does(release_capacity{work_id("c.w" + std::to_string(*rc::gen::inRange(1, 20)))});
      }
      std::uint32_t reported = 0;
      std::uint32_t kept = 0;
      for (const auto& [name, weight] : theirs) {
        reported += weight;
      }
      for (const work_slot& slot : a.state.slots) {
        kept += is_partner_work(slot) ? slot.weight : 0U;
      }
      RC_ASSERT(reported == kept);
    }
    agent_state folded;
    for (const auto& [event, at] : a.history) {
      agent_entity::apply(folded, event, at);
    }
    RC_ASSERT(folded == a.state);
  }));
}

// Goal: what a shard does with any entity is what the entity itself does. Method: all kinds
// are driven through the common functions.

#include "events/entities.hpp"

#include <doctest/doctest.h>

#include "events/agent/entity.hpp"
#include "tests/support/filled.hpp"

using namespace parley;

namespace {

constexpr std::array kinds{
    entity_kind::tenant,    entity_kind::agent,           entity_kind::conversation,
    entity_kind::timer,     entity_kind::customer,        entity_kind::support_case,
    entity_kind::milestone, entity_kind::contact_consent, entity_kind::audit};

any_command some_command(entity_kind kind) {
  switch (kind) {
    case entity_kind::tenant:
      return tenant_command(define_tenant{});
    case entity_kind::agent:
      return agent_command(define_agent{});
    case entity_kind::conversation: {
      open_conversation open;
      open.contact = contact_id("bob");
      open.channel = channel_kind("messaging");
      return conversation_command(open);
    }
    case entity_kind::timer:
      return timer_command(
          arm_timer{timer_purpose::offer, entity_kind::conversation, "c", "c.w1", time_ms(9)});
    case entity_kind::customer:
      return customer_command(define_customer{"Acme", {}});
    case entity_kind::support_case:
      return case_command(open_case{});
    case entity_kind::milestone: {
      start_milestone start;
      start.setup.of_case = case_id("c");
      start.start = time_ms(1);
      start.at = time_ms(2);
      return milestone_command(start);
    }
    case entity_kind::contact_consent:
      return consent_command(
          update_consent{contact_id("bob"), channel_kind("chat"), consent::granted, "", 1});
    case entity_kind::audit:
      return audit_command(record_refusal{"acme/agent/x", "set_presence", "NOT_PERMITTED", "no"});
  }
  return {};
}

struct fixture {
  explicit fixture(entity_kind kind) {
    tenant.created = true;
    where.tenant = &tenant;
    where.now = time_ms(5);
    where.stream = {tenant_id("acme"), kind,
                    kind == entity_kind::timer             ? "offer:c.w1"
                    : kind == entity_kind::contact_consent ? "chat:bob"
                                                           : "x"};
  }
  tenant_state tenant;
  context where;
};

any_state filled_state(entity_kind kind) {
  filled::source source;
  switch (kind) {
    case entity_kind::tenant:
      return source.next<tenant_state>();
    case entity_kind::agent:
      return source.next<agent_state>();
    case entity_kind::conversation:
      return source.next<conversation_state>();
    case entity_kind::timer:
      return source.next<timer_state>();
    case entity_kind::customer:
      return source.next<customer_state>();
    case entity_kind::support_case:
      return source.next<case_state>();
    case entity_kind::milestone:
      return source.next<milestone_state>();
    case entity_kind::contact_consent:
      return source.next<consent_state>();
    case entity_kind::audit:
      return source.next<audit_state>();
  }
  return {};
}

}  // namespace

TEST_CASE("every kind has an empty state, a command and an event of its own") {
  for (const entity_kind kind : kinds) {
    CAPTURE(std::string(to_string(kind)));
    fixture f(kind);
    any_state state = empty_state(kind);
    CHECK(kind_of(state) == kind);
    CHECK(kind_of(some_command(kind)) == kind);
    const auto events = decide(state, some_command(kind), f.where);
    REQUIRE(events.ok());
    REQUIRE_FALSE(events->empty());
    for (const any_event& event : *events) {
      CHECK(kind_of(event) == kind);
      apply(state, event, f.where.now);
    }
    CHECK(state != empty_state(kind));
  }
}

TEST_CASE("a command for another kind of entity is a bad request") {
  for (const entity_kind state : kinds) {
    for (const entity_kind command : kinds) {
      if (state != command) {
        fixture f(state);
        const auto events = decide(empty_state(state), some_command(command), f.where);
        REQUIRE_FALSE(events.ok());
        CHECK(events.error().code == errc::bad_request);
      }
    }
  }
}

TEST_CASE("the common functions give what the entity itself gives") {
  fixture f(entity_kind::agent);
  agent_state own;
  any_state common = empty_state(entity_kind::agent);
  const std::vector<agent_command> commands{
      define_agent{{"Ana", {}, {}, 2, {}, {}}},
      set_presence{"available", {}, duration_ms(50), presence_cause::agent},
      reserve_capacity{work_id("w"), conversation_id("c"), channel_kind("m"), 2, false},
      reserve_capacity{work_id("v"), conversation_id("d"), channel_kind("m"), 1, false},
      commit_capacity{work_id("w")},
  };
  for (const agent_command& command : commands) {
    const auto mine = agent_entity::decide(own, command, f.where);
    const auto theirs = decide(common, any_command(command), f.where);
    REQUIRE(mine.ok() == theirs.ok());
    if (!mine.ok()) {
      CHECK(mine.error() == theirs.error());
      continue;
    }
    REQUIRE(mine->size() == theirs->size());
    for (std::size_t i = 0; i < mine->size(); ++i) {
      agent_entity::apply(own, (*mine)[i], f.where.now);
      apply(common, (*theirs)[i], f.where.now);
    }
    CHECK(*state_as<agent_state>(common) == own);
  }
}

TEST_CASE("a state with every field set survives its snapshot, wherever the bytes lie") {
  for (const entity_kind kind : kinds) {
    CAPTURE(std::string(to_string(kind)));
    const any_state state = filled_state(kind);
    const auto bytes = encode_state(state);
    const auto back = decode_state(kind, bytes);
    REQUIRE(back.ok());
    CHECK(*back == state);
    std::vector<std::uint8_t> shifted{0};
    shifted.insert(shifted.end(), bytes.begin(), bytes.end());
    const auto again = decode_state(kind, std::span(shifted).subspan(1));
    REQUIRE(again.ok());
    CHECK(*again == state);
  }
}

TEST_CASE("damaged snapshot bytes are corrupt, not a crash") {
  for (const entity_kind kind : kinds) {
    CAPTURE(std::string(to_string(kind)));
    CHECK(decode_state(kind, {}).error().code == errc::corrupt);
    const std::vector<std::uint8_t> rubbish(40, 0xEE);
    CHECK(decode_state(kind, rubbish).error().code == errc::corrupt);
    const auto bytes = encode_state(filled_state(kind));
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
      const auto cut = decode_state(kind, std::span(bytes).first(size));
      CHECK((cut.ok() || cut.error().code == errc::corrupt));
    }
  }
  CHECK(decode_state(static_cast<entity_kind>(99), {}).error().code == errc::corrupt);
}

// The board alone: orders, policies, room and what it skips.

#include <map>

#include <doctest/doctest.h>

#include "events/routing/board.hpp"

using namespace parley;
using routing::item_terms;

namespace {

struct floor_of_agents {
  std::map<std::string, agent_state> states;
  std::map<std::string, std::int64_t> idle;
  routing::board board;

  void add(const std::string& name, std::uint16_t units, std::int64_t idle_since = 0) {
    agent_state& state = states[name];
    state.defined = true;
    state.definition.queues = {queue_id("q")};
    state.definition.capacity_units = units;
    state.presence = presence_state::available;
    idle[name] = idle_since;
    board.define_agent(agent_id(name), state, time_ms(idle_since));
  }
  void use(const std::string& name, std::uint16_t units, bool interruptible = false) {
    auto& slots = states[name].slots;
    slots.push_back({work_id("x.w" + std::to_string(slots.size() + 1)), conversation_id("x"),
                     channel_kind("m"), units, interruptible, slot_state::committed, time_ms(1)});
    board.refresh_agent(agent_id(name), time_ms(idle[name]));
  }
  std::string choose(const item_terms& item) {
    board.put_item(item);
    const auto chosen = board.choose_agent(item.conversation);
    board.take_item(item.conversation);
    return chosen ? chosen->str() : "";
  }
};

item_terms item(const std::string& name, std::int32_t priority = 0, std::int64_t since = 0) {
  item_terms terms;
  terms.conversation = conversation_id(name);
  terms.queue = queue_id("q");
  terms.channel = channel_kind("m");
  terms.priority = priority;
  terms.since = time_ms(since);
  return terms;
}

}  // namespace

TEST_CASE("each policy has its own order, and ties go to the longest idle, then by id") {
  floor_of_agents it;
  it.add("a", 4, 30);
  it.add("b", 9, 20);
  it.add("c", 4, 10);
  it.use("b", 3);
  it.use("c", 1);
  CHECK(it.choose(item("i")) == "b");  // 6 free units
  it.board.set_policy(queue_id("q"), routing_policy::least_active);
  CHECK(it.choose(item("i")) == "a");  // nothing used
  it.board.set_policy(queue_id("q"), routing_policy::longest_idle);
  CHECK(it.choose(item("i")) == "c");
  it.board.set_policy(queue_id("q"), routing_policy::most_available);
  it.use("b", 2);
  CHECK(it.choose(item("i")) == "b");  // 4 free units, idle for longer than a
  it.add("d", 4, 20);
  CHECK(it.choose(item("i")) == "b");
  it.use("b", 1);
  CHECK(it.choose(item("i")) == "d");
}

TEST_CASE("an attempt under way counts as used until it is dropped") {
  floor_of_agents it;
  it.add("a", 1);
  it.board.put_item(item("i"));
  it.board.add_attempt(agent_id("a"),
                       {work_id("j.w7"), conversation_id("j"), channel_kind("m"), 1, false});
  CHECK_FALSE(it.board.choose_agent(conversation_id("i")));
  CHECK_FALSE(it.board.choose_item(agent_id("a")));
  it.board.drop_attempt(agent_id("a"), work_id("j.w7"));
  CHECK(it.board.choose_item(agent_id("a")) == conversation_id("i"));
}

TEST_CASE("attempts that an agent cannot satisfy any more are found, the first ones kept") {
  floor_of_agents it;
  it.add("a", 2);
  for (const char* work : {"x.w10", "y.w9", "z.w11"}) {
    it.board.add_attempt(agent_id("a"),
                         {work_id(work), conversation_id(work), channel_kind("m"), 1, false});
  }
  auto hopeless = it.board.hopeless_attempts(agent_id("a"));
  REQUIRE(hopeless.size() == 1);
  CHECK(hopeless[0].work == work_id("z.w11"));
  it.states["a"].presence = presence_state::away;
  it.board.refresh_agent(agent_id("a"), time_ms());
  CHECK(it.board.hopeless_attempts(agent_id("a")).size() == 3);
}

TEST_CASE("work that can be interrupted makes room for other work, not the other way round") {
  floor_of_agents it;
  it.add("a", 1);
  it.use("a", 1, true);
  CHECK(it.choose(item("i")) == "a");
  item_terms chat = item("chat");
  chat.interruptible = true;
  CHECK(it.choose(chat).empty());
}

TEST_CASE("an agent takes the most urgent item over all its classes that fits") {
  floor_of_agents it;
  item_terms heavy = item("heavy", 9);
  heavy.weight = 3;
  item_terms skilled = item("skilled", 5, 2);
  skilled.skills = {{skill_id("s"), 1}};
  it.board.put_item(heavy);
  it.board.put_item(skilled);
  it.board.put_item(item("old", 5, 1));
  it.add("a", 2);
  CHECK(it.board.choose_item(agent_id("a")) == conversation_id("old"));
  item_terms refused = item("old", 5, 1);
  refused.declined = {agent_id("a")};
  it.board.put_item(refused);
  CHECK_FALSE(it.board.choose_item(agent_id("a")));
  it.states["a"].definition.skills = {{skill_id("s"), 4}};
  it.board.define_agent(agent_id("a"), it.states["a"], time_ms());
  CHECK(it.board.choose_item(agent_id("a")) == conversation_id("skilled"));
}

TEST_CASE("more classes than are kept come and go without a trace") {
  floor_of_agents it;
  it.add("a", 1);
  it.states["a"].definition.skills = {{skill_id("s"), 10}};
  it.board.define_agent(agent_id("a"), it.states["a"], time_ms());
  for (std::size_t i = 0; i < 2 * routing::board::unused_classes_max; ++i) {
    item_terms one = item("i" + std::to_string(i));
    one.skills = {{skill_id("s"), static_cast<std::uint8_t>(1 + i % 10)}};
    one.weight = static_cast<std::uint16_t>(1 + i / 10);
    CHECK(it.choose(one) == (one.weight == 1 ? "a" : ""));
  }
  CHECK(it.board.find_agent(agent_id("a"))->memberships.size() <=
        routing::board::unused_classes_max);
}

// Routing decisions on a floor of 10,000 agents and 100,000 waiting items: 10 queues, skills in
// three sets, two channels. Each decision is timed by itself; the counters tell its percentiles.

#include <algorithm>
#include <chrono>
#include <map>

#include <benchmark/benchmark.h>

#include "events/routing/board.hpp"

namespace {

using namespace parley;
using routing::item_terms;

constexpr int agents = 10000;
constexpr int items = 100000;
constexpr int queues = 10;

item_terms item(int number) {
  item_terms terms;
  terms.conversation = conversation_id("conversation-" + std::to_string(number));
  terms.queue = queue_id("queue-" + std::to_string(number % queues));
  terms.channel = channel_kind(number % 2 == 0 ? "messaging" : "email");
  if (number % 3 != 0) {
    terms.skills.push_back({skill_id("french"), static_cast<std::uint8_t>(2 * (number % 3))});
  }
  terms.priority = number % 7;
  terms.since = time_ms(number);
  return terms;
}

struct busy_floor {
  std::map<agent_id, agent_state> states;
  std::vector<agent_id> names;
  routing::board board;

  busy_floor() {
    for (int i = 0; i < agents; ++i) {
      const agent_id& name = names.emplace_back("agent-" + std::to_string(i));
      agent_state& state = states[name];
      state.defined = true;
      state.definition.queues = {queue_id("queue-" + std::to_string(i % queues)),
                                 queue_id("queue-" + std::to_string((i + 3) % queues))};
      state.definition.skills = {{skill_id("french"), static_cast<std::uint8_t>(1 + i % 5)}};
      state.definition.capacity_units = 3;
      state.presence = presence_state::available;
      use(state, i);
      board.define_agent(name, state, time_ms(i));
    }
    for (int i = 0; i < items; ++i) {
      board.put_item(item(i));
    }
  }

  // Everybody is full, as on a floor where so much waits.
  static void use(agent_state& state, int number) {
    for (int i = 0; i < 3; ++i) {
      state.slots.push_back({work_id("x" + std::to_string(number) + ".w" + std::to_string(i)),
                             conversation_id("x" + std::to_string(number)),
                             channel_kind("messaging"), 1, false, slot_state::committed,
                             time_ms(1)});
    }
  }
};

class stopwatch {
 public:
  template <class Work>
  void time(benchmark::State& state, Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    state.SetIterationTime(took.count());
    seconds_.push_back(took.count());
  }
  void report(benchmark::State& state) {
    std::sort(seconds_.begin(), seconds_.end());
    state.counters["p50_us"] = seconds_[seconds_.size() / 2] * 1e6;
    state.counters["p99_us"] = seconds_[seconds_.size() * 99 / 100] * 1e6;
    state.counters["max_us"] = seconds_.back() * 1e6;
  }

 private:
  std::vector<double> seconds_;
};

// An agent is done with one item and is sent the best one that waits; then another comes.
void freed_capacity_pulls(benchmark::State& state) {
  busy_floor floor;
  stopwatch watch;
  int next = items;
  std::size_t turn = 0;
  for (auto _ : state) {
    const agent_id& agent = floor.names[turn++ * 7919 % floor.names.size()];
    agent_state& now = floor.states[agent];
    work_slot slot = now.slots.back();
    std::optional<conversation_id> chosen;
    watch.time(state, [&] {
      now.slots.pop_back();
      floor.board.refresh_agent(agent, time_ms(next));
      chosen = floor.board.choose_item(agent);
      if (chosen) {
        floor.board.take_item(*chosen);
        floor.board.add_attempt(agent, {slot.work, *chosen, slot.channel, 1, false});
      }
    });
    floor.board.drop_attempt(agent, slot.work);
    now.slots.push_back(slot);
    floor.board.refresh_agent(agent, time_ms(next));
    floor.board.put_item(item(next++));
  }
  watch.report(state);
}
BENCHMARK(freed_capacity_pulls)->UseManualTime()->Iterations(20000);

// A new item finds the best of 10,000 agents, all of which have room.
void new_item_finds_an_agent(benchmark::State& state) {
  busy_floor floor;
  for (const agent_id& agent : floor.names) {
    floor.states[agent].slots.clear();
    floor.board.refresh_agent(agent, time_ms(1));
  }
  stopwatch watch;
  int next = items;
  for (auto _ : state) {
    const item_terms terms = item(next++);
    std::optional<agent_id> chosen;
    const work_id work(terms.conversation.str() + ".w1");
    watch.time(state, [&] {
      floor.board.put_item(terms);
      chosen = floor.board.choose_agent(terms.conversation);
      floor.board.take_item(terms.conversation);
      if (chosen) {
        floor.board.add_attempt(*chosen, {work, terms.conversation, terms.channel, 1, false});
      }
    });
    if (chosen) {
      floor.board.drop_attempt(*chosen, work);
    }
  }
  watch.report(state);
}
BENCHMARK(new_item_finds_an_agent)->UseManualTime()->Iterations(20000);

}  // namespace

BENCHMARK_MAIN();

// How fast the floor folds: messages of 10,000 conversations, and whole sagas (route, reserve,
// offer, accept, commit, end, release) with their reactions.

#include <benchmark/benchmark.h>

#include "events/reactions/react.hpp"
#include "events/views/floor.hpp"

namespace {

using namespace parley;

constexpr int conversations = 10000;
const tenant_id tenant("acme");

class writer {
 public:
  template <class Event>
  void fold(floor& to, const stream_id& stream, Event&& event, bool reacts) {
    const any_event any(std::forward<Event>(event));
    const recorded_event recorded{{partition_id(0), offset(++at_)},
                                  stream,
                                  version(at_),
                                  time_ms(1000 + static_cast<std::int64_t>(at_)),
                                  {},
                                  by_,
                                  any};
    to.project(recorded);
    if (reacts) {
      benchmark::DoNotOptimize(react(recorded, to));
    }
  }
  std::uint64_t at() const { return at_; }

 private:
  std::uint64_t at_ = 0;
  principal by_;
};

stream_id stream_of(entity_kind kind, const std::string& name) { return {tenant, kind, name}; }

void begin(writer& log, floor& to) {
  tenant_settings settings;
  log.fold(to, stream_of(entity_kind::tenant, "acme"), tenant_created{settings}, true);
  log.fold(to, stream_of(entity_kind::tenant, "acme"), queue_configured{queue_id("q"), {}}, true);
}

void messages(benchmark::State& state) {
  floor to;
  writer log;
  begin(log, to);
  std::vector<stream_id> streams;
  std::vector<any_event> events;
  for (int i = 0; i < conversations; ++i) {
    streams.push_back(stream_of(entity_kind::conversation, "conversation-" + std::to_string(i)));
    inbound_message_received message;
    message.session = session_id(streams.back().entity + ".s1");
    message.text = std::string(200, 'x');
    events.emplace_back(std::move(message));
  }
  const principal by;
  std::size_t i = 0;
  std::uint64_t at = log.at();
  for (auto _ : state) {
    const recorded_event recorded{
        {partition_id(0), offset(++at)}, streams[i], version(at), time_ms(1), {}, by, events[i]};
    to.project(recorded);
    benchmark::DoNotOptimize(react(recorded, to));
    i = i + 1 == events.size() ? 0 : i + 1;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(messages);

void sagas(benchmark::State& state) {
  floor to;
  writer log;
  begin(log, to);
  const stream_id agent = stream_of(entity_kind::agent, "ann");
  agent_definition definition;
  definition.queues = {queue_id("q")};
  definition.capacity_units = 5;
  log.fold(to, agent, agent_defined{definition}, true);
  log.fold(to, agent, presence_changed{"available", presence_state::available, {}, {}, {}}, true);
  const std::uint64_t before = log.at();
  std::uint64_t number = 0;
  for (auto _ : state) {
    const std::string name = "conversation-" + std::to_string(++number);
    const stream_id stream = stream_of(entity_kind::conversation, name);
    const session_id session(name + ".s1");
    route_request request;
    request.route = route_id(name + ".r1");
    request.queue = queue_id("q");
    request.channel = channel_kind("messaging");
    log.fold(to, stream, conversation_opened{contact_id("c"), request.channel, {}, {}, {}}, true);
    log.fold(to, stream, session_opened{session, {}}, true);
    log.fold(to, stream, route_requested{session, request}, true);
    const work_id work(name + ".w" + std::to_string(log.at()));
    log.fold(to, agent, capacity_reserved{work, conversation_id(name), request.channel, 1, false},
             true);
    log.fold(to, stream, work_offered{work, request.route, agent_id("ann"), time_ms(1)}, true);
    log.fold(to, stream, work_accepted{work, request.route, agent_id("ann")}, true);
    log.fold(to, agent, capacity_committed{work}, true);
    log.fold(to, stream, work_completed{work, agent_id("ann"), {}}, true);
    log.fold(to, stream, session_ended{session, "x", ""}, true);
    log.fold(to, agent, capacity_released{work}, true);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(log.at() - before));
}
BENCHMARK(sagas);

}  // namespace

BENCHMARK_MAIN();

#include "actors/node/node.hpp"

#include <chrono>
#include <future>

#include <caf/actor_system.hpp>

#include "actors/node/claimer.hpp"
#include "actors/node/ticker.hpp"
#include "actors/shard/shard_actor.hpp"

namespace parley {

time_ms wall_clock() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return time_ms(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

struct node::content {
  content(store::journal& j, store::replica& r, const node_options& o)
      : options(o), journal(j), replica(r) {}

  const shard_surroundings& around(partition_id partition) const {
    return *surroundings.at(partition.value);
  }
  bool known(partition_id partition) const { return partition.value < surroundings.size(); }

  node_options options;
  store::journal& journal;
  store::replica& replica;
  std::unique_ptr<replica_writer> writer;
  std::vector<std::unique_ptr<shard_surroundings>> surroundings;
  std::unique_ptr<runtime::system> system;
  std::vector<runtime::reference<shard_message>> shards;
  std::unique_ptr<claimer> claims;
  std::unique_ptr<ticker> clock;
  std::atomic<bool> open = true;
};

node::node(store::journal& journal, store::replica& replica, const node_options& options)
    : content_(std::make_unique<content>(journal, replica, options)) {
  content& c = *content_;
  if (!c.options.clock) {
    c.options.clock = &wall_clock;
  }
  c.writer = std::make_unique<replica_writer>(replica);
  c.system = std::make_unique<runtime::system>(options.system);
  for (std::uint16_t i = 0; i < journal.partition_count(); ++i) {
    shard_options shard = options.shard;
    shard.partition = partition_id(i);
    c.surroundings.push_back(std::unique_ptr<shard_surroundings>(
        new shard_surroundings{shard,
                               journal,
                               replica,
                               *c.writer,
                               c.options.clock,
                               [&c](partition_id partition) { c.claims->claim(partition); },
                               inbox(shard.in_flight_max),
                               {},
                               {},
                               {},
                               {}}));
    c.surroundings.back()->progress.partition = partition_id(i);
    // A thread of its own: moved between workers from message to message, a shard would find its
    // entities in the other processor's cache (a quarter of the throughput).
    c.shards.emplace_back(
        c.system->caf().spawn<shard_actor, caf::detached>(c.surroundings.back().get()));
  }
  c.claims = std::make_unique<claimer>(
      journal, [&c](partition_id partition, const result<store::ownership>& owned) {
        const auto& shard = c.shards[partition.value];
        if (owned.ok()) {
          shard.tell(begin{*owned});
        } else {
          shard.tell(cannot_begin{owned.error()});
        }
      });
  for (std::uint16_t i = 0; i < journal.partition_count(); ++i) {
    c.claims->claim(partition_id(i));
  }
  c.clock = std::make_unique<ticker>(options.tick_every_ms, [&c] {
    for (const auto& shard : c.shards) {
      shard.tell(tick{});
    }
  });
}

node::~node() { close(); }

void node::close() {
  content& c = *content_;
  if (!c.open.exchange(false)) {
    return;
  }
  c.clock.reset();
  std::vector<std::promise<void>> stopped(c.shards.size());
  for (std::size_t i = 0; i < c.shards.size(); ++i) {
    c.shards[i].tell(shut_down{[&stopped, i] { stopped[i].set_value(); }});
  }
  for (auto& each : stopped) {
    each.get_future().wait();
  }
  c.claims.reset();
  c.shards.clear();
  c.writer.reset();
  c.system.reset();
}

bool node::wait_until_ready(duration_ms limit) const {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(limit.value);
  for (;;) {
    bool ready = true;
    for (const shard_progress& each : progress()) {
      ready = ready && each.phase == shard_phase::running;
    }
    if (ready || std::chrono::steady_clock::now() > until) {
      return ready;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

std::vector<std::string> node::problems() const {
  std::vector<std::string> all;
  for (const auto& around : content_->surroundings) {
    const std::lock_guard lock(around->progress_mutex);
    if (!around->problem.empty()) {
      all.push_back("partition " + std::to_string(around->options.partition.value) + ": " +
                    around->problem);
    }
  }
  if (content_->writer) {
    if (std::string problem = content_->writer->problem(); !problem.empty()) {
      all.push_back("replica: " + problem);
    }
  }
  return all;
}

std::uint16_t node::partition_count() const { return content_->journal.partition_count(); }

void node::submit(command_request request) {
  content& c = *content_;
  const partition_id partition = partition_of(request.target.tenant, partition_count());
  if (!c.open) {
    request.reply(rejection{errc::unavailable, "the node is closing", {}});
    return;
  }
  switch (c.surroundings[partition.value]->commands.add(request)) {
    case inbox::outcome::added_first:
      c.shards[partition.value].tell(wake{});
      break;
    case inbox::outcome::added:
      break;
    case inbox::outcome::full:
      request.reply(rejection{errc::overloaded, "too many commands wait", {}});
      break;
  }
}

void node::read_floor(partition_id partition, offset at_least, duration_ms limit,
                      std::function<void(result<floor_reading>)> use) {
  if (!content_->known(partition)) {
    use(rejection{errc::bad_request, "no such partition", {}});
  } else if (!content_->open) {
    use(rejection{errc::unavailable, "the node is closing", {}});
  } else {
    content_->shards[partition.value].tell(read_views{at_least, limit, std::move(use)});
  }
}

void node::read_entity(const stream_id& stream, offset at_least, duration_ms limit,
                       std::function<void(result<entity_reading>)> use) {
  if (!content_->open) {
    use(rejection{errc::unavailable, "the node is closing", {}});
    return;
  }
  const partition_id partition = partition_of(stream.tenant, partition_count());
  content_->shards[partition.value].tell(read_state{stream, at_least, limit, std::move(use)});
}

std::uint64_t node::follow(partition_id partition, std::function<void(offset)> advanced) {
  return content_->surroundings.at(partition.value)->listeners.add(std::move(advanced));
}

void node::unfollow(partition_id partition, std::uint64_t token) {
  content_->surroundings.at(partition.value)->listeners.remove(token);
}

std::vector<shard_progress> node::progress() const {
  std::vector<shard_progress> all;
  for (const auto& around : content_->surroundings) {
    const std::lock_guard lock(around->progress_mutex);
    all.push_back(around->progress);
    all.back().behind = content_->journal.behind(around->options.partition);
  }
  return all;
}

const store::journal& node::log() const { return content_->journal; }

const store::replica& node::index() const { return content_->replica; }

}  // namespace parley

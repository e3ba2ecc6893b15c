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
  void tell(partition_id partition, shard_message message) const {
    shards[partition.value].tell(std::move(message));
  }
  bool ours(partition_id partition) const { return !among || among->ours(partition); }
  void reclaim(partition_id partition);
  void claimed(partition_id partition, const result<store::ownership>& owned);
  void take_part();

  node_options options;
  store::journal& journal;
  store::replica& replica;
  std::unique_ptr<replica_writer> writer;
  std::vector<std::unique_ptr<shard_surroundings>> surroundings;
  std::unique_ptr<runtime::system> system;
  std::vector<runtime::reference<shard_message>> shards;
  std::unique_ptr<custody> among;  // none: everything is ours
  std::unique_ptr<claimer> claims;
  std::unique_ptr<ticker> clock;
  std::atomic<bool> open = true;
};

// A partition that another node has by now is not claimed back: that would take it from its owner.
void node::content::reclaim(partition_id partition) {
  if (ours(partition)) {
    claims->claim(partition, among == nullptr);
  } else {
    tell(partition, stand_by{});
  }
}

void node::content::claimed(partition_id partition, const result<store::ownership>& owned) {
  if (!owned.ok()) {
    tell(partition, cannot_begin{owned.error()});
    return;
  }
  tell(partition, begin{*owned});
  if (among) {
    among->serving(partition, owned->at);
  }
}

void node::content::take_part() {
  for (std::uint16_t i = 0; i < journal.partition_count(); ++i) {
    if (among) {
      tell(partition_id(i), stand_by{});
    } else {
      claims->claim(partition_id(i));
    }
  }
  if (among) {
    among->join();
  }
}

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
                               [&c](partition_id partition) { c.reclaim(partition); },
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
  if (options.among) {
    c.among = std::make_unique<custody>(
        journal.partition_count(), *options.among,
        custody_ports{[&c](partition_id which) { c.claims->claim(which); },
                      [&c](partition_id which) { c.claims->forget(which); },
                      [&c](partition_id which, bool at_once, std::function<void()> released) {
                        c.tell(which, hand_over{at_once, std::move(released)});
                      }});
  }
  c.claims = std::make_unique<claimer>(
      journal,
      [&c](partition_id partition, const result<store::ownership>& owned) {
        c.claimed(partition, owned);
      },
      [&c](partition_id partition, bool surely) {
        return c.among ? c.among->admit(partition, surely) : status(done{});
      });
  c.take_part();
  c.clock = std::make_unique<ticker>(options.tick_every_ms, [&c] {
    for (const auto& shard : c.shards) {
      shard.tell(tick{});
    }
  });
}

node::~node() { close(); }

void node::leave(duration_ms limit) {
  if (content_->among) {
    content_->among->leave(limit);
  }
}

void node::close() {
  content& c = *content_;
  leave(duration_ms(0));
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
      const auto wanted = each.ours ? shard_phase::running : shard_phase::standby;
      ready = ready && each.phase == wanted;
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
  if (content_->among && !content_->among->trouble().empty()) {
    all.push_back("group of nodes: " + content_->among->trouble());
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
    content_->tell(partition, read_views{at_least, limit, std::move(use), false});
  }
}

void node::read_copy(partition_id partition, offset at_least, duration_ms limit,
                     std::function<void(result<floor_reading>)> use) {
  if (!content_->known(partition) || !content_->open) {
    read_floor(partition, at_least, limit, std::move(use));
  } else {
    content_->tell(partition, read_views{at_least, limit, std::move(use), true});
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

partition_place node::place_of(partition_id partition) const {
  return content_->among ? content_->among->place_of(partition) : partition_place{};
}

std::string node::name() const { return content_->among ? content_->among->name() : std::string(); }

std::vector<shard_progress> node::progress() const {
  std::vector<shard_progress> all;
  for (const auto& around : content_->surroundings) {
    const std::lock_guard lock(around->progress_mutex);
    all.push_back(around->progress);
    all.back().behind = content_->journal.behind(around->options.partition);
    all.back().stalls = content_->journal.stalls(around->options.partition);
    all.back().ours = content_->ours(around->options.partition);
    if (content_->among && !content_->among->joined()) {
      all.back().phase = shard_phase::starting;  // nobody has told yet whose it is
    }
  }
  return all;
}

const store::journal& node::log() const { return content_->journal; }

const store::replica& node::index() const { return content_->replica; }

}  // namespace parley

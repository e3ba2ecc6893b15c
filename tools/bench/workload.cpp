#include "tools/bench/workload.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <future>
#include <random>
#include <thread>

#include "store/memory_replica.hpp"
#include "tools/bench/window.hpp"

namespace parley::bench {
namespace {

// Tenants whose partitions are 0, 1, 2 … so that every shard has the same share of the work.
std::vector<tenant_id> one_tenant_each(std::uint16_t partitions) {
  std::vector<tenant_id> tenants(partitions);
  std::uint16_t found = 0;
  for (int i = 0; found < partitions; ++i) {
    const tenant_id candidate("bench-" + std::to_string(i));
    tenant_id& place = tenants[partition_of(candidate, partitions).value];
    if (place.empty()) {
      place = candidate;
      ++found;
    }
  }
  return tenants;
}

command_id numbered(std::uint64_t kind, std::uint64_t n) { return outside_command_id(kind, n); }

}  // namespace

result<store::embedded_store> open_store(const workload_options& options) {
  store::embedded_options settings;
  settings.partition_count = options.partitions;
  settings.sync = options.sync;
  if (!options.kafka) {
    return store::open_embedded(options.directory, settings);
  }
  auto kafka = *options.kafka;
  kafka.partition_count = options.partitions;
  kafka.create_topic = true;
  return store::open_kafka(options.directory, kafka, settings);
}

result<store::embedded_store> open_to_read(const workload_options& options) {
  if (!options.kafka) {
    return open_store(options);
  }
  auto log = store::open_kafka_reader(*options.kafka);
  if (!log.ok()) {
    return log.error();
  }
  return store::embedded_store{std::move(*log),
                               std::make_unique<store::memory_replica>(options.partitions)};
}

workload::workload(const workload_options& options) : options_(options) {
  std::mt19937 random(1);
  payload_.resize(200);
  for (char& c : payload_) {
    c = static_cast<char>('a' + random() % 26);
  }
  const auto tenants = one_tenant_each(options.partitions);
  for (std::uint32_t i = 0; i < options.entities; ++i) {
    conversations_.push_back(
        {tenants[i % tenants.size()], entity_kind::conversation, "c" + std::to_string(i)});
  }
}

std::uint16_t usual_partitions() {
  return static_cast<std::uint16_t>(std::clamp(std::thread::hardware_concurrency() / 2, 1U, 16U));
}

workload::~workload() { close(); }

result<std::unique_ptr<workload>> workload::open(const workload_options& options) {
  if (!options.keep) {
    std::error_code error;
    std::filesystem::remove_all(options.directory, error);
  }
  std::unique_ptr<workload> made(new workload(options));
  auto data = open_store(options);
  if (!data.ok()) {
    return data.error();
  }
  made->journal_ = std::move(data->log);
  made->replica_ = std::move(data->follower);
  made->cached_bytes_ = std::move(data->cached_bytes);
  node_options settings;
  settings.shard.snapshot_every_events = options.snapshot_every_events;
  settings.shard.live_entities_max = options.live_entities_max;
  made->node_ = std::make_unique<parley::node>(*made->journal_, *made->replica_, settings);
  if (!made->node_->wait_until_ready(duration_ms(60000))) {
    return rejection{errc::unavailable, "the node did not become ready in 60 s", {}};
  }
  return made;
}

void workload::close() {
  if (node_) {
    node_->close();
    node_.reset();
    cached_bytes_ = {};
    replica_.reset();
    journal_.reset();
  }
}

status workload::run_all(std::vector<command_request> requests) {
  std::promise<status> finished;
  std::atomic<std::size_t> left = requests.size();
  std::atomic<bool> failed = false;
  for (command_request& request : requests) {
    request.reply = [&](const result<command_answer>& answer) {
      if (!answer.ok() && !failed.exchange(true)) {
        finished.set_value(answer.error());
      }
      if (--left == 0 && !failed) {
        finished.set_value(done{});
      }
    };
    node_->submit(std::move(request));
  }
  return finished.get_future().get();
}

status workload::prepare() {
  constexpr std::size_t opened_at_once = 4096;
  std::uint64_t n = 0;
  std::vector<command_request> requests;
  status made = done{};
  for (; n < std::min<std::size_t>(options_.partitions, conversations_.size()); ++n) {
    const tenant_id& tenant = conversations_[n].tenant;
    requests.push_back({{tenant, entity_kind::tenant, tenant.str()},
                        numbered(1, n + 1),
                        {},
                        tenant_command(define_tenant{}),
                        {}});
  }
  made = run_all(std::exchange(requests, {}));
  n = 0;
  for (const stream_id& stream : conversations_) {
    open_conversation open;
    open.contact = contact_id("contact-" + stream.entity);
    open.channel = channel_kind("messaging");
    requests.push_back({stream, numbered(2, ++n), {}, conversation_command(std::move(open)), {}});
    if (made.ok() && (requests.size() == opened_at_once || n == conversations_.size())) {
      made = run_all(std::exchange(requests, {}));
    }
  }
  return made;
}

status workload::write_messages(std::uint32_t each) {
  const std::size_t streams = conversations_.size();
  return submit_all(each * streams,
                    [this, streams](std::uint64_t n) { return message((n - 1) % streams, n); });
}

status workload::end_sessions() {
  return submit_all(conversations_.size(), [this](std::uint64_t n) {
    return command_request{
        conversations_[n - 1], numbered(4, n), {}, conversation_command(end_session{}), {}};
  });
}

status workload::submit_all(std::uint64_t count,
                            const std::function<command_request(std::uint64_t)>& make) {
  window out(4096);
  std::atomic<std::uint64_t> failed = 0;
  for (std::uint64_t n = 1; n <= count; ++n) {
    out.enter();
    command_request request = make(n);
    request.reply = [&](const result<command_answer>& answer) {
      failed += answer.ok() ? 0U : 1U;
      out.leave();
    };
    node_->submit(std::move(request));
  }
  out.wait_until_empty();
  if (failed > 0) {
    return rejection{errc::unavailable, std::to_string(failed) + " commands were refused", {}};
  }
  return done{};
}

command_request workload::message(std::size_t index, std::uint64_t n) const {
  post_message post;
  post.message.text = payload_;
  post.message.author = "contact";
  post.message.message = message_id(std::to_string(n));
  return {conversations_[index], numbered(3, n), {}, conversation_command(std::move(post)), {}};
}

}  // namespace parley::bench

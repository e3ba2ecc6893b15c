#include "actors/http/metrics.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <mutex>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include "actors/http/handlers.hpp"
#include "actors/http/process_report.hpp"
#include "actors/http/service.hpp"
#include "events/views/floor_state.hpp"

namespace parley::http {
namespace {

constexpr std::size_t queues_max = 100;
constexpr duration_ms risk_horizon{3'600'000};
using labels = std::vector<prometheus::ClientMetric::Label>;

class families {
 public:
  void add(prometheus::MetricType type, const char* name, const char* help, labels with,
           double value) {
    prometheus::ClientMetric metric;
    metric.label = std::move(with);
    if (type == prometheus::MetricType::Counter) {
      metric.counter.value = value;
    } else {
      metric.gauge.value = value;
    }
    family(type, name, help).metric.push_back(std::move(metric));
  }
  void counter(const char* name, const char* help, labels with, std::uint64_t value) {
    add(prometheus::MetricType::Counter, name, help, std::move(with), static_cast<double>(value));
  }
  void gauge(const char* name, const char* help, labels with, double value) {
    add(prometheus::MetricType::Gauge, name, help, std::move(with), value);
  }
  void histogram(const char* name, const char* help, labels with, const latency_histogram& from) {
    prometheus::ClientMetric metric;
    metric.label = std::move(with);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i <= latency_histogram::bounds_us.size(); ++i) {
      sum += from.bucket(i);
      const bool last = i == latency_histogram::bounds_us.size();
      metric.histogram.bucket.push_back(
          {sum, last ? std::numeric_limits<double>::infinity()
                     : static_cast<double>(latency_histogram::bounds_us.at(i)) / 1e6});
    }
    metric.histogram.sample_count = sum;
    metric.histogram.sample_sum = static_cast<double>(from.sum_us()) / 1e6;
    family(prometheus::MetricType::Histogram, name, help).metric.push_back(std::move(metric));
  }
  std::string text() const { return prometheus::TextSerializer().Serialize(all_); }

 private:
  prometheus::MetricFamily& family(prometheus::MetricType type, const char* name,
                                   const char* help) {
    for (auto& f : all_) {
      if (f.name == name) {
        return f;
      }
    }
    prometheus::MetricFamily made;
    made.name = name;
    made.help = help;
    made.type = type;
    all_.push_back(std::move(made));
    return all_.back();
  }
  std::vector<prometheus::MetricFamily> all_;
};

void add_gateway(families& to, const gateway_counters& c) {
  for (std::size_t i = 0; i < operation_count; ++i) {
    const auto what = static_cast<operation>(i);
    for (std::size_t o = 0; o < outcome_count; ++o) {
      const auto count = c.requests.at(i).at(o).load();
      if (count > 0) {
        to.counter("parley_http_requests_total", "Requests by operation and outcome.",
                   {{"operation", to_string(what)}, {"outcome", outcome_name(o)}}, count);
      }
    }
  }
  const char* latency = "parley_http_request_seconds";
  const char* help = "From a request's last byte to its answer.";
  to.histogram(latency, help, {{"kind", "command"}}, c.commands);
  to.histogram(latency, help, {{"kind", "query"}}, c.queries);
  to.gauge("parley_http_connections", "Open connections.", {},
           static_cast<double>(c.connections.load()));
  to.gauge("parley_http_subscribers", "Open event feeds.", {},
           static_cast<double>(c.subscribers.load()));
  to.counter("parley_http_connections_total", "Connections accepted.", {}, c.accepted.load());
  to.counter("parley_http_turned_away_total", "Connections over the limit.", {},
             c.turned_away.load());
  to.counter("parley_http_forwarded_total", "Requests sent on to another node.", {},
             c.forwarded.load());
  to.counter("parley_http_events_sent_total", "Events sent to feeds.", {}, c.events_sent.load());
}

void add_shard(families& to, const shard_progress& p) {
  const labels with{{"partition", std::to_string(p.partition.value)}};
  to.gauge("parley_shard_phase", "0 starting, 1 replaying, 2 running, 3 stopped, 4 standby.", with,
           static_cast<double>(p.phase));
  to.gauge("parley_shard_owned", "1: this node is to serve the partition.", with, p.ours ? 1 : 0);
  to.gauge("parley_shard_applied_offset", "Last offset in the views.", with,
           static_cast<double>(p.applied.value));
  to.gauge("parley_shard_end_offset", "Last durable offset.", with,
           static_cast<double>(p.end.value));
  to.gauge("parley_log_behind_records", "Records of a shared log that are still to be read.", with,
           static_cast<double>(p.behind));
  to.counter("parley_log_stalls_total",
             "How often a shared log went on and was not read on, so that reading began anew.",
             with, p.stalls);
  to.gauge("parley_shard_live_entities", "Entities in memory.", with,
           static_cast<double>(p.live_entities));
  to.gauge("parley_shard_in_flight", "Commands accepted and not yet answered.", with,
           static_cast<double>(p.in_flight));
  to.counter("parley_shard_commands_total", "Commands answered.", with, p.commands);
  to.counter("parley_shard_rejected_total", "Commands rejected.", with, p.rejected);
  to.counter("parley_shard_events_total", "Events appended.", with, p.events);
}

void add_queue(families& to, const std::string& tenant, const queue_summary& queue) {
  const labels with{{"tenant", tenant}, {"queue", queue.queue.str()}};
  to.gauge("parley_queue_waiting", "Routes that wait.", with, queue.waiting);
  to.gauge("parley_queue_oldest_since_seconds",
           "When the longest-waiting route was requested; 0: none waits.", with,
           static_cast<double>(queue.oldest_since.value) / 1000.0);
  to.counter("parley_queue_routed_total", "Routes requested.", with, queue.routed);
  to.counter("parley_queue_accepted_total", "Offers accepted.", with, queue.accepted);
}

void add_floor(families& to, const std::string& tenant, const overview_answer& floor) {
  const auto agents = [&](const char* presence, std::uint32_t count) {
    to.gauge("parley_agents", "Agents by presence.", {{"tenant", tenant}, {"presence", presence}},
             count);
  };
  agents("available", floor.agents_available);
  agents("busy", floor.agents_busy);
  agents("away", floor.agents_away);
  agents("lost", floor.agents_lost);
  agents("logged_out", floor.agents_logged_out);
  to.gauge("parley_waiting", "Routes that wait, of all queues.", {{"tenant", tenant}},
           floor.waiting);
  to.gauge("parley_active", "Conversations with an agent.", {{"tenant", tenant}}, floor.active);
  to.gauge("parley_capacity_units", "Capacity of available agents.", {{"tenant", tenant}},
           floor.capacity_units);
  to.gauge("parley_used_units", "Capacity in use.", {{"tenant", tenant}}, floor.used_units);
  for (std::size_t i = 0; i < floor.queues.size() && i < queues_max; ++i) {
    add_queue(to, tenant, floor.queues[i]);
  }
}

void add_promises(families& to, const std::string& tenant, const promise_totals& promises) {
  for (const auto phase :
       {milestone_phase::pending, milestone_phase::running, milestone_phase::paused,
        milestone_phase::warned, milestone_phase::violated}) {
    to.gauge("parley_promises_open", "Milestones that are still to be done, by state.",
             {{"tenant", tenant}, {"state", to_string(phase)}},
             static_cast<double>(promises.by_phase.at(static_cast<std::size_t>(phase))));
  }
  to.gauge("parley_promises_at_risk", "Running milestones with a target within the next hour.",
           {{"tenant", tenant}}, static_cast<double>(promises.at_risk));
  for (const auto& [level, row] : promises.by_level) {
    const auto outcome = [&, &name = level](const char* what, std::uint64_t count) {
      to.gauge("parley_promises_outcome",
               "What became of promises, by service level. A correction lowers it.",
               {{"tenant", tenant}, {"level", name}, {"outcome", what}},
               static_cast<double>(count));
    };
    outcome("met", row.met);
    outcome("met_late", row.met_late);
    outcome("missed", row.missed);
    outcome("cancelled", row.cancelled);
  }
}

// Asks one partition after the other, then answers.
struct gathering {
  exchange_ptr ex;
  std::mutex mutex;
  tenant_floors floors;
  std::size_t pending = 0;

  void read(const floor& views) {
    const std::lock_guard hold(mutex);
    floors.add(views, ex->home().now() + risk_horizon);
  }
  bool last() {
    const std::lock_guard hold(mutex);
    return --pending == 0;
  }
  void answer() {
    const auto& home = ex->home();
    response r;
    r.content_type = "text/plain; version=0.0.4; charset=utf-8";
    const auto problems = home.node.problems().size();
    r.body =
        metrics_text(home.counters, home.node.progress(), problems, floors) + metrics_of_parts();
    ex->answer(std::move(r));
  }
};

}  // namespace

void tenant_floors::add(const floor& views, time_ms horizon) {
  promises_.merge(promise_totals_of(views, horizon));
  std::vector<tenant_id> tenants;
  for (const auto& [name, tenant] : views.inner().tenants) {
    tenants.emplace_back(name);
  }
  std::sort(tenants.begin(), tenants.end());
  for (const tenant_id& tenant : tenants) {
    auto told = views.overview(tenant);
    if (!told) {
      continue;
    }
    named_.insert_or_assign(tenant, std::move(*told));
    if (named_.size() > labelled_tenants_max) {
      add_other(named_.rbegin()->second);
      named_.erase(std::prev(named_.end()));
    }
  }
}

std::map<std::string, promise_totals> tenant_floors::promises() const {
  std::map<std::string, promise_totals> told;
  for (const auto& [tenant, totals] : promises_) {
    parley::add(told[named_.contains(tenant) ? tenant.str() : "(other)"], totals);
  }
  return told;
}

void tenant_floors::add_other(const overview_answer& floor) {
  ++others_count_;
  for (const auto field :
       {&overview_answer::waiting, &overview_answer::active, &overview_answer::agents_available,
        &overview_answer::agents_busy, &overview_answer::agents_away, &overview_answer::agents_lost,
        &overview_answer::agents_logged_out, &overview_answer::capacity_units,
        &overview_answer::used_units}) {
    others_.*field += floor.*field;
  }
}

std::string metrics_text(const gateway_counters& counters,
                         const std::vector<shard_progress>& shards, std::size_t problems,
                         const tenant_floors& floors) {
  families all;
  add_gateway(all, counters);
  for (const auto& shard : shards) {
    add_shard(all, shard);
  }
  all.gauge("parley_problems", "What /health/ready tells beside the shards' phases.", {},
            static_cast<double>(problems));
  all.gauge("parley_tenants", "Tenants by whether they have labels of their own.",
            {{"labelled", "yes"}}, static_cast<double>(floors.named().size()));
  all.gauge("parley_tenants", "", {{"labelled", "no"}}, static_cast<double>(floors.others_count()));
  for (const auto& [tenant, floor] : floors.named()) {
    add_floor(all, tenant.str(), floor);
  }
  if (floors.others_count() > 0) {
    add_floor(all, "(other)", floors.others());
  }
  for (const auto& [tenant, totals] : floors.promises()) {
    add_promises(all, tenant, totals);
  }
  return all.text();
}

void metrics_of(const exchange_ptr& ex) {
  auto all = std::make_shared<gathering>();
  all->ex = ex;
  const auto partitions = ex->home().node.partition_count();
  all->pending = partitions;
  for (std::uint16_t p = 0; p < partitions; ++p) {
    ex->home().node.read_floor(partition_id(p), offset(), duration_ms(0),
                               [all](const result<floor_reading>& read) {
                                 if (read.ok()) {
                                   all->read(read->views);
                                 }
                                 if (all->last()) {
                                   all->ex->home().on_reader([all] { all->answer(); });
                                 }
                               });
  }
}

}  // namespace parley::http

// The intake's thread: taking, trying again, committing, pausing, stopping.

#include <algorithm>
#include <utility>

#include "actors/http/log.hpp"
#include "actors/partner/intake.hpp"
#include "actors/partner/intake_inbox.hpp"

namespace parley::partner {
namespace {

constexpr std::chrono::milliseconds commit_answer_limit{2000};
constexpr duration_ms idle_wait{100};

}  // namespace

intake::intake(node_port& behind, store::record_source& from, store::record_sink& rejects,
               std::vector<definition> partners, intake_options options, relay* others)
    : node_(behind),
      source_(from),
      rejects_(rejects),
      partners_(std::move(partners)),
      options_(options),
      performer_(behind),
      others_(others),
      ways_(behind.partition_count()),
      inbox_(std::make_shared<inbox>(from)) {
  for (const definition& who : partners_) {
    counts_[who.name];
  }
}

intake::~intake() { stop(); }

void intake::start() {
  store::record_source::listener to;
  to.taken = [this](const store::source_partition& which) {
    for (const definition& who : partners_) {
      if (inbound_topic(who.name) == which.topic) {
        lane fresh{++generations_, &who, window(options_.within), {}, 0, false, false, {}};
        lanes_.insert_or_assign(which, std::move(fresh));
      }
    }
    http::log_event(http::log_level::info, "partner_partition_taken",
                    {{"topic", which.topic}, {"partition", std::to_string(which.partition)}});
  };
  to.lost = [this](const store::source_partition& which) {
    const auto found = lanes_.find(which);
    if (found == lanes_.end()) {
      return;
    }
    if (const auto next = found->second.records.committable()) {
      source_.commit(which, *next);
    }
    if (found->second.paused) {
      source_.resume(which);  // it must not come back paused
    }
    for (const auto& [place, one] : found->second.items) {
      running_ -= one.started ? 1 : 0;
    }
    lanes_.erase(found);
    http::log_event(http::log_level::info, "partner_partition_lost",
                    {{"topic", which.topic}, {"partition", std::to_string(which.partition)}});
  };
  to.committed = [this](const store::source_partition& which, std::uint64_t next) {
    const auto found = lanes_.find(which);
    if (found != lanes_.end()) {
      found->second.committing = false;
      found->second.committed = std::max(found->second.committed, next);
      found->second.records.committed(next);
    }
  };
  to.passed = [this](const store::source_partition& which, std::uint64_t from,
                     std::uint64_t until) {
    const auto found = lanes_.find(which);
    if (found == lanes_.end()) {
      return;
    }
    counts_[found->second.who->name].passed += until - from;
    trouble_ = "retention of " + which.topic + " took records before they were read";
    http::log_event(http::log_level::error, "partner_records_lost_to_retention",
                    {{"topic", which.topic},
                     {"partition", std::to_string(which.partition)},
                     {"from", std::to_string(from)},
                     {"until", std::to_string(until)}});
  };
  to.trouble = [this](const std::string& why) {
    trouble_ = why;
    http::log_event(http::log_level::warning, "partner_intake_trouble", {{"reason", why}});
  };
  source_.listen(std::move(to));
  thread_ = std::thread([this] { run(); });
}

void intake::stop() {
  if (!thread_.joinable()) {
    return;
  }
  stopping_.store(true);
  source_.wake();
  thread_.join();
  inbox_->close();
}

void intake::run() {
  while (!stopping_.load()) {
    take_some(wait_limit());
    start_ready();
    retry_due();
    send_on();
    commit_done();
    pause_full();
    publish_report();
  }
  drain();
  source_.close();
  inbox_->close();
}

void intake::take_some(duration_ms limit) {
  for (auto& record : source_.take(limit)) {
    add(std::move(record));
  }
  for (const auto& task : inbox_->take()) {
    task();
  }
}

duration_ms intake::wait_limit() const {
  if (retries_.empty()) {
    return idle_wait;
  }
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(retries_.begin()->first - clock::now());
  return std::clamp(duration_ms(left.count() + 1), duration_ms(0), idle_wait);
}

void intake::retry_due() {
  const auto now = clock::now();
  while (!retries_.empty() && retries_.begin()->first <= now) {
    const ticket which = retries_.begin()->second;
    retries_.erase(retries_.begin());
    if (find_item(which) != nullptr) {
      begin(which);
    }
  }
}

void intake::send_on() {
  if (others_ != nullptr) {
    others_->flush();
  }
}

// One commit at a time for each partition: while one is on its way, the next gathers.
void intake::commit_done() {
  const auto now = clock::now();
  for (auto& [which, of] : lanes_) {
    if (of.committing && now - of.commit_sent < commit_answer_limit) {
      continue;
    }
    if (const auto next = of.records.committable()) {
      source_.commit(which, *next);
      of.committing = true;
      of.commit_sent = now;
    }
  }
}

void intake::pause_full() {
  for (auto& [which, of] : lanes_) {
    if (!of.paused && of.records.full()) {
      source_.pause(which);
      of.paused = true;
    } else if (of.paused && of.records.roomy()) {
      source_.resume(which);
      of.paused = false;
    }
  }
}

void intake::publish_report() {
  const std::lock_guard hold(report_mutex_);
  report_.in.clear();
  for (const auto& [which, of] : lanes_) {
    report_.in.push_back({which, of.who->name, of.committed, source_.known_end(which),
                          of.records.size(), of.paused});
  }
  report_.counts = counts_;
  report_.stalls = source_.stalls();
  report_.trouble = trouble_;
}

void intake::tell(report& to) const {
  const std::lock_guard hold(report_mutex_);
  to.in = report_.in;
  to.counts = report_.counts;
  to.stalls = report_.stalls;
  if (!report_.trouble.empty()) {
    to.trouble = report_.trouble;
  }
}

// What was submitted is waited for, so that its offset can be committed; what waits for a shard
// comes again after the next start.
void intake::drain() {
  const auto until = clock::now() + std::chrono::milliseconds(options_.stop_within.value);
  std::size_t waiting = 0;  // these begin again after the next start
  for (way& of : ways_) {
    waiting += std::exchange(of.waiting, {}).size();
  }
  const auto settled = [this, waiting] {
    return running_ <= retries_.size() + waiting &&
           std::none_of(lanes_.begin(), lanes_.end(), [](const auto& one) {
             return one.second.records.committable().has_value();
           });
  };
  for (const auto& [which, of] : lanes_) {
    source_.pause(which);
  }
  while (clock::now() < until && !settled()) {
    source_.take(duration_ms(10));
    for (const auto& task : inbox_->take()) {
      task();
    }
    commit_done();
  }
}

}  // namespace parley::partner

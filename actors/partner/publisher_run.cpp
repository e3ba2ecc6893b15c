// The publisher's thread.

#include <algorithm>

#include "actors/partner/publisher.hpp"
#include "actors/partner/publisher_signal.hpp"

namespace parley::partner {
namespace {

constexpr duration_ms idle_wait{200};
constexpr duration_ms report_every{200};
constexpr std::chrono::milliseconds drain_limit{2000};

}  // namespace

publisher::publisher(node_port& behind, store::record_sink& to, cursor_store& cursors,
                     definition who, publisher_options options)
    : node_(behind),
      sink_(to),
      cursors_(cursors),
      who_(std::move(who)),
      options_(options),
      concern_(behind, who_),
      signal_(std::make_shared<signal>()) {
  for (std::uint16_t p = 0; p < node_.partition_count(); ++p) {
    feeds_.emplace_back();
    feeds_.back().partition = partition_id(p);
  }
}

publisher::~publisher() { stop(); }

void publisher::start() {
  for (const feed& of : feeds_) {
    follows_.push_back(node_.follow(of.partition, [wake = signal_](offset) { wake->raise(); }));
  }
  thread_ = std::thread([this] { run(); });
}

void publisher::stop() {
  if (!thread_.joinable()) {
    return;
  }
  stopping_.store(true);
  signal_->raise();
  thread_.join();
  for (std::size_t i = 0; i < follows_.size(); ++i) {
    node_.unfollow(feeds_[i].partition, follows_[i]);
  }
}

void publisher::run() {
  clock::time_point reported;
  while (!stopping_.load()) {
    bool busy = false;
    const auto now = clock::now();
    if (now - reported >= std::chrono::milliseconds(report_every.value)) {
      leave_lost();
      publish_report();
      reported = now;
    }
    for (feed& of : feeds_) {
      busy = step(of) || busy;
      save(of, false);
    }
    if (!busy && !stopping_.load()) {
      signal_->wait(idle_wait);
    }
  }
  drain();
}

/// What is not this node's now is somebody else's to tell; the cursor is read again when it comes
/// back.
void publisher::leave_lost() {
  const auto shards = node_.progress();
  for (feed& of : feeds_) {
    of.ours = std::any_of(shards.begin(), shards.end(), [&](const shard_progress& one) {
      return one.partition == of.partition && one.phase == shard_phase::running;
    });
    if (!of.ours) {
      of.cursor.reset();
      of.sent.reset();
      of.loaded = false;
      of.retry_at = clock::now() + std::chrono::milliseconds(report_every.value * 2);
    }
  }
}

void publisher::drain() {
  const auto until = clock::now() + drain_limit;
  const auto settled = [](feed& of) {
    return !of.sent ||
           (of.sent->failed.has_value() || (arrived(of) == of.read && of.stored == of.read));
  };
  while (clock::now() < until && !std::all_of(feeds_.begin(), feeds_.end(), settled)) {
    for (feed& of : feeds_) {
      save(of, true);
    }
    signal_->wait(duration_ms(20));
  }
}

void publisher::publish_report() {
  const std::lock_guard hold(report_mutex_);
  progress_.clear();
  for (const feed& of : feeds_) {
    if (of.ours) {
      progress_.push_back({who_.name, of.partition, of.stored, node_.log().end(of.partition),
                           of.published, of.failures});
    }
  }
  reported_trouble_ = trouble_;
}

void publisher::tell(report& to) const {
  const std::lock_guard hold(report_mutex_);
  to.out.insert(to.out.end(), progress_.begin(), progress_.end());
  if (!reported_trouble_.empty()) {
    to.trouble = reported_trouble_;
  }
}

}  // namespace parley::partner

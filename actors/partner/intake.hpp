#pragma once
// From a partner's records to commands: decoded, checked, authorised, submitted in order for each
// conversation, by the node that serves its tenant, answered by the reject topic if refused. An
// offset is committed only after
// everything before it has had its durable effect; the ids of commands come from the records, so
// doing them again changes nothing. A shard that is busy or away delays its own tenants' records:
// they are tried again, and the partition is paused only when its window is full.

#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "actors/node/port.hpp"
#include "actors/partner/performer.hpp"
#include "actors/partner/relay.hpp"
#include "actors/partner/report.hpp"
#include "actors/partner/window.hpp"

namespace parley::partner {

struct intake_options {
  limits accept;
  window::bounds within;
  /// Commands at each shard that are not answered yet; well below what a shard holds, so that a
  /// backlog is not refused and tried again.
  std::size_t in_flight_max = 4096;
  duration_ms retry_first{50};
  duration_ms retry_longest{2000};
  /// After that a record whose shard does not take it is rejected, so that a tenant that stays away
  /// does not hold up those behind it for ever. Its outcome may be unknown: to send it again with
  /// the same id is harmless.
  duration_ms retry_for{300'000};
  duration_ms stop_within{3000};  ///< for what is under way when it is stopped
};

class intake {
 public:
  /// All outlive it. `others`: what takes records of tenants that other nodes serve; null: there
  /// are no other nodes.
  intake(node_port& behind, store::record_source& from, store::record_sink& rejects,
         std::vector<definition> partners, intake_options options, relay* others = nullptr);
  ~intake();
  intake(const intake&) = delete;
  intake& operator=(const intake&) = delete;

  void start();
  /// Takes no more, waits for what is under way, commits, and leaves the group.
  void stop();
  /// Fills `in`, `counts` and `trouble`. Thread-safe.
  void tell(report& to) const;

 private:
  using clock = std::chrono::steady_clock;
  struct item {
    store::partner_record record;
    cloud_event event;
    std::optional<rejection> refused;  ///< by its headers
    clock::time_point first_try;
    duration_ms pause{0};
    bool started = false;
    bool whole = true;  ///< the reject topic takes all of it
  };
  struct lane {
    std::uint64_t generation = 0;
    const definition* who = nullptr;
    window records;
    std::map<window::place, item> items;
    std::uint64_t committed = 0;
    bool paused = false;
    bool committing = false;
    clock::time_point commit_sent;
  };
  /// One record, also after its partition went away and came back.
  struct ticket {
    store::source_partition which;
    std::uint64_t generation = 0;
    window::place at = 0;
  };
  /// To one shard: records beyond the limit wait here, and only those of its tenants.
  struct way {
    std::size_t in_flight = 0;
    std::deque<ticket> waiting;
  };
  struct inbox;

  void run();
  void take_some(duration_ms limit);
  void add(store::partner_record record);
  void start_ready();
  void begin(const ticket& which);
  void start_one(const ticket& which);
  void answered(const ticket& which, const outcome& told);
  void make_way(way& of);
  void retry(const ticket& which, const rejection& why);
  void reject(const ticket& which, const rejection& why);
  void reject_sent(const ticket& which, const rejection& why, const status& outcome);
  void finish(const ticket& which);
  void retry_due();
  void send_on();
  void commit_done();
  void pause_full();
  void publish_report();
  void drain();
  duration_ms wait_limit() const;
  lane* find_lane(const ticket& which);
  item* find_item(const ticket& which);
  partner_counts& counts_of(const ticket& which);

  node_port& node_;
  store::record_source& source_;
  store::record_sink& rejects_;
  const std::vector<definition> partners_;
  const intake_options options_;
  performer performer_;
  relay* const others_;
  std::map<store::source_partition, lane> lanes_;
  std::multimap<clock::time_point, ticket> retries_;
  std::vector<way> ways_;  ///< by partition of the log
  std::uint64_t generations_ = 0;
  std::size_t running_ = 0;  ///< records that were started and are not done
  std::map<std::string, partner_counts> counts_;
  std::string trouble_;
  std::shared_ptr<inbox> inbox_;  ///< outlives late answers
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
  mutable std::mutex report_mutex_;
  report report_;
};

}  // namespace parley::partner

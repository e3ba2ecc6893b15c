#pragma once
// A node without actors: the real entities and views over the memory journal, one lock, and one
// thread that answers, as a shard's would. Tests may make it slow, full or unready.

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "actors/node/port.hpp"
#include "store/memory_journal.hpp"

namespace parley::test {

/// Only the index by stream, which is behind only when told; the gateway asks for nothing else.
class fake_index final : public store::replica {
 public:
  void add(const stream_id& stream, version first, offset at);
  void hold(offset at);
  status apply(partition_id, const store::replica_update&, offset) override { return done{}; }
  offset applied(partition_id) const override;
  offset indexed(partition_id) const override { return {}; }
  result<std::vector<offset>> commits(partition_id, const stream_id& stream,
                                      version from) const override;
  std::optional<store::snapshot> find_snapshot(partition_id, const stream_id&) const override {
    return std::nullopt;
  }
  std::optional<std::vector<std::uint8_t>> find_row(partition_id, std::string_view,
                                                    std::string_view) const override {
    return std::nullopt;
  }
  status scan(
      partition_id, std::string_view, std::string_view,
      const std::function<bool(std::string_view, std::span<const std::uint8_t>)>&) const override {
    return done{};
  }
  status flush() override { return done{}; }
  std::uint64_t damaged() const override { return 0; }

 private:
  mutable std::mutex mutex_;
  offset held_ = offset(UINT64_MAX);
  std::map<stream_id, std::vector<std::pair<version, offset>>> streams_;
};

class fake_node : public node_port {
 public:
  fake_node();
  ~fake_node() override;

  std::uint16_t partition_count() const override { return 1; }
  void submit(command_request request) override;
  void read_floor(partition_id, offset at_least, duration_ms limit,
                  std::function<void(result<floor_reading>)> use) override;
  void read_entity(const stream_id& stream, offset at_least, duration_ms limit,
                   std::function<void(result<entity_reading>)> use) override;
  std::uint64_t follow(partition_id, std::function<void(offset)> advanced) override;
  void unfollow(partition_id, std::uint64_t token) override;
  std::vector<shard_progress> progress() const override;
  partition_place place_of(partition_id) const override;
  std::string name() const override;
  const store::journal& log() const override { return journal_; }
  const store::replica& index() const override { return index_; }

  /// From now on commands are refused with this; nothing: they are taken.
  void refuse_with(std::optional<rejection> why);
  /// From now on commands are kept without an answer.
  void keep_silent(bool silent);
  /// The same for one tenant's commands.
  void stall(const tenant_id& tenant);
  /// From now on the index learns of nothing more.
  void hold_index() { index_.hold(journal_.end(partition_id(0))); }
  void set_phase(shard_phase phase);
  /// It is one of several, and the partition is there.
  void be_called(const std::string& name);
  void move_partition(const partition_place& to);
  /// Commands that were submitted, repeats included.
  std::size_t submitted() const;
  command_id last_command() const;
  principal last_principal() const;
  std::size_t follower_count() const;

 private:
  struct entity {
    any_state state;
    version in_stream;
    offset last;
  };
  struct waiting {
    offset at_least;
    std::chrono::steady_clock::time_point until;
    std::function<void(bool)> use;
  };
  void post(std::function<void()> f);
  void work();
  void run(const command_request& request);
  command_answer append(const command_request& request, entity& to, std::vector<any_event> events);
  void wait_for(offset at_least, duration_ms limit, std::function<void(bool)> use);
  bool settle();

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  std::vector<waiting> waiting_;
  bool stopping_ = false;

  // On the worker's thread.
  store::memory_journal journal_{1};
  fake_index index_;
  epoch epoch_;
  offset last_;
  floor views_;
  std::map<stream_id, entity> entities_;
  std::unordered_map<command_id, command_answer> answered_;

  // Under the lock.
  std::map<std::uint64_t, std::function<void(offset)>> followers_;
  std::uint64_t next_follower_ = 1;
  std::optional<rejection> refusal_;
  bool silent_ = false;
  std::optional<tenant_id> stalled_;
  shard_phase phase_ = shard_phase::running;
  std::string name_;
  partition_place place_;
  std::size_t submitted_ = 0;
  command_id last_command_;
  principal last_principal_;
  std::thread worker_;
};

}  // namespace parley::test

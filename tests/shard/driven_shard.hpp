#pragma once
// A shard whose driver is the test: the test says when an append is durable, when the replica has
// followed, when the process dies and what time it is.

#include <deque>
#include <memory>
#include <optional>

#include <doctest/doctest.h>

#include "actors/shard/shard.hpp"
#include "store/memory_journal.hpp"
#include "tests/sim/crash_replica.hpp"

namespace parley::testing {

/// What a client was told so far.
struct told {
  std::optional<result<command_answer>> answer;
  int times = 0;
  bool ok() const { return answer && answer->ok(); }
  errc code() const { return answer && !answer->ok() ? answer->error().code : errc::corrupt; }
  offset at() const { return (*answer)->at.at; }
};

class driven_shard {
 public:
  explicit driven_shard(const shard_options& chosen = {}) : options(chosen) {
    options.update_commits_min = 1;
    boot();
  }

  shard_options options;
  store::memory_journal journal{1, store::memory_journal::completion::manual};
  sim::crash_replica replica;
  std::deque<std::pair<store::replica_update, offset>> following;
  std::unique_ptr<shard> live;
  time_ms now{1'000'000};
  int reclaims = 0;

  void boot() {
    live = std::make_unique<shard>(
        options, shard_ports{journal, replica,
                             [this](epoch writer, store::commit_batch batch) {
                               journal.append(partition_id(0), writer, std::move(batch),
                                              [this](result<offset> last, store::commit_batch b) {
                                                live->appended(std::move(last), std::move(b), now);
                                              });
                             },
                             [this](store::replica_update update, offset at) {
                               following.emplace_back(std::move(update), at);
                             },
                             [this] { ++reclaims; }});
  }
  void claim() {
    const auto owned = journal.claim(partition_id(0));
    REQUIRE(owned.ok());
    live->start(*owned, now);
  }
  /// Claims, replays and lets the replica follow.
  void start() {
    claim();
    while (live->replay_step(now)) {
    }
    follow();
    REQUIRE(live->phase() == shard_phase::running);
  }
  void follow_one() {
    const auto [update, at] = std::move(following.front());
    following.pop_front();
    // As the replica's writer: what leaves a gap is dropped.
    const status applied = replica.apply(partition_id(0), update, at);
    REQUIRE((applied.ok() || applied.error().code == errc::wrong_state));
    live->followed(applied.ok() ? at : offset{});
  }
  void follow() {
    while (!following.empty()) {
      follow_one();
    }
  }
  /// Until nothing is under way.
  void settle() {
    live->flush();
    for (int i = 0; i < 1000 && (journal.held() > 0 || !following.empty() || !live->idle()); ++i) {
      journal.complete_next();
      follow();
      live->flush();
    }
    REQUIRE(live->idle());
  }
  /// The process dies; the first `stored` appends under way had reached the log.
  void crash(std::size_t stored = 0) {
    live.reset();
    journal.crash(stored);
    replica.crash(replica.unflushed(), replica.unflushed());
    following.clear();
    boot();
  }
  void tick(std::int64_t later) {
    now = now + duration_ms(later);
    live->tick(now);
  }

  /// Agents speak for themselves; all else comes from a partner unless it is said.
  static principal usual_sender(const stream_id& target) {
    return target.kind == entity_kind::agent ? principal{principal_role::agent, target.entity}
                                             : principal{principal_role::partner, "p"};
  }
  std::shared_ptr<told> send(const stream_id& target, std::uint64_t id, any_command command) {
    return send(target, id, std::move(command), usual_sender(target));
  }
  std::shared_ptr<told> send(const stream_id& target, std::uint64_t id, any_command command,
                             principal by) {
    auto answer = submit(target, id, std::move(command), std::move(by));
    live->flush();
    return answer;
  }
  /// As send(), but leaves it to somebody else to append what was decided.
  std::shared_ptr<told> submit(const stream_id& target, std::uint64_t id, any_command command,
                               principal by) {
    auto answer = std::make_shared<told>();
    live->submit({target, outside_command_id(1, id), std::move(by), std::move(command),
                  [answer](result<command_answer> came) {
                    answer->answer = std::move(came);
                    ++answer->times;
                  }},
                 now);
    return answer;
  }
  std::shared_ptr<told> does(const stream_id& target, std::uint64_t id, any_command command) {
    auto answer = send(target, id, std::move(command));
    settle();
    REQUIRE(answer->ok());
    return answer;
  }
  /// The state and version behind a stream, as a client reads it.
  std::pair<any_state, version> read(const stream_id& stream) {
    std::optional<std::pair<any_state, version>> seen;
    live->read_entity(stream, offset{}, now, [&](result<entity_reading> reading) {
      REQUIRE(reading.ok());
      seen = {reading->state, reading->in_stream};
    });
    REQUIRE(seen.has_value());
    return *seen;
  }

  // ---- a small world ----
  static stream_id tenant() { return {tenant_id("t"), entity_kind::tenant, "t"}; }
  static stream_id agent(const std::string& id) { return {tenant_id("t"), entity_kind::agent, id}; }
  static stream_id conversation(const std::string& id) {
    return {tenant_id("t"), entity_kind::conversation, id};
  }
  static conversation_command open() {
    open_conversation what;
    what.contact = contact_id("ann");
    what.channel = channel_kind("messaging");
    return what;
  }
  static conversation_command says(const std::string& text) {
    return post_message{false, {message_id(), "", "", text}};
  }
  void make_tenant(const tenant_settings& settings = {}) {
    does(tenant(), 1, tenant_command(define_tenant{settings}));
  }
};

}  // namespace parley::testing

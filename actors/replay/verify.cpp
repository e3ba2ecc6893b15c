#include "actors/replay/verify.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "actors/replay/entity_folds.hpp"
#include "actors/shard/commit_events.hpp"
#include "actors/shard/entity_host.hpp"
#include "actors/shard/shard.hpp"
#include "events/reactions/react.hpp"
#include "events/views/check.hpp"

namespace parley {
namespace {

constexpr std::size_t problems_max = 100;

class partition_check {
 public:
  partition_check(const store::journal& journal, const store::replica& replica,
                  partition_id partition, verify_report& report,
                  const std::function<void(std::uint64_t)>& progress)
      : journal_(journal),
        replica_(replica),
        partition_(partition),
        report_(report),
        progress_(progress) {}

  void run() {
    find_checkpoint();
    floor_.finish_load({partition_, offset{}});
    const auto commits = journal_.read(partition_, offset{});
    for (;;) {
      const auto next = commits->next_some();
      if (!next.ok()) {
        problem("log: " + next.error().message);
        return;
      }
      if (next->empty()) {
        break;
      }
      entities_.look_ahead(*next);
      for (std::size_t i = 0; i < next->size(); ++i) {
        if (!take((*next)[i], entities_.of(i))) {
          return;
        }
      }
    }
    if (!rows_compared_) {
      problem("view rows: their checkpoint " + std::to_string(rows_at_.value) +
              " is not in the log");
    }
    compare_index();
    ++report_.invariants;
    if (const auto broken = check(floor_)) {
      problem("floor: " + *broken);
    }
  }

 private:
  void problem(std::string text) {
    ++report_.mismatches;
    if (report_.problems.size() < problems_max) {
      report_.problems.push_back("partition " + std::to_string(partition_.value) + ": " +
                                 std::move(text));
    }
  }

  void find_checkpoint() {
    checkpoint_row at;
    const auto row = replica_.find_row(partition_, "checkpoint", "floor");
    if (!row) {
      rows_compared_ = true;  // none was written yet
    } else if (codec::decode(row->data(), row->size(), at)) {
      rows_at_ = offset(at.at);
      rows_compared_ = rows_at_ == offset{};
    } else {
      problem("view rows: the checkpoint does not decode");
      rows_compared_ = true;
    }
  }

  bool take(const store::commit_view& commit, persistent_actor& actor) {
    const stream_id& stream = actor.stream;
    if (actor.durable == version{}) {
      ++report_.entities;
      if (auto found = replica_.find_snapshot(partition_, stream)) {
        snapshots_.emplace(stream, std::move(*found));
      }
    }
    if (commit.first_version().value != actor.durable.value + 1) {
      problem("stream " + to_string(stream) + ": version " +
              std::to_string(commit.first_version().value) + " follows " +
              std::to_string(actor.durable.value));
    }
    status told = apply_commit(actor, decoder_, commit);
    if (told.ok()) {
      told = for_each_event(commit, decoder_, [this](const recorded_event& event) {
        floor_.project(event);
        react(event, floor_);
      });
    }
    if (!told.ok()) {
      problem("event at " + to_string(commit.first_position()) + ": " + told.error().message);
      return false;
    }
    compare_snapshot(actor);
    offsets_[stream].push_back(commit.first_position().at);
    if (!rows_compared_ && commit.last_position().at >= rows_at_) {
      compare_rows();
    }
    ++report_.commits;
    report_.events += commit.event_count();
    if (progress_ && report_.commits % 16384 == 0) {
      progress_(report_.commits);
    }
    return true;
  }

  void compare_snapshot(const persistent_actor& actor) {
    const auto found = snapshots_.find(actor.stream);
    if (found == snapshots_.end() || found->second.at > actor.durable) {
      return;
    }
    ++report_.snapshots;
    if (found->second.at != actor.durable || found->second.state != encode_actor(actor)) {
      problem("snapshot of " + to_string(actor.stream) + " at version " +
              std::to_string(found->second.at.value) + " is not the fold of its events");
    }
    snapshots_.erase(found);
  }

  void compare_rows() {
    rows_compared_ = true;
    std::map<std::pair<std::string, std::string>, std::vector<std::uint8_t>> expected;
    for (view_row& row : floor_.all_rows()) {
      expected.emplace(std::pair(std::move(row.table), std::move(row.key)), std::move(row.value));
    }
    for (const std::string_view table : floor::tables()) {
      const status scanned = replica_.scan(
          partition_, table, {}, [&](std::string_view key, std::span<const std::uint8_t> value) {
            ++report_.view_rows;
            const auto found = expected.find({std::string(table), std::string(key)});
            if (found == expected.end()) {
              problem("view row " + std::string(table) + "/" + printable(key) +
                      " should not exist");
            } else if (!std::equal(value.begin(), value.end(), found->second.begin(),
                                   found->second.end())) {
              problem("view row " + std::string(table) + "/" + printable(key) + " differs");
            }
            if (found != expected.end()) {
              expected.erase(found);
            }
            return true;
          });
      if (!scanned.ok()) {
        problem("view table " + std::string(table) + ": " + scanned.error().message);
      }
    }
    for (const auto& [name, value] : expected) {
      problem("view row " + name.first + "/" + printable(name.second) + " is missing");
    }
  }

  static std::string printable(std::string_view key) {
    std::string text(key);
    std::replace(text.begin(), text.end(), '\0', '/');
    return text;
  }

  void compare_index() {
    const offset indexed = replica_.indexed(partition_);
    for (auto& [stream, offsets] : offsets_) {
      const auto stored = replica_.commits(partition_, stream, version(1));
      if (!stored.ok()) {
        problem("index of " + to_string(stream) + ": " + stored.error().message);
        continue;
      }
      // The index follows the log; what lies beyond it is indexed at the next start.
      std::erase_if(offsets, [&](offset at) { return at > indexed; });
      report_.index_entries += stored->size();
      if (*stored != offsets) {
        problem("index of " + to_string(stream) + " does not lead to its commits");
      }
    }
    for (const auto& [stream, left] : snapshots_) {
      problem("snapshot of " + to_string(stream) + " is ahead of the log");
    }
  }

  const store::journal& journal_;
  const store::replica& replica_;
  const partition_id partition_;
  verify_report& report_;
  const std::function<void(std::uint64_t)>& progress_;
  codec::event_decoder decoder_;
  floor floor_;
  entity_folds entities_;
  std::unordered_map<stream_id, store::snapshot> snapshots_;
  std::unordered_map<stream_id, std::vector<offset>> offsets_;
  offset rows_at_;
  bool rows_compared_ = false;
};

}  // namespace

verify_report verify_folds(const store::journal& journal, const store::replica& replica,
                           const std::function<void(std::uint64_t)>& progress) {
  verify_report report;
  for (std::uint16_t i = 0; i < journal.partition_count(); ++i) {
    ++report.partitions;
    partition_check(journal, replica, partition_id(i), report, progress).run();
  }
  return report;
}

}  // namespace parley

#include "tests/store/workload.hpp"

#include "store/verify.hpp"
#include "tests/conformance/journal_suite.hpp"
#include "tests/store/commits.hpp"

namespace parley::store::test {

workload::workload(std::string directory, std::shared_ptr<rocksdb::FileSystem> file_system,
                   bool sync)
    : path(std::move(directory)) {
  options.partition_count = workload_partitions;
  options.sync = sync;
  options.file_system = std::move(file_system);
  options.index_window_entries_max = 8;
}

void workload::run(std::size_t rounds) {
  const auto store = open_embedded(path, options);
  if (!store) {
    ++failures;
    return;
  }
  for (std::uint16_t p = 0; p < workload_partitions; ++p) {
    work_on(*store, p, rounds);
  }
  failures += store->follower->flush().ok() ? 0U : 1U;
}

void workload::work_on(const embedded_store& store, std::uint16_t partition, std::size_t rounds) {
  const partition_id at(partition);
  auto owner = store.log->claim(at);
  for (std::size_t i = 0; i < rounds; ++i) {
    if (!owner) {
      ++failures;
      return;
    }
    const auto first = owner->last.next();
    const auto answer = append_now(*store.log, at, owner->at, make_batch(first, 2, 120));
    if (!answer) {
      ++failures;
      owner = store.log->claim(at);
      continue;
    }
    owner->last = *answer;
    acknowledged[partition] = *answer;
    replica_update update;
    update.put_row("last", "row", as_bytes(std::to_string(answer->value)));
    failures += store.follower->apply(at, update, *answer).ok() ? 0U : 1U;
  }
}

std::string workload::check() const {
  auto clean = options;
  clean.file_system = nullptr;
  const auto store = open_embedded(path, clean);
  return store ? check(*store) : "does not open: " + store.error().message;
}

std::string workload::check(const embedded_store& store) const {
  for (std::uint16_t p = 0; p < workload_partitions; ++p) {
    const partition_id at(p);
    const auto report = verify_log(*store.log, at);
    if (report.problem) {
      return report.problem->what;
    }
    if (report.tip.last < acknowledged[p] || store.log->end(at) != report.tip.last) {
      return "partition " + std::to_string(p) + " ends at " +
             std::to_string(report.tip.last.value) + ", acknowledged was " +
             std::to_string(acknowledged[p].value);
    }
    const auto from = store.log->read(at, offset(0));
    for (auto commit = from->next(); commit.ok() && *commit != nullptr; commit = from->next()) {
      if (!is_as_made(**commit)) {
        return "the commit at " + to_string((*commit)->first_position()) + " has other content";
      }
    }
    const auto row = store.follower->find_row(at, "last", "row");
    const auto applied = store.follower->applied(at);
    if (applied > report.tip.last || (row && as_text(*row) != std::to_string(applied.value)) ||
        (!row && applied > offset(0))) {
      return "the replica's row and its applied offset tell different things";
    }
  }
  return {};
}

}  // namespace parley::store::test

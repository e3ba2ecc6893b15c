// The raw speed of the journal: durable appends with 1, 64 and 1,024 in flight, encoding a commit,
// and scanning the log. Run it on a quiet machine; the directory is where TMPDIR says.

#include <condition_variable>
#include <mutex>

#include <benchmark/benchmark.h>

#include "store/embedded.hpp"
#include "tests/store/commits.hpp"
#include "tests/store/temporary_directory.hpp"

using namespace parley;
using namespace parley::store;

namespace {

const partition_id p0(0);
constexpr std::size_t payload_bytes = 200;

/// Keeps at most `limit` appends in flight.
class window {
 public:
  explicit window(std::size_t limit) : limit_(limit) {}
  void enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return inside_ < limit_; });
    ++inside_;
  }
  void leave() {
    {
      const std::lock_guard lock(mutex_);
      --inside_;
    }
    changed_.notify_one();
  }
  void drain() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return inside_ == 0; });
  }

 private:
  const std::size_t limit_;
  std::size_t inside_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
};

std::unique_ptr<journal> open(const std::string& path) {
  auto opened = open_embedded_journal(path, {});
  PARLEY_ASSERT(opened.ok(), "the journal opens");
  return std::move(*opened);
}

void encode_commit(benchmark::State& state) {
  const std::string payload = test::payload_text(offset(1), payload_bytes);
  const std::array events{event_bytes{3, test::as_bytes(payload)}};
  const stream_id stream{tenant_id("acme"), entity_kind::conversation, "c-0001"};
  const principal by{principal_role::agent, "ada"};
  commit_batch batch;
  std::uint64_t at = 0;
  for (auto _ : state) {
    if (batch.size() == 1000) {
      batch.clear();
    }
    ++at;
    batch.add({stream, version(at), offset(at), outside_command_id(1, at), by, time_ms(1)}, events);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(encode_commit);

void append_durably(benchmark::State& state) {
  const test::temporary_directory directory;
  const auto log = open(directory.path());
  const auto owner = log->claim(p0);
  window in_flight(static_cast<std::size_t>(state.range(0)));
  auto next = owner->last.next();
  for (auto _ : state) {
    in_flight.enter();
    commit_batch batch;
    test::add_commit(batch, next, 1, payload_bytes);
    next = next.next();
    log->append(p0, owner->at, std::move(batch),
                [&in_flight](const result<offset>& answer, const commit_batch&) {
                  PARLEY_ASSERT(answer.ok(), "the append is durable");
                  in_flight.leave();
                });
  }
  in_flight.drain();
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(append_durably)->Arg(1)->Arg(64)->Arg(1024)->UseRealTime();

void scan(benchmark::State& state) {
  const test::temporary_directory directory;
  const auto log = open(directory.path());
  const auto owner = log->claim(p0);
  constexpr std::uint64_t events = 200'000;
  window in_flight(8);
  for (std::uint64_t at = 1; at <= events; at += 1000) {
    commit_batch batch;
    for (std::uint64_t i = at; i < at + 1000; ++i) {
      test::add_commit(batch, offset(i), 1, payload_bytes);
    }
    in_flight.enter();
    log->append(p0, owner->at, std::move(batch),
                [&in_flight](const result<offset>&, const commit_batch&) { in_flight.leave(); });
  }
  in_flight.drain();
  for (auto _ : state) {
    const auto from = log->read(p0, offset(0));
    std::uint64_t seen = 0;
    for (auto commit = from->next(); commit.ok() && *commit != nullptr; commit = from->next()) {
      seen += (*commit)->event_count();
    }
    PARLEY_ASSERT(seen == events, "everything is read");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events));
}
BENCHMARK(scan)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();

// A member of a partners' group on a cluster inside this process: what is held is kept, what stops
// without a word is noticed.

#include "store/partner_source.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include <doctest/doctest.h>

#include "store/kafka_mock.hpp"

using namespace parley;
using namespace parley::store;

namespace {

const source_partition p0{"parley.in.shop", 0};
const source_partition p1{"parley.in.shop", 1};

struct site {
  explicit site(duration_ms stall_timeout = duration_ms(500)) {
    options.stall_timeout = stall_timeout;
    sink = std::move(*open_record_sink(options));
    open();
  }
  ~site() { source.reset(); }
  void open() {
    source = std::move(*kafka::partner_source::open(options, "parley", {"parley.in.shop"}));
    record_source::listener to;
    to.taken = [this](const source_partition& which) { held.push_back(which); };
    to.lost = [this](const source_partition& which) { std::erase(held, which); };
    to.committed = [this](const source_partition& which, std::uint64_t next) {
      committed[which] = std::max(committed[which], next);
    };
    to.trouble = [this](const std::string& why) { trouble = why; };
    source->listen(std::move(to));
    REQUIRE(until([this] { return held.size() == 2; }));
  }
  /// Keys that land in both partitions.
  void send(int count) {
    for (int i = 0; i < count; ++i) {
      partner_record record;
      record.from.topic = "parley.in.shop";
      record.key = std::to_string(sent);
      record.value = std::to_string(sent++);
      record.headers = {{"ce_id", record.key}, {"empty", ""}};
      sink->send(std::move(record), [this](const status& did) { arrived += did.ok() ? 1 : 0; });
    }
    REQUIRE(until([this] { return arrived.load() == sent; }));
  }
  bool until(const std::function<bool()>& met) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!met() && std::chrono::steady_clock::now() < limit) {
      if (source != nullptr) {
        for (auto& record : source->take(duration_ms(20))) {
          got[{record.from.topic, record.from.partition}].push_back(std::move(record));
        }
      }
    }
    return met();
  }
  std::size_t count() { return got[p0].size() + got[p1].size(); }
  bool in_order() {
    return std::all_of(got.begin(), got.end(), [](const auto& of) {
      for (std::size_t i = 0; i < of.second.size(); ++i) {
        if (of.second[i].from.at != i) {
          return false;
        }
      }
      return true;
    });
  }

  kafka_mock cluster{1, "parley.in.shop", 2};
  kafka_options options = cluster.options();
  std::atomic<int> arrived = 0;
  int sent = 0;
  std::vector<source_partition> held;
  std::map<source_partition, std::uint64_t> committed;
  std::map<source_partition, std::vector<partner_record>> got;
  std::string trouble;
  std::unique_ptr<record_sink> sink;
  std::unique_ptr<kafka::partner_source> source;
};

}  // namespace

TEST_CASE(
    "records come once, in order, with their headers, and again after a start without commit") {
  site here;
  here.send(2000);
  REQUIRE(here.until([&] { return here.count() == 2000; }));
  CHECK(here.in_order());
  CHECK(here.got[p0].size() > 100);
  CHECK(here.got[p1].size() > 100);
  const auto& one = here.got[p1].front();
  CHECK(one.key == one.value);
  CHECK(one.headers == std::vector<header_field>{{"ce_id", one.key}, {"empty", ""}});
  here.source->commit(p0, 100);
  REQUIRE(here.until([&] { return here.committed[p0] == 100; }));
  const std::size_t all = here.got[p1].size();
  here.source.reset();
  CHECK(here.held.empty());
  here.got.clear();
  here.committed.clear();
  here.open();
  REQUIRE(here.until([&] { return here.got[p1].size() == all; }));
  REQUIRE(here.until([&] { return here.count() == 1900; }));
  CHECK(here.got[p0].front().from.at == 100);
  CHECK(here.committed[p0] == 100);
  CHECK(here.source->stalls() == 0);
}

// It was: the library's own pause threw away what was fetched, which halved what an intake took.
TEST_CASE("a partition that is held gives nothing, keeps what it has, and delays no other") {
  site here;
  here.source->pause(p0);
  here.send(1000);
  REQUIRE(here.until([&] { return here.got[p1].size() > 300; }));
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  here.until([&] { return std::chrono::steady_clock::now() > limit; });
  CHECK(here.got[p0].empty());
  CHECK(here.source->stalls() == 0);  // who is held stands still for a reason
  here.source->resume(p0);
  REQUIRE(here.until([&] { return here.count() == 1000; }));
  CHECK(here.in_order());
}

TEST_CASE("a consumer that silently stops fetching a partition is made anew") {
  site here;
  here.send(100);
  REQUIRE(here.until([&] { return here.count() == 100; }));
  const std::size_t before = here.got[p0].size();
  here.source->commit(p0, before);
  REQUIRE(here.until([&] { return here.committed[p0] == before; }));
  here.source->stop_fetching(p0);
  here.send(100);
  REQUIRE(here.until([&] { return here.source->stalls() == 1; }));
  CHECK(here.trouble.find("not read on") != std::string::npos);
  REQUIRE(here.until([&] { return here.got[p0].size() > before; }));
  CHECK(here.got[p0][before].from.at == before);
}

TEST_CASE("without the watch it stays as it is, so the test above can fail") {
  site here(duration_ms(0));
  here.send(100);
  REQUIRE(here.until([&] { return here.count() == 100; }));
  here.source->stop_fetching(p0);
  const std::size_t before = here.got[p0].size();
  here.send(100);
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  here.until([&] { return std::chrono::steady_clock::now() > limit; });
  CHECK(here.got[p0].size() == before);
  CHECK(here.source->stalls() == 0);
}

// Faults of brokers and network, scripted on a cluster inside this process. Each run appends while
// a script makes things go wrong, claims again whenever an outcome is unknown, and asks in the end:
// is everything there that was acknowledged, once, in order, and nothing else?
// PARLEY_SEEDS says how often each script is run, PARLEY_SCRIPT a part of the names of those to
// run.

#include <atomic>
#include <functional>
#include <future>
#include <thread>

#include <doctest/doctest.h>

#include "store/kafka.hpp"
#include "store/kafka_journal.hpp"
#include "store/kafka_mock.hpp"
#include "store/partner_record.hpp"
#include "store/verify.hpp"
#include "tests/conformance/journal_suite.hpp"
#include "tests/store/commits.hpp"
#include "tests/store/temporary_directory.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

namespace {

using request = kafka_mock::request;
const partition_id p0(0);
constexpr std::uint64_t appends = 24;
constexpr std::uint64_t fault_at = 8;
constexpr int cut = -195;  // the connection ends
constexpr std::chrono::seconds long_run(3);

struct stage {
  kafka_mock cluster{3, "parley.mock", 2};
  temporary_directory directory;
  embedded_store store;
  kafka::kafka_journal& log() { return dynamic_cast<kafka::kafka_journal&>(*store.log); }
};

struct script {
  std::string name;
  bool answered_in_full;  ///< nothing of it should reach the writer
  std::function<void(stage&, std::uint64_t step)> act;
  std::function<void(stage&)> heal = {};  ///< what the writer cannot get over by itself
};

// What the broker answers once, to the request that carries an append.
script produce_error(const std::string& name, int code, bool answered_in_full, int count = 1) {
  return {name, answered_in_full, [code, count](stage& on, std::uint64_t step) {
            if (step == fault_at) {
              on.cluster.fail_next(request::produce, code, count);
            }
          }};
}

script fetch_error(const std::string& name, int code, int count = 1) {
  return {name, false, [code, count](stage& on, std::uint64_t step) {
            if (step == fault_at) {
              on.cluster.fail_next(request::fetch, code, count);
            }
          }};
}

std::vector<script> wrong_answers() {
  return {
      {"nothing", true, [](stage&, std::uint64_t) {}},
      produce_error("not enough replicas", 19, true),
      produce_error("not enough replicas after append", 20, true),
      produce_error("not leader", 6, true),
      produce_error("request timed out", 7, true),
      produce_error("storage error", 56, true),
      produce_error("duplicate sequence", 46, false),
      produce_error("unknown producer", 59, false),
      produce_error("sequence out of order is fatal", 45, false),
      produce_error("invalid producer epoch", 47, false),
      produce_error("message too large", 10, false),
      produce_error("invalid record", 87, false),
      produce_error("not authorised", 29, false),
      produce_error("connection cut", cut, true),
      produce_error("connection cut four times", cut, true, 4),
      produce_error("not leader five times", 6, true, 5),
      produce_error("two fatal errors", 45, false, 2),
      fetch_error("fetch: not leader", 6),
      fetch_error("fetch: storage error", 56, 3),
      fetch_error("fetch: connection cut", cut, 3),
      fetch_error("fetch: unknown topic", 3),
      fetch_error("fetch: not authorised", 29),
      fetch_error("fetch: offset out of range, for a moment", 1),
  };
}

std::vector<script> moves_and_delays() {
  return {
      {"leader moves", true,
       [](stage& on, std::uint64_t step) {
         if (step % fault_at == 0) {
           on.cluster.move_leader(0, static_cast<int>(1 + step / fault_at % 3));
         }
       }},
      {"leader moves at each append", false,
       [](stage& on, std::uint64_t step) {
         on.cluster.move_leader(0, static_cast<int>(1 + step % 3));
       }},
      {"broker leaves and comes back", false,
       [](stage& on, std::uint64_t step) {
         if (step == fault_at || step == fault_at + 4) {
           on.cluster.break_broker(1, step == fault_at);
         }
       },
       [](stage& on) { on.cluster.break_broker(1, false); }},
      {"all brokers leave and come back", false,
       [](stage& on, std::uint64_t step) {
         if (step == fault_at || step == fault_at + 4) {
           on.cluster.break_broker(-1, step == fault_at);
         }
       },
       [](stage& on) { on.cluster.break_broker(-1, false); }},
      {"answers take 60 ms", true,
       [](stage& on, std::uint64_t step) {
         if (step == fault_at || step == fault_at + 8) {
           on.cluster.delay_answers(-1, step == fault_at ? 60 : 0);
         }
       }},
      {"one answer is late by 300 ms", true,
       [](stage& on, std::uint64_t step) {
         for (int broker = 1; broker <= 3 && step == fault_at; ++broker) {
           on.cluster.fail_next_at(broker, request::produce, 0, 300);
         }
       }},
      {"one answer comes after the append was given up", false,
       [](stage& on, std::uint64_t step) {
         for (int broker = 1; broker <= 3 && step == fault_at; ++broker) {
           on.cluster.fail_next_at(broker, request::produce, 0, 1'800);
         }
       }},
      {"the producer fails for good", false,
       [](stage& on, std::uint64_t step) {
         if (step % fault_at == 0 && step > 0) {
           on.log().fail_producer();
         }
       }},
      {"leader moves while the producer fails", false,
       [](stage& on, std::uint64_t step) {
         if (step == fault_at) {
           on.cluster.move_leader(0, 2);
           on.log().fail_producer();
         }
       }},
  };
}

// Appends with up to four in flight until `appends` of them are acknowledged.
class writer {
 public:
  writer(stage& on, const script& plan) : on_(on), plan_(plan) {}

  void run(std::uint64_t seed) {
    take();
    for (std::uint64_t step = 0; step < appends; ++step) {
      plan_.act(on_, step);
      send(1 + (step * 7 + seed) % 5);
      if ((step + seed) % 4 == 0) {
        settle();
      }
    }
    settle();
  }
  std::uint64_t failures = 0;

 private:
  struct sent {
    offset last;
    std::future<result<offset>> answer;
  };

  void take() {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    // A claim waits long for brokers of which none answers.
    if (plan_.heal) {
      plan_.heal(on_);
    }
    auto owned = on_.store.log->claim(p0);
    while (!owned.ok() && std::chrono::steady_clock::now() < limit) {
      if (plan_.heal) {
        plan_.heal(on_);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      owned = on_.store.log->claim(p0);
    }
    REQUIRE_MESSAGE(owned.ok(), (owned.ok() ? "" : owned.error().message));
    CHECK(owned->last >= acknowledged_);  // nothing that was answered is gone
    epoch_ = owned->at;
    next_ = owned->last.next();
  }
  void send(std::uint64_t commits) {
    auto batch = make_batch(next_, commits);
    auto promise = std::make_shared<std::promise<result<offset>>>();
    in_flight_.push_back({batch.last_offset(), promise->get_future()});
    next_ = batch.last_offset().next();
    on_.store.log->append(p0, epoch_, std::move(batch),
                          [promise](result<offset> answer, const commit_batch&) {
                            promise->set_value(std::move(answer));
                          });
  }
  void settle() {
    bool failed = false;
    for (auto& each : in_flight_) {
      REQUIRE(each.answer.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
      const auto answer = each.answer.get();
      if (answer.ok()) {
        CHECK_FALSE(failed);
        CHECK(*answer == each.last);
        acknowledged_ = each.last;
      }
      failed = failed || !answer.ok();
    }
    in_flight_.clear();
    if (failed) {
      ++failures;
      take();
    }
  }

  stage& on_;
  const script& plan_;
  epoch epoch_;
  offset next_;
  offset acknowledged_;
  std::vector<sent> in_flight_;
};

void run(const script& plan, std::uint64_t seed) {
  const std::string name = plan.name;
  CAPTURE(name);
  CAPTURE(seed);
  stage on;
  auto opened = open_kafka(on.directory.path(), on.cluster.options());
  REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().message));
  on.store = std::move(*opened);
  writer one(on, plan);
  one.run(seed);
  if (plan.answered_in_full) {
    // Told, not demanded: on a machine that stands still the time-outs of a test pass by
    // themselves.
    WARN(one.failures == 0);
  }
  const auto here = verify_log(*on.store.log, p0);
  CHECK_MESSAGE(!here.problem, (here.problem ? here.problem->what : ""));
  const auto end = on.store.log->end(p0);
  auto reader = open_kafka_reader(on.cluster.options());
  REQUIRE_MESSAGE(reader.ok(), (reader.ok() ? "" : reader.error().message));
  CHECK(read_all(**reader, p0, offset(0)).size() == here.commits);
  const auto there = verify_log(**reader, p0);
  CHECK_MESSAGE(!there.problem, (there.problem ? there.problem->what : ""));
  CHECK(there.tip == here.tip);
  CHECK(there.tip.last == end);
}

std::string told(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

void run_all(const std::vector<script>& plans) {
  const auto only = told("PARLEY_SCRIPT", "");
  const auto seeds = std::stoull(told("PARLEY_SEEDS", "1"));
  std::size_t runs = 0;
  for (const auto& plan : plans) {
    for (std::uint64_t seed = 0; seed < seeds && plan.name.find(only) != plan.name.npos; ++seed) {
      const auto begun = std::chrono::steady_clock::now();
      run(plan, seed);
      ++runs;
      const auto took = std::chrono::steady_clock::now() - begun;
      if (took > long_run) {
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
        MESSAGE(plan.name << ", seed " << seed << ": " << ms << " ms");
      }
    }
  }
  MESSAGE(runs << " runs");
}

}  // namespace

TEST_CASE("wrong answers of the cluster lose nothing and double nothing") {
  run_all(wrong_answers());
}

TEST_CASE("moving leaders, absent brokers and late answers lose nothing and double nothing") {
  run_all(moves_and_delays());
}

TEST_CASE("a compacted topic is read to its end as a table") {
  const kafka_mock cluster(1, "parley.table", 2);
  const auto options = cluster.options();
  CHECK(read_compacted(options, "parley.table")->empty());
  {
    const auto to = open_record_sink(options);
    REQUIRE(to.ok());
    const std::vector<std::string> keys{"a", "b", "c"};
    const std::vector<std::string> values{"1", "2", "3"};
    for (const auto& value : values) {
      for (const auto& key : keys) {
        partner_record record;
        record.from.topic = "parley.table";
        record.key = key;
        record.value = key + value;
        std::promise<status> sent;
        (*to)->send(std::move(record), [&](const status& what) { sent.set_value(what); });
        REQUIRE(sent.get_future().get().ok());
      }
    }
  }
  const auto table = read_compacted(options, "parley.table");
  REQUIRE_MESSAGE(table.ok(), (table.ok() ? "" : table.error().message));
  REQUIRE(table->size() == 3);
  CHECK((*table)[0].key == "a");
  CHECK((*table)[0].value == "a3");
  CHECK((*table)[2].value == "c3");
}

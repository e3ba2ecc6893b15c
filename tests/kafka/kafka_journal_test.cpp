// The Kafka journal on a real broker.

#include "store/kafka_journal.hpp"

#include <array>
#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include "store/log_transfer.hpp"
#include "store/partner_record.hpp"
#include "store/verify.hpp"
#include "tests/conformance/journal_suite.hpp"
#include "tests/kafka/admin.hpp"
#include "tests/kafka/kafka_test.hpp"
#include "tests/store/commits.hpp"
#include "tests/store/temporary_directory.hpp"

using namespace parley;
using namespace parley::store;
using namespace parley::store::test;

TEST_CASE("the Kafka journal conforms") {
  const temporary_directory directory;
  kafka_options options;
  journal_suite suite;
  suite.make = [&](std::uint16_t partitions) {
    options = fresh_topic(partitions);
    return open_or_fail(directory.path(), options).log;
  };
  suite.reopen = [&](std::unique_ptr<journal> log) {
    log.reset();
    return open_or_fail(directory.path(), options).log;
  };
  suite.run();
}

TEST_CASE("the Kafka journal conforms when its directory is deleted at each opening") {
  const temporary_directory directory;
  kafka_options options;
  journal_suite suite;
  suite.make = [&](std::uint16_t partitions) {
    options = fresh_topic(partitions);
    return open_or_fail(directory.path(), options).log;
  };
  suite.reopen = [&](std::unique_ptr<journal> log) {
    log.reset();
    std::filesystem::remove_all(directory.path());
    return open_or_fail(directory.path(), options).log;
  };
  suite.run();
}

namespace {

const partition_id p0(0);

errc refusal(const std::string& path, const kafka_options& options) {
  const auto opened = open_kafka(path, options);
  REQUIRE_FALSE(opened.ok());
  MESSAGE(opened.error().message);
  return opened.error().code;
}

offset append_some(journal& log, std::size_t commits, std::size_t bytes = 40) {
  const auto owner = log.claim(p0);
  REQUIRE_MESSAGE(owner.ok(), (owner.ok() ? "" : owner.error().message));
  const auto last = append_now(log, p0, owner->at, make_batch(owner->last.next(), commits, bytes));
  REQUIRE_MESSAGE(last.ok(), (last.ok() ? "" : last.error().message));
  return *last;
}

// A process that stood still while another took its partition sends an append. True if what it
// answers is what every reader sees.
bool zombie_tells_the_truth(bool read_back) {
  const temporary_directory first_directory;
  const temporary_directory second_directory;
  auto options = fresh_topic(1);
  options.read_back = read_back;
  auto first = open_or_fail(first_directory.path(), options);
  auto second = open_or_fail(second_directory.path(), options);
  auto& zombie = dynamic_cast<kafka::kafka_journal&>(*first.log);
  const auto before = zombie.claim(p0);
  REQUIRE(before.ok());
  zombie.stand_still(true);
  const auto after = second.log->claim(p0);
  REQUIRE(after.ok());
  std::promise<result<offset>> answer;
  auto answered = answer.get_future();
  zombie.append(p0, before->at, make_batch(offset(1), 1),
                [&](result<offset> what, const commit_batch&) { answer.set_value(what); });
  // Long enough for the broker's acknowledgement.
  static_cast<void>(answered.wait_for(std::chrono::milliseconds(500)));
  zombie.stand_still(false);
  REQUIRE(answered.wait_for(std::chrono::seconds(10)) == std::future_status::ready);
  const auto what = answered.get();
  const auto reader = open_kafka_reader(options);
  REQUIRE(reader.ok());
  const bool seen = !read_all(**reader, p0, offset(0)).empty();
  CHECK((what.ok() || what.error().code == errc::stale_version));
  return what.ok() == seen;
}

}  // namespace

TEST_CASE("a writer that lost its partition answers for nothing that no reader sees") {
  CHECK(zombie_tells_the_truth(true));
}

TEST_CASE("without read-back it would, so the test above can fail") {
  CHECK_FALSE(zombie_tells_the_truth(false));
}

TEST_CASE("two writers that take a partition from each other lose nothing that was answered") {
  const auto options = fresh_topic(1);
  std::atomic<std::uint64_t> answered = 0;
  std::vector<std::thread> writers;
  std::array<temporary_directory, 2> directories;
  for (auto& directory : directories) {
    writers.emplace_back([&] {
      const auto opened = open_kafka(directory.path(), options);
      for (std::uint64_t round = 0; opened.ok() && round < 15; ++round) {
        const auto owner = opened->log->claim(p0);
        auto next = owner.ok() ? owner->last.next() : offset(0);
        // Alone, a writer might never come to the offset that ends its round.
        for (int appends = 0; appends < 20 && next.value > 0; ++appends) {
          const auto last =
              append_now(*opened->log, p0, owner->at, make_batch(next, 1 + round % 3));
          if (last.ok() && last->value > answered.load()) {
            answered = last->value;
          }
          next = last.ok() && last->value % 4 != 0 ? last->next() : offset(0);
        }
      }
    });
  }
  for (auto& writer : writers) {
    writer.join();
  }
  const auto reader = open_kafka_reader(options);
  REQUIRE(reader.ok());
  const auto report = verify_log(**reader, p0);
  CHECK_MESSAGE(!report.problem, (report.problem ? report.problem->what : ""));
  CHECK(report.tip.last.value >= answered.load());
  CHECK(report.claims > 10);
  CHECK(answered > 10);
  CHECK(read_all(**reader, p0, offset(0)).size() == report.commits);
}

TEST_CASE("a log whose start or middle is gone is refused, never followed with a hole") {
  const temporary_directory directory;
  const temporary_directory nothing;
  const auto options = fresh_topic(1);
  append_some(*open_or_fail(directory.path(), options).log, 2000, 300);
  delete_records(options, 5);
  CHECK(refusal(nothing.path(), options) == errc::corrupt);
  const auto reader = open_kafka_reader(options);
  REQUIRE(reader.ok());
  CHECK((*reader)->read(p0, offset(0))->next().error().code == errc::corrupt);
  // Who had read further has everything still, and goes on.
  {
    const auto known = open_or_fail(directory.path(), options);
    CHECK(known.log->end(p0) == offset(3999));
    append_some(*known.log, 1000, 300);
  }
  delete_records(options, -1);
  CHECK(refusal(directory.path(), options) == errc::corrupt);
}

namespace {

void send_records(const kafka_options& options, int count) {
  const auto to = open_record_sink(options);
  REQUIRE(to.ok());
  for (int i = 0; i < count; ++i) {
    partner_record record;
    record.from.topic = options.topic;
    record.value = std::to_string(i);
    std::promise<status> sent;
    (*to)->send(std::move(record), [&](const status& what) { sent.set_value(what); });
    REQUIRE(sent.get_future().get().ok());
  }
}

struct group_reader {
  std::unique_ptr<record_source> from;
  std::vector<std::uint64_t> read;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> passed;
  std::uint64_t committed = 0;

  explicit group_reader(const kafka_options& options) {
    auto opened = open_record_source(options, options.topic + ".group", {options.topic});
    REQUIRE(opened.ok());
    from = std::move(*opened);
    record_source::listener to;
    to.passed = [this](const source_partition&, std::uint64_t first, std::uint64_t until) {
      passed.emplace_back(first, until);
    };
    to.committed = [this](const source_partition&, std::uint64_t next) { committed = next; };
    from->listen(std::move(to));
  }
  bool until(const std::function<bool()>& met) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!met() && std::chrono::steady_clock::now() < limit) {
      for (const auto& record : from->take(duration_ms(100))) {
        read.push_back(record.from.at);
      }
    }
    return met();
  }
};

}  // namespace

TEST_CASE("records that retention took before a group read them are told") {
  const auto options = fresh_topic(1);
  REQUIRE(kafka::ask_cluster(*admin_of(options), options).ok());
  send_records(options, 10);
  {
    group_reader first(options);
    REQUIRE(first.until([&] { return first.read.size() == 10; }));
    first.from->commit({options.topic, 0}, 3);
    REQUIRE(first.until([&] { return first.committed == 3; }));
    CHECK(first.passed.empty());
    first.from->close();
  }
  delete_records(options, 7);
  group_reader second(options);
  REQUIRE(second.until([&] { return second.read.size() == 3; }));
  CHECK(second.read.front() == 7);
  REQUIRE(second.passed.size() == 1);
  CHECK(second.passed.front() == std::pair<std::uint64_t, std::uint64_t>(3, 7));
  second.from->close();
}

TEST_CASE("a topic that was made anew is not the log that the directory knows") {
  const temporary_directory directory;
  const auto options = fresh_topic(1);
  append_some(*open_or_fail(directory.path(), options).log, 3);
  delete_topic(options);
  const temporary_directory other;
  for (int tries = 0; tries < 100; ++tries) {
    const auto made = open_kafka(other.path(), options);
    if (made.ok() &&
        append_now(*made->log, p0, made->log->claim(p0)->at, make_batch(offset(1), 2)).ok()) {
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  CHECK(refusal(directory.path(), options) == errc::corrupt);
}

TEST_CASE("a directory belongs to one topic, a topic has its partitions, and must be there") {
  const temporary_directory directory;
  auto options = fresh_topic(2);
  open_or_fail(directory.path(), options);
  auto other = fresh_topic(2);
  CHECK(refusal(directory.path(), other) == errc::wrong_state);
  options.partition_count = 3;
  CHECK(refusal(directory.path(), options) == errc::invalid_definition);
  auto absent = fresh_topic(1);
  absent.create_topic = false;
  CHECK(refusal(directory.path(), absent) == errc::not_found);
}

TEST_CASE("a commit that no message can hold is refused; the log goes on") {
  const temporary_directory directory;
  const auto opened = open_or_fail(directory.path(), fresh_topic(1));
  auto owner = opened.log->claim(p0);
  CHECK(append_now(*opened.log, p0, owner->at, make_batch(offset(1), 1, 3'000'000)).ok());
  const auto huge = append_now(*opened.log, p0, owner->at, make_batch(offset(2), 1, 9'000'000));
  REQUIRE_FALSE(huge.ok());
  CHECK(huge.error().message.find("larger than a message") != std::string::npos);
  CHECK_FALSE(append_now(*opened.log, p0, owner->at, make_batch(offset(3), 1)).ok());
  CHECK(append_some(*opened.log, 1) == offset(2));
}

TEST_CASE("a copied log ends in the same hash, there and back") {
  const temporary_directory home;
  embedded_options settings;
  settings.partition_count = 2;
  auto original = open_embedded_journal(home.path() + "/a", settings);
  REQUIRE(original.ok());
  for (int round = 0; round < 3; ++round) {
    append_some(**original, 700, 300);
  }
  auto options = fresh_topic(2);
  const auto quiet = [](std::uint64_t) {};
  const auto there = copy_to_kafka(**original, options, quiet);
  REQUIRE_MESSAGE(there.ok(), (there.ok() ? "" : there.error().message));
  CHECK(there->events == 3 * 1399);
  const auto again = copy_to_kafka(**original, options, quiet);
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().code == errc::wrong_state);
  const auto reader = open_kafka_reader(options);
  REQUIRE(reader.ok());
  const auto back = copy_to_embedded(**reader, home.path() + "/b", quiet);
  REQUIRE_MESSAGE(back.ok(), (back.ok() ? "" : back.error().message));
  CHECK(back->tips == there->tips);
  CHECK(back->tips[0] == verify_log(**original, p0).tip);
  // Both go on as logs.
  append_some(**open_embedded_journal(home.path() + "/b", settings), 5);
  append_some(*open_or_fail(home.path() + "/c", options).log, 5);
}

TEST_CASE("a broker that is killed and comes back loses nothing that was answered") {
  const char* cluster = std::getenv("PARLEY_KAFKA_DIR");
  REQUIRE(cluster != nullptr);
  const std::string folder = cluster;
  const temporary_directory directory;
  auto options = fresh_topic(1);
  options.append_timeout = duration_ms(3'000);
  const auto opened = open_or_fail(directory.path(), options);
  const auto before = append_some(*opened.log, 50);
  const auto owner = opened.log->claim(p0);
  REQUIRE(std::system(("kill -9 $(cat " + folder + "/node-1/pid)").c_str()) == 0);
  const auto lost = append_now(*opened.log, p0, owner->at, make_batch(before.next(), 1));
  CHECK_FALSE(lost.ok());
  REQUIRE(std::system(("deploy/kafka/broker up --dir " + folder + " >/dev/null").c_str()) == 0);
  auto again = opened.log->claim(p0);
  for (int tries = 0; tries < 60 && !again.ok(); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    again = opened.log->claim(p0);
  }
  REQUIRE_MESSAGE(again.ok(), (again.ok() ? "" : again.error().message));
  CHECK(again->last >= before);
  CHECK(append_now(*opened.log, p0, again->at, make_batch(again->last.next(), 1)).ok());
  CHECK_FALSE(verify_log(*opened.log, p0).problem);
}

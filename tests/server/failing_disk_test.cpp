// Goal: a disk that is full or broken, or a replica that cannot be written, costs no acknowledged
// event: writes are refused with a stable code, reads are served, /health/ready says it, and the
// server goes on by itself when the trouble is over. Method: the whole server over a file system
// that fails on purpose, asked through HTTP only; then everything stored is verified.

#include "store/fault_fs.hpp"
#include "store/verify.hpp"
#include "tests/server/running_server.hpp"

namespace parley::test {
namespace {

constexpr std::uint64_t floor_bytes = std::uint64_t{64} << 20U;

store::embedded_options over(const std::shared_ptr<store::fault_fs>& disk) {
  store::embedded_options options;
  options.free_space_floor_bytes = floor_bytes;
  options.file_system = disk;
  return options;
}

std::string message(int number) {
  return R"({"message":{"message":"m)" + std::to_string(number) + R"(","text":"number )" +
         std::to_string(number) + R"("}})";
}

/// A conversation and what of it was acknowledged.
class talk {
 public:
  explicit talk(running_server& server) : server_(server) {
    REQUIRE(server.ask("PUT", "/v1/tenants/acme", "{}").status == 200);
    const auto opened =
        server.acme("POST", "/conversations", R"({"contact":"ann","channel":"messaging"})", "open");
    REQUIRE_MESSAGE(opened.status == 201, opened.body);
    const auto at = opened.body.find("\"conversation_id\":\"") + 19;
    path_ = "/conversations/" + opened.body.substr(at, opened.body.find('"', at) - at);
  }
  answer say() {
    const std::string number = std::to_string(said_);
    const auto told = server_.acme("POST", path_ + "/messages", message(said_), "say" + number);
    if (told.status == 200 || told.status == 201 || told.status == 202) {
      acknowledged_.push_back(said_);
      ++said_;
    }
    return told;
  }
  void say_some(int count) {
    for (int i = 0; i < count; ++i) {
      const auto told = say();
      REQUIRE_MESSAGE(told.status < 300, told.body);
    }
  }
  /// Says the same message until it is acknowledged.
  void say_until_done(std::chrono::seconds limit) {
    const auto until = std::chrono::steady_clock::now() + limit;
    answer told = say();
    while (told.status >= 300 && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      told = say();
    }
    REQUIRE_MESSAGE(told.status < 300, told.body);
  }
  answer read() const { return server_.acme("GET", path_); }
  void check_all_there() const {
    const auto now = read();
    REQUIRE_MESSAGE(now.status == 200, now.body);
    for (const int number : acknowledged_) {
      const auto text = "\"number " + std::to_string(number) + "\"";
      const auto first = now.body.find(text);
      CHECK_MESSAGE(first != std::string::npos, text);
      CHECK_MESSAGE(now.body.find(text, first + 1) == std::string::npos, text);
    }
  }

 private:
  running_server& server_;
  std::string path_;
  int said_ = 0;
  std::vector<int> acknowledged_;
};

void check_stored(const running_server& server) {
  store::embedded_options options;
  options.partition_count = 0;
  const auto stored = store::open_embedded(server.path(), options);
  REQUIRE_MESSAGE(stored.ok(), (stored.ok() ? "" : stored.error().message));
  for (std::uint16_t p = 0; p < stored->log->partition_count(); ++p) {
    const auto log = store::verify_log(*stored->log, partition_id(p));
    CHECK_MESSAGE(!log.problem, (log.problem ? log.problem->what : ""));
  }
  const auto folds = verify_folds(*stored->log, *stored->follower);
  CHECK_MESSAGE(folds.mismatches == 0, (folds.problems.empty() ? "" : folds.problems.front()));
}

void check_refused(const answer& told) {
  CHECK(told.status == 503);
  CHECK_MESSAGE((told.has("\"UNAVAILABLE\"") || told.has("\"RECOVERING\"")), told.body);
  CHECK(told.headers.count("retry-after") == 1);
}

void check_reads_served(const running_server& server, const talk& one) {
  CHECK(server.ask("GET", "/health/live").status == 200);
  CHECK(server.acme("GET", "/overview").status == 200);
  CHECK(server.acme("GET", "/queues").status == 200);
  one.check_all_there();
}

TEST_CASE(
    "a full disk: writes are refused, reads served, health says it, and it goes on by itself") {
  const auto disk = std::make_shared<store::fault_fs>();
  running_server server(over(disk));
  talk one(server);
  one.say_some(20);
  CHECK(server.ask("GET", "/health/ready").has("\"problems\":[]"));

  disk->pretend_free_space(floor_bytes - 1);
  check_refused(one.say());
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // the claim was tried, and failed
  check_refused(one.say());
  const auto health = server.ask("GET", "/health/ready");
  CHECK(health.status == 503);
  CHECK_MESSAGE(health.has("less than the floor"), health.body);
  check_reads_served(server, one);

  disk->pretend_free_space(std::nullopt);
  REQUIRE(server.ready_within(std::chrono::seconds(10)));
  one.say_until_done(std::chrono::seconds(10));
  one.say_some(20);
  one.check_all_there();
  CHECK(server.ask("GET", "/health/ready").has("\"problems\":[]"));
  server.stop();
  check_stored(server);
}

TEST_CASE("a disk that fails every write loses nothing that was acknowledged") {
  for (const auto kind : {store::fault_kind::no_space, store::fault_kind::io_error}) {
    const auto disk = std::make_shared<store::fault_fs>();
    running_server server(over(disk));
    talk one(server);
    one.say_some(20);
    disk->arm({disk->calls() + 1, kind, true, true});
    check_refused(one.say());
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    check_refused(one.say());
    CHECK(server.ask("GET", "/health/ready").status == 503);
    CHECK(server.ask("GET", "/health/live").status == 200);
    CHECK(server.acme("GET", "/overview").status == 200);

    disk->disarm();
    REQUIRE(server.ready_within(std::chrono::seconds(20)));
    one.say_until_done(std::chrono::seconds(10));
    one.say_some(5);
    one.check_all_there();
    server.stop();
    check_stored(server);
  }
}

// The failed append opens the database again: another partition's replica loses what was in memory.
TEST_CASE("one failed write leaves the other partitions readable") {
  const auto disk = std::make_shared<store::fault_fs>();
  node_options how;
  how.shard.live_entities_max = 1;  // reading loads the entity
  running_server server(over(disk), how);
  talk one(server);
  one.say_some(10);
  // Tenants of all four partitions, with entities that are not in memory after a while.
  std::vector<std::string> others;
  for (int i = 0; i < 12; ++i) {
    others.push_back("/v1/tenants/other" + std::to_string(i));
    REQUIRE(server.ask("PUT", others.back(), "{}").status == 200);
    REQUIRE(server.ask("PUT", others.back() + "/agents/ann", R"({"definition":{"name":"Ann"}})")
                .status == 200);
  }
  disk->arm({disk->calls() + 1, store::fault_kind::io_error, false, true});
  CHECK(one.say().status != 0);
  one.say_until_done(std::chrono::seconds(10));
  CHECK(disk->struck() == 1);
  REQUIRE(server.ready_within(std::chrono::seconds(10)));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));  // some ticks
  REQUIRE(server.ready_within(std::chrono::seconds(10)));
  for (const std::string& tenant : others) {
    const auto read = server.ask("GET", tenant + "/agents/ann");
    CHECK_MESSAGE(read.status == 200, read.body);
  }
  one.say_some(5);
  one.check_all_there();
  server.stop();
  check_stored(server);
}

TEST_CASE("a replica that cannot be written delays, is told by health, and loses nothing") {
  node_options how;
  how.shard.replica_backlog_max = 4;
  how.shard.in_flight_max = 3;
  const auto disk = std::make_shared<store::fault_fs>();
  running_server server(over(disk), how);
  talk one(server);
  one.say_some(5);
  server.replica().failing = true;

  // Writes go on until too much waits for the replica, then they wait, then they are refused.
  std::vector<std::thread> clients;
  std::atomic<int> overloaded{0};
  for (int i = 0; i < 12; ++i) {
    clients.emplace_back([&, i] {
      const std::string key = "waits" + std::to_string(i);
      for (int attempt = 0; attempt < 200; ++attempt) {
        const auto told = server.acme("POST", "/conversations",
                                      R"({"contact":"bob","channel":"messaging"})", key);
        if (told.status == 201) {
          return;
        }
        overloaded += told.status == 429 ? 1 : 0;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
      FAIL_CHECK("a command was never answered");
    });
  }
  for (int i = 0; i < 80 && (i < 10 || overloaded == 0); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  const auto health = server.ask("GET", "/health/ready");
  CHECK_MESSAGE(health.has("the replica's disk is away"), health.body);
  CHECK(server.acme("GET", "/overview").status == 200);
  server.replica().failing = false;
  for (auto& each : clients) {
    each.join();
  }
  CHECK(overloaded > 0);
  one.say_until_done(std::chrono::seconds(10));
  one.check_all_there();
  CHECK(server.ask("GET", "/health/ready").has("\"problems\":[]"));
  server.stop();
  check_stored(server);
}

TEST_CASE("a server that was killed on a full disk comes back with everything acknowledged") {
  const auto disk = std::make_shared<store::fault_fs>();
  running_server server(over(disk));
  talk one(server);
  one.say_some(20);
  disk->pretend_free_space(floor_bytes - 1);
  check_refused(one.say());
  server.stop();
  disk->pretend_free_space(std::nullopt);
  server.start();
  one.say_until_done(std::chrono::seconds(10));
  one.check_all_there();
  server.stop();
  check_stored(server);
}

}  // namespace
}  // namespace parley::test

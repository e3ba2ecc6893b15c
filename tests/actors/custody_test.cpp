// Goal: what a group gives is claimed and told to the others; what it takes away is handed over
// before it goes; nothing is claimed that is not ours.
// Method: a group and a table that the test plays.

#include "actors/node/custody.hpp"

#include <doctest/doctest.h>

namespace parley {
namespace {

struct played_group final : store::partition_group {
  void join(listener to) override { calls = std::move(to); }
  status confirm(partition_id) override {
    ++confirmed;
    return member ? status(done{}) : rejection{errc::unavailable, "unknown member", {}};
  }
  void leave() override { calls.taken_away({partition_id(0), partition_id(1)}, false); }
  listener calls;
  bool member = true;
  int confirmed = 0;
};

struct played_table final : store::keyed_topic {
  void put(const std::string& key, const std::string& value) override { said[key] = value; }
  std::map<std::string, std::string> said;
};

struct stage {
  stage()
      : book(std::make_shared<node_book>()),
        held(2, {"a", "http://a:1", &group, &table, book},
             {[this](partition_id which) { did += "claim " + std::to_string(which.value) + "; "; },
              [this](partition_id which) { did += "forget " + std::to_string(which.value) + "; "; },
              [this](partition_id which, bool at_once, const std::function<void()>& released) {
                did += (at_once ? "drop " : "release ") + std::to_string(which.value) + "; ";
                released();
              }}) {
    held.join();
  }
  partition_place::custody place() const { return held.place_of(partition_id(0)).who; }

  played_group group;
  played_table table;
  std::shared_ptr<node_book> book;
  std::string did;
  custody held;
};

TEST_CASE("what is given is claimed, and told when it is served") {
  stage s;
  CHECK_FALSE(s.held.joined());
  CHECK(s.place() == partition_place::custody::nobody);
  CHECK(s.held.admit(partition_id(0), true).error().code == errc::wrong_state);
  s.group.calls.given({partition_id(0)});
  CHECK(s.held.joined());
  CHECK(s.did == "claim 0; ");
  CHECK(s.place() == partition_place::custody::here);
  s.held.serving(partition_id(0), epoch(7));
  CHECK(s.table.said["a"] == "http://a:1 0@7");
}

TEST_CASE("what is taken away is handed over first, what is lost is dropped") {
  stage s;
  s.group.calls.given({partition_id(0), partition_id(1)});
  s.held.serving(partition_id(0), epoch(7));
  s.held.serving(partition_id(1), epoch(3));
  s.did.clear();
  s.group.calls.taken_away({partition_id(0)}, false);
  CHECK(s.did == "forget 0; release 0; ");
  CHECK(s.table.said["a"] == "http://a:1 1@3");
  s.group.calls.taken_away({partition_id(1)}, true);
  CHECK(s.did == "forget 0; release 0; forget 1; drop 1; ");
  CHECK(s.table.said["a"] == "http://a:1");
  s.book->hear("b", "http://b:1 0@8");
  CHECK(s.held.place_of(partition_id(0)).url == "http://b:1");
}

TEST_CASE("only the first claim after a gift goes without asking whether we still belong") {
  stage s;
  s.group.calls.given({partition_id(0)});
  CHECK(s.held.admit(partition_id(0), true).ok());
  CHECK(s.group.confirmed == 0);
  CHECK(s.held.admit(partition_id(0), false).ok());
  CHECK(s.group.confirmed == 1);
  s.group.member = false;
  CHECK(s.held.admit(partition_id(0), false).error().code == errc::unavailable);
}

TEST_CASE("a node that leaves takes its word back") {
  stage s;
  s.group.calls.given({partition_id(0), partition_id(1)});
  s.held.serving(partition_id(0), epoch(7));
  s.held.leave(duration_ms(10));
  CHECK(s.table.said["a"].empty());
  CHECK(s.place() == partition_place::custody::nobody);
}

}  // namespace
}  // namespace parley

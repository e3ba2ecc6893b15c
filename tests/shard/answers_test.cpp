// Goal: what a client is told is true, whatever is under way. Method: a real shard, driven step by
// step, over a journal that completes appends when the test says so.

#include "tests/shard/driven_shard.hpp"

namespace parley::testing {
namespace {

const stream_id one = driven_shard::conversation("one");
const stream_id two = driven_shard::conversation("two");

struct started : driven_shard {
  explicit started(const shard_options& chosen = {}) : driven_shard(chosen) {
    start();
    make_tenant();
  }
};

TEST_CASE("an answer comes after the append is durable, not before") {
  started s;
  const auto answer = s.send(one, 10, driven_shard::open());
  CHECK(answer->times == 0);
  CHECK(s.live->views().at().at == s.journal.end(partition_id(0)));
  s.journal.complete_next();
  REQUIRE(answer->ok());
  CHECK(answer->at() == s.journal.end(partition_id(0)));
  CHECK_FALSE((*answer->answer)->repeated);
}

TEST_CASE("regress_008 a few commits beside many go with what the answers of the many bring") {
  started s;
  s.does(one, 10, driven_shard::open());
  const auto say = [&](std::uint64_t id) {
    return s.submit(one, id, driven_shard::says("hello"), driven_shard::usual_sender(one));
  };
  std::vector<std::shared_ptr<told>> next;
  for (std::uint64_t id = 11; id <= 18; ++id) {
    say(id);
  }
  s.live->flush();
  next.push_back(say(19));
  s.live->on_answered = [&] {
    for (std::uint64_t id = 20; id <= 27; ++id) {
      next.push_back(say(id));
    }
  };
  s.journal.complete_next();
  s.live->on_answered = {};
  CHECK(s.journal.held() == 1);
  s.journal.complete_next();
  REQUIRE(next.size() == 9);
  for (const auto& each : next) {
    CHECK(each->ok());
  }
}

TEST_CASE("a rejection that rests on an event which is not durable waits for it") {
  started s;
  const auto opened = s.send(one, 10, driven_shard::open());
  const auto wrong = s.send(one, 11, conversation_command(finish_flow{}));
  const auto other = s.send(two, 12, conversation_command(finish_flow{}));
  CHECK(wrong->times == 0);
  CHECK(other->code() == errc::not_found);
  s.journal.complete_next();
  CHECK(wrong->code() == errc::wrong_state);
}

TEST_CASE("a rejection whose ground was lost is of unknown outcome") {
  started s;
  s.send(one, 10, driven_shard::open());
  const auto wrong = s.send(one, 11, conversation_command(finish_flow{}));
  s.journal.fail_next(store::failed_append::not_stored);
  s.journal.complete_next();
  CHECK(wrong->code() == errc::unavailable);
}

TEST_CASE("a repeat while the first is under way is answered with it") {
  started s;
  const auto first = s.send(one, 10, driven_shard::open());
  const auto again = s.send(one, 10, driven_shard::open());
  s.settle();
  REQUIRE(first->ok());
  REQUIRE(again->ok());
  CHECK(first->at() == again->at());
  CHECK((*again->answer)->repeated);
  CHECK((*again->answer)->events == (*first->answer)->events);
  CHECK(s.read(one).second == version(2));
}

TEST_CASE("a repeat after the answer gets the first answer and writes nothing") {
  started s;
  const auto first = s.does(one, 10, driven_shard::open());
  s.does(one, 11, driven_shard::says("more"));
  const offset end = s.journal.end(partition_id(0));
  const auto again = s.send(one, 10, driven_shard::open());
  REQUIRE(again->ok());
  CHECK((*again->answer)->repeated);
  CHECK(again->at() == first->at());
  CHECK((*again->answer)->events == (*first->answer)->events);
  s.settle();
  CHECK(s.journal.end(partition_id(0)) == end);
}

TEST_CASE("regress_001 a repeat that had an effect is not followed by the rejection of the first") {
  started s;
  s.send(one, 10, driven_shard::open());
  const auto early = s.send(one, 11, conversation_command(finish_flow{}));
  s.send(one, 12, conversation_command(start_flow{"greet"}));
  const auto again = s.send(one, 11, conversation_command(finish_flow{}));
  s.settle();
  REQUIRE(again->ok());
  REQUIRE(early->ok());
  CHECK(early->at() == again->at());
}

TEST_CASE("beyond the limit commands are refused as OVERLOADED, waiting rejections included") {
  shard_options few;
  few.in_flight_max = 3;
  started s(few);
  s.send(one, 10, driven_shard::open());
  s.send(one, 11, conversation_command(finish_flow{}));
  s.send(one, 12, conversation_command(finish_flow{}));
  const auto refused = s.send(one, 13, driven_shard::says("x"));
  CHECK(refused->code() == errc::overloaded);
  s.settle();
  CHECK(s.send(one, 14, driven_shard::says("x"))->times == 0);
}

TEST_CASE("an append of unknown outcome is told as such, and a retry gets the first answer") {
  for (const auto how : {store::failed_append::stored, store::failed_append::not_stored}) {
    started s;
    const offset before = s.journal.end(partition_id(0));
    const auto first = s.send(one, 10, driven_shard::open());
    s.journal.fail_next(how);
    s.journal.complete_next();
    CHECK(first->code() == errc::unavailable);
    CHECK(s.reclaims == 1);
    CHECK(s.send(one, 11, driven_shard::open())->code() == errc::recovering);
    s.start();
    const auto again = s.send(one, 10, driven_shard::open());
    s.settle();
    REQUIRE(again->ok());
    CHECK((*again->answer)->repeated == (how == store::failed_append::stored));
    CHECK(s.journal.end(partition_id(0)) == offset(before.value + 2));
    CHECK(first->times == 1);
  }
}

TEST_CASE("while it stops accepting, what is in flight is answered and the rest is refused") {
  started s;
  const auto before = s.send(one, 10, driven_shard::open());
  s.live->stop_accepting();
  const auto after = s.send(one, 11, driven_shard::says("x"));
  CHECK(after->code() == errc::unavailable);
  s.settle();
  CHECK(before->ok());
}

TEST_CASE("a backlog of the replica holds appends") {
  shard_options options;
  options.replica_backlog_max = 1;
  started s(options);
  for (std::uint64_t i = 0; i < 3; ++i) {
    s.send(one, 10 + i, i == 0 ? driven_shard::open() : driven_shard::says("x"));
    s.journal.complete_next();
  }
  const auto held = s.send(one, 20, driven_shard::says("y"));
  CHECK(s.following.size() == 2);
  CHECK(s.journal.held() == 0);
  s.follow_one();
  CHECK(s.journal.held() == 1);
  s.settle();
  CHECK(held->ok());
}

}  // namespace
}  // namespace parley::testing

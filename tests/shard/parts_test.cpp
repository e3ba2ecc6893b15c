// Goal: the shard's small parts keep their contracts. Method: plain values.

#include <doctest/doctest.h>

#include "actors/shard/inbox.hpp"
#include "actors/shard/outbox.hpp"
#include "actors/shard/persistent_actor.hpp"
#include "actors/shard/readers.hpp"

namespace parley {
namespace {

reaction_command arm(std::uint64_t cause, std::uint16_t index) {
  return {reaction_command_id({partition_id(3), offset(cause)}, index),
          {tenant_id("t"), entity_kind::timer, "offer:c.w1"},
          timer_command(arm_timer{timer_purpose::offer, entity_kind::conversation, "c", "c.w1",
                                  time_ms(static_cast<std::int64_t>(cause))})};
}

std::vector<std::uint64_t> causes(const outbox& of) {
  std::vector<std::uint64_t> all;
  for (const reaction_command& command : of.pending()) {
    all.push_back(command.id.low);
  }
  return all;
}

TEST_CASE("the outbox tells what is pending in the order of the causes") {
  outbox box;
  box.add(arm(9, 0));
  box.add(arm(3, 1));
  box.add(arm(3, 0));
  box.add(arm(9, 0));
  CHECK(causes(box) == std::vector<std::uint64_t>{3, 3, 9});
  CHECK(box.pending()[0].id == arm(3, 0).id);
  box.settle(arm(3, 1).id);
  CHECK(box.size() == 2);
}

TEST_CASE("a commit of a later reaction settles the earlier ones, a client's settles none") {
  outbox box;
  for (const std::uint64_t cause : {2U, 4U, 6U}) {
    box.add(arm(cause, 0));
  }
  box.settle_up_to(outside_command_id(9, 99));
  box.settle_up_to({std::uint64_t{3} << 62U, 99});
  CHECK(box.size() == 3);
  box.settle_up_to(arm(5, 0).id);
  CHECK(causes(box) == std::vector<std::uint64_t>{6});
}

TEST_CASE("the outbox is stored and read back; other bytes are refused") {
  outbox box;
  box.add(arm(7, 0));
  box.add({reaction_command_id({partition_id(3), offset(8)}, 2),
           {tenant_id("t"), entity_kind::agent, "a"},
           agent_command(release_capacity{work_id("c.w1")})});
  outbox copy;
  REQUIRE(copy.decode(box.encode()));
  REQUIRE(copy.size() == 2);
  const auto first = copy.pending().front();
  CHECK(first.id == arm(7, 0).id);
  CHECK(first.target == arm(7, 0).target);
  CHECK(std::get<arm_timer>(std::get<timer_command>(first.command)).due == time_ms(7));
  const std::vector<std::uint8_t> other(40, 0x77);
  CHECK_FALSE(copy.decode(other));
}

TEST_CASE("recent commands are found newest first, and the oldest are forgotten") {
  recent_commands recent;
  const auto id = [](std::uint64_t n) { return outside_command_id(n, n * 1000003U); };
  for (std::uint64_t i = 1; i <= recent_commands::count_max + 10; ++i) {
    recent.add(id(i), offset(i));
  }
  CHECK(recent.find(id(10), offset(1000)).empty());
  CHECK(recent.find(id(11), offset(1000)) == std::vector<offset>{offset(11)});
  recent.add(id(11), offset(900));
  recent_commands copy;
  copy.restore(recent.words());
  CHECK(copy.find(id(11), offset(1000)) == std::vector<offset>{offset(900)});
}

TEST_CASE("a recent command's offset is widened to the last one below the log's end") {
  recent_commands recent;
  const auto id = outside_command_id(1, 2);
  recent.add(id, offset(0xfffffff0U));
  CHECK(recent.find(id, offset(0x100000005U)) == std::vector<offset>{offset(0xfffffff0U)});
  CHECK(recent.find(id, offset(0x1fffffff5U)) == std::vector<offset>{offset(0x1fffffff0U)});
}

TEST_CASE("an actor's snapshot holds its state and recent commands") {
  persistent_actor actor;
  actor.stream = {tenant_id("t"), entity_kind::agent, "a"};
  actor.state = agent_state{};
  std::get<agent_state>(actor.state).status = "busy";
  actor.last_commit = offset(44);
  actor.commands.add(outside_command_id(5, 6), offset(44));
  persistent_actor copy;
  copy.stream = actor.stream;
  REQUIRE(decode_actor(encode_actor(actor), copy));
  CHECK(copy.state == actor.state);
  CHECK(copy.last_commit == offset(44));
  CHECK(copy.commands.find(outside_command_id(5, 6), offset(50)).size() == 1);
  const std::vector<std::uint8_t> other(64, 0xa5);
  CHECK_FALSE(decode_actor(other, copy));
}

TEST_CASE("readers end once: reached, expired or cancelled") {
  readers waiting(3);
  std::vector<std::pair<int, bool>> ended;
  const auto note = [&](int who) {
    return [&ended, who](bool reached) { ended.emplace_back(who, reached); };
  };
  CHECK(waiting.wait(offset(5), time_ms(100), note(1)));
  CHECK(waiting.wait(offset(9), time_ms(50), note(2)));
  CHECK(waiting.wait(offset(9), time_ms(500), note(3)));
  CHECK_FALSE(waiting.wait(offset(1), time_ms(500), note(4)));
  waiting.reached(offset(5));
  waiting.expire(time_ms(50));
  waiting.cancel();
  CHECK(waiting.size() == 0);
  CHECK(ended == std::vector<std::pair<int, bool>>{{1, true}, {2, false}, {3, false}});
}

TEST_CASE("the inbox wakes for the first command, keeps the order, and is bounded") {
  inbox box(2);
  const auto request = [](const std::string& entity) {
    return command_request{
        {tenant_id("t"), entity_kind::agent, entity}, {}, {}, agent_command(expire_lease{}), {}};
  };
  command_request a = request("a");
  command_request b = request("b");
  command_request c = request("c");
  CHECK(box.add(a) == inbox::outcome::added_first);
  CHECK(box.add(b) == inbox::outcome::added);
  CHECK(box.add(c) == inbox::outcome::full);
  CHECK(c.target.entity == "c");
  std::vector<command_request> taken;
  box.take(taken);
  REQUIRE(taken.size() == 2);
  CHECK(taken[0].target.entity == "a");
  CHECK(box.add(c) == inbox::outcome::added_first);
}

}  // namespace
}  // namespace parley

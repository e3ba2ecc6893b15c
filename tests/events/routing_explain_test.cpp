// Why an agent was chosen or passed over.

#include <algorithm>

#include "events/codec/table.hpp"
#include "events/views/explain_route.hpp"
#include "tests/events/scene.hpp"

using namespace parley;
using mini::scene;

namespace {

route_explanation explained(const scene& it, const std::string& conversation) {
  const auto told = explain_route(it.s.live, mini::tenant, conversation_id(conversation));
  REQUIRE(told.has_value());
  return *told;
}

passed_over_agent passed(const route_explanation& told, const std::string& agent) {
  const auto found =
      std::find_if(told.passed_over.begin(), told.passed_over.end(),
                   [&](const passed_over_agent& one) { return one.agent.str() == agent; });
  REQUIRE(found != told.passed_over.end());
  return *found;
}

}  // namespace

TEST_CASE("each agent of the queue is passed over for its first reason") {
  scene it;
  queue_settings settings;
  settings.skills = {{skill_id("tax"), 5}};
  it.queue("help", settings);
  it.queue("other");
  const std::vector<skill_level> skilled{{skill_id("tax"), 5}};
  it.available("novice", {"help"}, 1, {{skill_id("tax"), 4}});
  it.agent("absent", {"help"}, 1, skilled);
  it.available("elsewhere", {"other"}, 1, skilled);
  it.agent("caller", {"help"}, 1, skilled);
  it.s.does(mini::agent_stream("caller"),
            agent_command(define_agent{
                {"caller", {queue_id("help")}, skilled, 1, {channel_kind("voice")}, {}}}));
  it.presence("caller", "available");
  it.available("decliner", {"help"}, 1, skilled);
  it.route("c1", "help");
  it.decline("c1");
  it.available("busy", {"help"}, 0, skilled);
  const auto told = explained(it, "c1");
  CHECK(told.chosen.empty());
  CHECK(told.candidates.empty());
  CHECK(told.passed_over.size() == 5);
  CHECK(passed(told, "novice").reason == passed_over_reason::missing_skill);
  CHECK(passed(told, "novice").detail == "tax at level 5");
  CHECK(passed(told, "absent").reason == passed_over_reason::not_available);
  CHECK(passed(told, "caller").reason == passed_over_reason::not_on_channel);
  CHECK(passed(told, "decliner").reason == passed_over_reason::declined);
  CHECK(passed(told, "busy").reason == passed_over_reason::no_room);
  CHECK(passed(told, "busy").detail == "0 units free, 1 needed");
}

TEST_CASE("the explanation of a decision names the agent that got the work, and who came second") {
  scene it;
  it.queue("sales");
  it.available("ann", {"sales"}, 1);
  it.available("bob", {"sales"}, 3);
  it.available("cid", {"sales"}, 3);
  it.open("c1");
  request_route what;
  what.queue = queue_id("sales");
  // Only the route's event is folded and reacted to: the attempt is under way.
  REQUIRE(it.s.decide_one(mini::conversation_stream("c1"), conversation_command(what),
                          outside_command_id(9, 1)));
  REQUIRE(it.s.fold_one());
  const auto told = explained(it, "c1");
  CHECK(told.sent_to == agent_id("bob"));
  CHECK(told.chosen == agent_id("bob"));
  REQUIRE(told.candidates.size() == 3);
  CHECK(told.candidates[0].free_units == 3);
  CHECK(told.candidates[1].agent == agent_id("cid"));
  CHECK(told.candidates[1].placed == "later id");
  CHECK(told.candidates[2].placed == "fewer free units");
  CHECK(passed(told, "ann").reason == passed_over_reason::other_first);
  it.s.settle();
  CHECK(it.offered("c1") == "bob");
}

TEST_CASE("an explanation tells that the work waits for its preferred agent") {
  scene it;
  queue_settings settings;
  settings.prefer_timeout_ms = duration_ms(60000);
  it.queue("sales", settings);
  it.available("bob", {"sales"});
  it.agent("ann", {});
  request_route what;
  what.queue = queue_id("sales");
  what.preferred_agent = agent_id("ann");
  it.route("c1", what);
  const auto told = explained(it, "c1");
  CHECK(passed(told, "bob").reason == passed_over_reason::waiting_for_preferred);
  CHECK(passed(told, "ann").reason == passed_over_reason::not_available);
  CHECK_FALSE(explain_route(it.s.live, mini::tenant, conversation_id("c2")).has_value());
}
